//! Who wins when many settle the same thing at once, from one node and from two.

use std::collections::BTreeMap;
use std::sync::Arc;

use touchstone_core::ports::{DeviceKey, MobileConflict, Store, VerdictFilter, Written};
use touchstone_core::{TenantId, VerdictId};

use crate::support::{
    Call, KEY, NOW, Stage, apple, change, count, first_page, race, send, with_advance, with_nonce,
    with_register, with_session,
};

const TASKS: u32 = 64;

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
    let app_id = stage.app(tenant).await;
    let settlements = (0..TASKS)
        .map(|_| with_register(stage.make.settlement(tenant), app_id, KEY))
        .collect();
    let settled = race(&stage, settlements).await;
    let counts = count(&settled);
    assert_eq!(counts.get(&None), Some(&1));
    assert_eq!(counts.get(&Some(MobileConflict::KeyTaken)), Some(&63));
    let winner = settled.iter().find(|one| one.conflict.is_none()).unwrap();
    let key = stage.apple_key(tenant, KEY).await.unwrap();
    assert_eq!(key.verdict_id, winner.verdict_id);
}

async fn accepted_counters_rise_and_the_last_one_is_stored(stage: Stage) {
    let (tenant, _) = stage.registered().await;
    let raw = stage.raw().await;
    raw.watch_counters().await;
    let settlements = (2..2 + TASKS)
        .map(|counter| with_advance(stage.make.settlement(tenant), KEY, counter))
        .collect();
    let settled = race(&stage, settlements).await;

    let mut accepted: Vec<i64> = (2..)
        .zip(&settled)
        .filter(|(_, one)| one.conflict.is_none())
        .map(|(counter, _)| counter)
        .collect();
    let counts = count(&settled);
    let refused = counts
        .get(&Some(MobileConflict::CounterReplay))
        .unwrap_or(&0);
    assert_eq!(accepted.len() + refused, 64, "{counts:?}");
    let moves = raw.counter_moves().await;
    assert!(moves.is_sorted_by(|one, next| one < next), "{moves:?}");
    accepted.sort_unstable();
    assert_eq!(moves, accepted, "exactly what was accepted has moved it");
    let stored = i64::from(stage.counter(tenant).await);
    assert_eq!(moves.last(), Some(&stored));
}

async fn falling_counters_in_one_queue_are_refused_after_the_first(stage: Stage) {
    let (tenant, _) = stage.registered().await;
    let raw = stage.raw().await;
    raw.hold_up().await;
    let mut calls: Vec<Call<'_, _>> = Vec::new();
    for counter in (2..34).rev() {
        let settlement = with_advance(stage.make.settlement(tenant), KEY, counter);
        let mut call = stage.store.settle_mobile(settlement);
        assert!(send(&mut call).await.is_none(), "writes are held up");
        calls.push(call);
    }
    raw.release().await;
    let mut settled = Vec::new();
    for call in calls {
        settled.push(call.await.unwrap());
    }
    assert_eq!(settled.first().unwrap().conflict, None);
    assert_eq!(
        count(&settled).get(&Some(MobileConflict::CounterReplay)),
        Some(&31)
    );
    assert_eq!(stage.counter(tenant).await, 33);
}

async fn one_counter_from_64_tasks_is_accepted_once(stage: Stage) {
    let (tenant, _) = stage.registered().await;
    let settlements = (0..TASKS)
        .map(|_| with_advance(stage.make.settlement(tenant), KEY, 2))
        .collect();
    let counts = count(&race(&stage, settlements).await);
    assert_eq!(counts.get(&None), Some(&1));
    assert_eq!(counts.get(&Some(MobileConflict::CounterReplay)), Some(&63));
}

async fn a_key_that_is_revoked_meanwhile_accepts_nothing_afterwards(stage: Stage) {
    let (tenant, _) = stage.registered().await;
    let raw = stage.raw().await;
    raw.watch_counters().await;
    let nodes = [Arc::clone(&stage.store), stage.second_node().await];
    let mut tasks = Vec::new();
    for (counter, node) in (2..2 + TASKS).zip(nodes.iter().cycle()) {
        let settlement = with_advance(stage.make.settlement(tenant), KEY, counter);
        let node = Arc::clone(node);
        tasks.push(tokio::spawn(async move {
            node.settle_mobile(settlement).await.unwrap()
        }));
    }
    let revoked = stage
        .store
        .revoke_device_key(tenant, apple(KEY), NOW, change("stolen".to_owned()))
        .await
        .unwrap();
    let Written::Done(DeviceKey::Apple(revoked)) = revoked else {
        panic!("{revoked:?}")
    };
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(stage.counter(tenant).await, revoked.counter);
}

for_each_engine!(
    of_64_that_settle_one_session_one_wins,
    of_64_that_settle_one_nonce_one_wins,
    of_64_that_register_one_key_one_wins,
    accepted_counters_rise_and_the_last_one_is_stored,
    falling_counters_in_one_queue_are_refused_after_the_first,
    a_key_that_is_revoked_meanwhile_accepts_nothing_afterwards,
    one_counter_from_64_tasks_is_accepted_once,
);
