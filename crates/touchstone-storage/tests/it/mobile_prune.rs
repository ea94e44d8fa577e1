//! What pruning forgets, and that nothing forgotten can be used again, whatever the clock says (spec mobile.md 3.3).

use std::sync::Arc;

use touchstone_core::ports::{ClaimState, MobileConflict, MobileSettlement, Pruned};
use touchstone_core::{TenantId, Timestamp};

use crate::support::{NOW, Stage, with_nonce, with_session};

const DAY_S: i64 = 24 * 60 * 60;
const REFERENCE: [u8; 16] = [5; 16];

/// Settles the session, which ends 300 s after `at`.
fn session_at(
    stage: &Stage,
    tenant: TenantId,
    at: Timestamp,
    reference: [u8; 16],
) -> MobileSettlement {
    with_session(stage.make.settlement_at(tenant, at), reference)
}

async fn uses(stage: &Stage) -> i64 {
    let raw = stage.raw().await;
    raw.numbers("SELECT COUNT(*) FROM session_uses").await[0]
}

async fn a_use_is_kept_until_its_time_has_come(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    stage
        .store
        .settle_mobile(session_at(&stage, tenant, NOW, REFERENCE))
        .await
        .unwrap();
    let ends = NOW.plus_s(300);
    let pruned = stage
        .store
        .prune_mobile(NOW, ends.plus_ms(-1), 100)
        .await
        .unwrap();
    assert_eq!((pruned, uses(&stage).await), (Pruned::default(), 1));
    let pruned = stage.store.prune_mobile(NOW, ends, 100).await.unwrap();
    assert_eq!((pruned.sessions, uses(&stage).await), (1, 0));
}

async fn a_pruned_session_cannot_be_used_when_the_clock_jumps_back(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let first = session_at(&stage, tenant, NOW, REFERENCE);
    let claim = first.claim;
    stage.store.settle_mobile(first).await.unwrap();
    stage
        .store
        .prune_mobile(NOW, NOW.plus_s(300), 100)
        .await
        .unwrap();

    let lookup = stage
        .store
        .mobile_lookup(tenant, claim, None, NOW)
        .await
        .unwrap();
    assert_eq!(lookup.claim, ClaimState::Expired);
    let again = session_at(&stage, tenant, NOW, REFERENCE);
    let settled = stage.store.settle_mobile(again).await.unwrap();
    assert_eq!(settled.conflict, Some(MobileConflict::ClaimExpired));
    assert_eq!(settled.ending.reason, "session_expired");
    let verdict = stage
        .store
        .verdict(settled.verdict_id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(verdict.reason, "session_expired");
    assert_eq!(uses(&stage).await, 0);
}

async fn the_mark_outlives_a_restart_and_never_falls(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let late = session_at(&stage, tenant, NOW.plus_s(DAY_S), REFERENCE);
    stage.store.settle_mobile(late).await.unwrap();
    stage
        .store
        .prune_mobile(NOW, NOW.plus_s(2 * DAY_S), 100)
        .await
        .unwrap();
    let stage = stage.reopen().await;
    // A session before the mark is refused, and a later round with older uses does not lower it.
    let early = session_at(&stage, tenant, NOW, [6; 16]);
    let settled = stage.store.settle_mobile(early).await.unwrap();
    assert_eq!(settled.conflict, Some(MobileConflict::ClaimExpired));
    let raw = stage.raw().await;
    let mark = raw.numbers("SELECT ended_by FROM prune_marks").await;
    assert_eq!(mark, [NOW.plus_s(DAY_S + 300).unix_ms()]);
}

async fn a_session_that_ends_behind_the_mark_can_still_be_used(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    stage
        .store
        .settle_mobile(session_at(&stage, tenant, NOW, REFERENCE))
        .await
        .unwrap();
    stage
        .store
        .prune_mobile(NOW, NOW.plus_s(DAY_S), 100)
        .await
        .unwrap();
    let mark_itself = session_at(&stage, tenant, NOW, [6; 16]);
    let settled = stage.store.settle_mobile(mark_itself).await.unwrap();
    assert_eq!(settled.conflict, Some(MobileConflict::ClaimExpired));
    let behind = session_at(&stage, tenant, NOW.plus_ms(1), [7; 16]);
    let settled = stage.store.settle_mobile(behind).await.unwrap();
    assert_eq!(settled.conflict, None);
}

async fn a_round_deletes_the_oldest_up_to_its_limit_per_tenant(stage: Stage) {
    let (one, other) = (stage.tenant("one").await, stage.tenant("other").await);
    for n in 0..5_u8 {
        for tenant in [one, other] {
            let at = NOW.plus_s(i64::from(n));
            stage
                .store
                .settle_mobile(session_at(&stage, tenant, at, [n; 16]))
                .await
                .unwrap();
        }
    }
    let ended_by = NOW.plus_s(DAY_S);
    let pruned = stage.store.prune_mobile(NOW, ended_by, 3).await.unwrap();
    assert_eq!((pruned.sessions, uses(&stage).await), (6, 4));
    let raw = stage.raw().await;
    let marks = raw.numbers("SELECT ended_by FROM prune_marks").await;
    assert_eq!(marks, [NOW.plus_s(302).unix_ms(); 2]);
    let pruned = stage.store.prune_mobile(NOW, ended_by, 3).await.unwrap();
    assert_eq!((pruned.sessions, uses(&stage).await), (4, 0));
}

async fn the_mark_of_one_tenant_is_not_that_of_another(stage: Stage) {
    let (one, other) = (stage.tenant("one").await, stage.tenant("other").await);
    stage
        .store
        .settle_mobile(session_at(&stage, one, NOW, REFERENCE))
        .await
        .unwrap();
    stage
        .store
        .prune_mobile(NOW, NOW.plus_s(DAY_S), 100)
        .await
        .unwrap();
    let settled = stage
        .store
        .settle_mobile(session_at(&stage, other, NOW, REFERENCE))
        .await;
    assert_eq!(settled.unwrap().conflict, None);
}

async fn expired_nonces_are_forgotten_and_live_ones_are_not(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    for n in 0..4_u8 {
        let at = NOW.plus_s(i64::from(n));
        let settlement = with_nonce(stage.make.settlement_at(tenant, at), [n; 32]);
        stage.store.settle_mobile(settlement).await.unwrap();
    }
    let pruned = stage
        .store
        .prune_mobile(NOW.plus_s(62), NOW, 2)
        .await
        .unwrap();
    assert_eq!(pruned.nonces, 2);
    let pruned = stage
        .store
        .prune_mobile(NOW.plus_s(62), NOW, 2)
        .await
        .unwrap();
    assert_eq!(pruned.nonces, 1);
    let live = with_nonce(stage.make.settlement_at(tenant, NOW.plus_s(62)), [3; 32]);
    let settled = stage.store.settle_mobile(live).await.unwrap();
    assert_eq!(settled.conflict, Some(MobileConflict::ClaimUsed));
}

async fn no_settlement_slips_between_mark_and_deletion(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    for n in 0..32_u8 {
        stage
            .store
            .settle_mobile(session_at(&stage, tenant, NOW, [n; 16]))
            .await
            .unwrap();
    }
    let nodes = [Arc::clone(&stage.store), stage.second_node().await];
    let mut tasks = Vec::new();
    for (n, node) in (0..32_u8).cycle().take(128).zip(nodes.iter().cycle()) {
        let settlement = session_at(&stage, tenant, NOW, [n; 16]);
        let node = Arc::clone(node);
        tasks.push(tokio::spawn(async move {
            node.settle_mobile(settlement).await.unwrap()
        }));
    }
    while stage
        .store
        .prune_mobile(NOW, NOW.plus_s(300), 5)
        .await
        .unwrap()
        .sessions
        > 0
    {}
    for task in tasks {
        let settled = task.await.unwrap();
        assert!(settled.conflict.is_some(), "a used session was used again");
    }
    assert_eq!(uses(&stage).await, 0);
}

for_each_engine!(
    a_use_is_kept_until_its_time_has_come,
    a_pruned_session_cannot_be_used_when_the_clock_jumps_back,
    the_mark_outlives_a_restart_and_never_falls,
    a_session_that_ends_behind_the_mark_can_still_be_used,
    a_round_deletes_the_oldest_up_to_its_limit_per_tenant,
    the_mark_of_one_tenant_is_not_that_of_another,
    expired_nonces_are_forgotten_and_live_ones_are_not,
    no_settlement_slips_between_mark_and_deletion,
);
