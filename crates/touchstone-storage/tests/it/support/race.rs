//! Settlements that race each other, from one node and from two.

use std::collections::BTreeMap;
use std::sync::Arc;

use touchstone_core::ports::{MobileConflict, MobileSettlement, Settled};

use super::Stage;

/// Settles all at once, odd and even ones from different nodes.
pub async fn race(stage: &Stage, settlements: Vec<MobileSettlement>) -> Vec<Settled> {
    let nodes = [Arc::clone(&stage.store), stage.second_node().await];
    let tasks: Vec<_> = settlements
        .into_iter()
        .zip(nodes.iter().cycle())
        .map(|(settlement, node)| {
            let node = Arc::clone(node);
            tokio::spawn(async move { node.settle_mobile(settlement).await.unwrap() })
        })
        .collect();
    let mut settled = Vec::new();
    for task in tasks {
        settled.push(task.await.unwrap());
    }
    settled
}

/// How often each end of the race occurred.
pub fn count(settled: &[Settled]) -> BTreeMap<Option<MobileConflict>, usize> {
    let mut counts = BTreeMap::new();
    for one in settled {
        *counts.entry(one.conflict).or_default() += 1;
    }
    counts
}
