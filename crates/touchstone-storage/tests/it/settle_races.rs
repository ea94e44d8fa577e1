//! Who wins when many settle the same thing at once, from one node and from two.

use std::collections::BTreeMap;
use std::sync::Arc;

use touchstone_core::ports::{
    MobileConflict, MobileSettlement, Settled, Store, VerdictFilter, Written,
};
use touchstone_core::{TenantId, VerdictId};

use crate::support::{
    NOW, Stage, change, first_page, with_advance, with_nonce, with_register, with_session,
};

const KEY: [u8; 32] = [3; 32];
const TASKS: u32 = 64;

/// Settles all at once, odd and even ones from different nodes.
async fn race(stage: &Stage, settlements: Vec<MobileSettlement>) -> Vec<Settled> {
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

fn count(settled: &[Settled]) -> BTreeMap<Option<MobileConflict>, usize> {
    let mut counts = BTreeMap::new();
    for one in settled {
        *counts.entry(one.conflict).or_default() += 1;
    }
    counts
}

async fn reasons_on_disk(store: &dyn Store, tenant: TenantId) -> BTreeMap<VerdictId, String> {
    let filter = VerdictFilter {
        tenant_id: Some(tenant),
        ..VerdictFilter::default()
    };
    let page = store.verdicts(&filter, first_page(200)).await.unwrap();
    page.items
        .into_iter()
        .map(|verdict| (verdict.head.id, verdict.reason))
        .collect()
}

async fn of_64_that_settle_one_session_one_wins(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let settlements = (0..TASKS)
        .map(|_| with_session(stage.make.settlement(tenant), [1; 16]))
        .collect();
    let settled = race(&stage, settlements).await;
    let counts = count(&settled);
    assert_eq!(counts.get(&None), Some(&1));
    assert_eq!(counts.get(&Some(MobileConflict::ClaimUsed)), Some(&63));
    let reasons = reasons_on_disk(stage.store.as_ref(), tenant).await;
    assert_eq!(reasons.len(), 64);
    for one in settled {
        let reason = reasons.get(&one.verdict_id).unwrap();
        assert_eq!(*reason, one.ending.reason);
        let wanted = if one.conflict.is_none() {
            "accepted"
        } else {
            "session_already_used"
        };
        assert_eq!(reason, wanted);
    }
}

async fn of_64_that_settle_one_nonce_one_wins(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let first = with_nonce(stage.make.settlement_at(tenant, NOW.plus_s(-120)), [1; 32]);
    stage.store.settle_mobile(first).await.unwrap();
    // The row of the first use is past its window and is overwritten once.
    let settlements = (0..TASKS)
        .map(|_| with_nonce(stage.make.settlement(tenant), [1; 32]))
        .collect();
    let counts = count(&race(&stage, settlements).await);
    assert_eq!(counts.get(&None), Some(&1));
    assert_eq!(counts.get(&Some(MobileConflict::ClaimUsed)), Some(&63));
}

async fn of_64_that_register_one_key_one_wins(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let app = stage.make.app(tenant);
    let app_id = app.id;
    stage.store.create_apple_app(change(app), 10).await.unwrap();
    let settlements = (0..TASKS)
        .map(|_| with_register(stage.make.settlement(tenant), app_id, KEY))
        .collect();
    let settled = race(&stage, settlements).await;
    let counts = count(&settled);
    assert_eq!(counts.get(&None), Some(&1));
    assert_eq!(counts.get(&Some(MobileConflict::KeyTaken)), Some(&63));
    let winner = settled.iter().find(|one| one.conflict.is_none()).unwrap();
    let key = stage.store.apple_key(tenant, &KEY).await.unwrap().unwrap();
    assert_eq!(key.verdict_id, winner.verdict_id);
}

async fn rising_counters_of_one_key_are_accepted_in_rising_order(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let app = stage.make.app(tenant);
    let register = with_register(stage.make.settlement(tenant), app.id, KEY);
    let written = stage.store.create_apple_app(change(app), 10).await.unwrap();
    assert!(matches!(written, Written::Done(_)));
    stage.store.settle_mobile(register).await.unwrap();

    // The answers come in the order of commit on each node; what a node accepts must rise.
    let nodes = [Arc::clone(&stage.store), stage.second_node().await];
    let (accepted, mut heard) = tokio::sync::mpsc::unbounded_channel();
    let mut tasks = Vec::new();
    for (counter, node) in (2..2 + TASKS).zip(nodes.iter().cycle()) {
        let settlement = with_advance(stage.make.settlement(tenant), KEY, counter);
        let (node, accepted) = (Arc::clone(node), accepted.clone());
        tasks.push(tokio::spawn(async move {
            let settled = node.settle_mobile(settlement).await.unwrap();
            match settled.conflict {
                None => accepted.send(counter).unwrap(),
                Some(conflict) => assert_eq!(conflict, MobileConflict::CounterReplay),
            }
        }));
    }
    drop(accepted);
    for task in tasks {
        task.await.unwrap();
    }
    let mut highest = 0;
    while let Some(counter) = heard.recv().await {
        highest = highest.max(counter);
    }
    let key = stage.store.apple_key(tenant, &KEY).await.unwrap().unwrap();
    assert_eq!(key.counter, highest, "the last accepted one is stored");
    assert_eq!(
        highest,
        1 + TASKS,
        "nothing is above the highest, so it wins"
    );
}

async fn one_counter_from_64_tasks_is_accepted_once(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let app = stage.make.app(tenant);
    let register = with_register(stage.make.settlement(tenant), app.id, KEY);
    stage.store.create_apple_app(change(app), 10).await.unwrap();
    stage.store.settle_mobile(register).await.unwrap();
    let settlements = (0..TASKS)
        .map(|_| with_advance(stage.make.settlement(tenant), KEY, 2))
        .collect();
    let counts = count(&race(&stage, settlements).await);
    assert_eq!(counts.get(&None), Some(&1));
    assert_eq!(counts.get(&Some(MobileConflict::CounterReplay)), Some(&63));
}

for_each_engine!(
    of_64_that_settle_one_session_one_wins,
    of_64_that_settle_one_nonce_one_wins,
    of_64_that_register_one_key_one_wins,
    rising_counters_of_one_key_are_accepted_in_rising_order,
    one_counter_from_64_tasks_is_accepted_once,
);
