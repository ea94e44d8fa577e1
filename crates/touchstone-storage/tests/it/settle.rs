//! What one settlement leaves behind: claim, key, verdict and events, or only what a conflict calls for (spec mobile.md 3.3).

use touchstone_core::ports::{
    ClaimState, KeyChange, MobileConflict, Outcome, Settled, StoreError, VerdictFilter,
};

use crate::support::{
    Call, KEY, NOW, Stage, apple, change, ending, first_page, send, with_advance, with_nonce,
    with_register, with_session,
};

const REFERENCE: [u8; 16] = [5; 16];
const NONCE: [u8; 32] = [6; 32];

/// What is on disk is what was answered.
async fn assert_on_disk(stage: &Stage, settled: &Settled, reason: &str) {
    let verdict = stage
        .store
        .verdict(settled.verdict_id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(verdict.reason, reason);
    assert_eq!(verdict.reason, settled.ending.reason);
    assert_eq!(verdict.outcome, settled.ending.outcome);
    assert_eq!(verdict.checks, settled.ending.checks);
}

async fn a_verdict_reads_back_as_it_was_settled(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let settlement = stage.make.settlement(tenant);
    let settled = stage.store.settle_mobile(settlement.clone()).await.unwrap();
    assert_eq!(settled.verdict_id, settlement.head.id);
    assert_eq!(settled.ending, settlement.ending);
    let verdict = stage
        .store
        .verdict(settlement.head.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(verdict.head, settlement.head);
    assert_eq!(verdict.outcome, Outcome::Valid);
}

async fn a_verdict_without_optional_parts_reads_back(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let mut settlement = stage.make.settlement(tenant);
    settlement.head.api_key_id = None;
    settlement.head.format = None;
    settlement.head.app_id = None;
    settlement.head.evidence_sha256 = None;
    settlement.ending = ending(Outcome::Invalid, "token_malformed");
    stage.store.settle_mobile(settlement.clone()).await.unwrap();
    let verdict = stage
        .store
        .verdict(settlement.head.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(verdict.head, settlement.head);
}

async fn a_session_is_used_once(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let first = with_session(stage.make.settlement(tenant), REFERENCE);
    let again = with_session(stage.make.settlement(tenant), REFERENCE);
    let settled = stage.store.settle_mobile(first).await.unwrap();
    assert_eq!(settled.conflict, None);
    let settled = stage.store.settle_mobile(again).await.unwrap();
    assert_eq!(settled.conflict, Some(MobileConflict::ClaimUsed));
    assert_on_disk(&stage, &settled, "session_already_used").await;
}

async fn a_used_session_stays_used_after_a_restart(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let first = with_session(stage.make.settlement(tenant), REFERENCE);
    let claim = first.claim;
    stage.store.settle_mobile(first).await.unwrap();
    let stage = stage.reopen().await;
    let lookup = stage
        .store
        .mobile_lookup(tenant, claim, None, NOW)
        .await
        .unwrap();
    assert_eq!(lookup.claim, ClaimState::Used);
    let again = with_session(stage.make.settlement(tenant), REFERENCE);
    let settled = stage.store.settle_mobile(again).await.unwrap();
    assert_eq!(settled.conflict, Some(MobileConflict::ClaimUsed));
}

async fn a_used_session_keeps_the_key_from_changing(stage: Stage) {
    let (tenant, _) = stage.registered().await;
    let first = with_session(stage.make.settlement(tenant), REFERENCE);
    stage.store.settle_mobile(first).await.unwrap();
    let again = with_session(stage.make.settlement(tenant), REFERENCE);
    let settled = stage
        .store
        .settle_mobile(with_advance(again, KEY, 9))
        .await
        .unwrap();
    assert_eq!(settled.conflict, Some(MobileConflict::ClaimUsed));
    assert_eq!(stage.counter(tenant).await, 1);
}

async fn refused_evidence_uses_the_session_up(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let mut refused = with_session(stage.make.settlement(tenant), REFERENCE);
    refused.ending = ending(Outcome::Invalid, "token_malformed");
    let settled = stage.store.settle_mobile(refused).await.unwrap();
    assert_on_disk(&stage, &settled, "token_malformed").await;
    let again = with_session(stage.make.settlement(tenant), REFERENCE);
    let settled = stage.store.settle_mobile(again).await.unwrap();
    assert_eq!(settled.conflict, Some(MobileConflict::ClaimUsed));
}

async fn a_nonce_is_used_once_until_its_window_ends(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let settle_at = async |now| {
        let settlement = with_nonce(stage.make.settlement_at(tenant, now), NONCE);
        stage
            .store
            .settle_mobile(settlement)
            .await
            .unwrap()
            .conflict
    };
    assert_eq!(settle_at(NOW).await, None);
    let last_ms = NOW.plus_s(60).plus_ms(-1);
    assert_eq!(settle_at(last_ms).await, Some(MobileConflict::ClaimUsed));
    assert_eq!(settle_at(NOW.plus_s(60)).await, None);
    // The new use has a window of its own.
    assert_eq!(
        settle_at(NOW.plus_s(119)).await,
        Some(MobileConflict::ClaimUsed)
    );
}

async fn a_nonce_looks_used_until_its_window_ends(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let settlement = with_nonce(stage.make.settlement(tenant), NONCE);
    let claim = settlement.claim;
    stage.store.settle_mobile(settlement).await.unwrap();
    let look_at = async |now| {
        let lookup = stage.store.mobile_lookup(tenant, claim, None, now).await;
        lookup.unwrap().claim
    };
    assert_eq!(look_at(NOW.plus_s(60).plus_ms(-1)).await, ClaimState::Used);
    assert_eq!(look_at(NOW.plus_s(60)).await, ClaimState::Free);
}

async fn a_registered_key_reads_back_and_is_not_registered_again(stage: Stage) {
    let (tenant, _) = stage.registered().await;
    let stored = stage.apple_key(tenant, KEY).await.unwrap();
    assert_eq!((stored.counter, stored.registered_at), (1, NOW));
    assert_eq!(stored.receipt.as_deref(), Some([9; 2_000].as_slice()));
    assert_eq!(stored.public_key, [4; 65]);

    let other = with_register(stage.make.settlement(tenant), stored.app_id, KEY);
    let settled = stage
        .store
        .settle_mobile(with_session(other, REFERENCE))
        .await
        .unwrap();
    assert_eq!(settled.conflict, Some(MobileConflict::KeyTaken));
    assert_on_disk(&stage, &settled, "apple_key_already_attested").await;
    let unchanged = stage.apple_key(tenant, KEY).await.unwrap();
    assert_eq!(unchanged, stored);
}

async fn a_key_conflict_keeps_the_claim(stage: Stage) {
    let (tenant, _) = stage.registered().await;
    let replay = with_advance(stage.make.settlement(tenant), KEY, 1);
    let settled = stage
        .store
        .settle_mobile(with_session(replay, REFERENCE))
        .await
        .unwrap();
    assert_eq!(settled.conflict, Some(MobileConflict::CounterReplay));
    let again = with_session(stage.make.settlement(tenant), REFERENCE);
    let settled = stage.store.settle_mobile(again).await.unwrap();
    assert_eq!(settled.conflict, Some(MobileConflict::ClaimUsed));
}

async fn a_counter_moves_upwards_only(stage: Stage) {
    let (tenant, _) = stage.registered().await;
    for (counter, conflict) in [
        (1, Some(MobileConflict::CounterReplay)),
        (0, Some(MobileConflict::CounterReplay)),
        (2, None),
        (2, Some(MobileConflict::CounterReplay)),
        (u32::MAX, None),
        (3, Some(MobileConflict::CounterReplay)),
    ] {
        let settlement = with_advance(
            stage.make.settlement_at(tenant, NOW.plus_s(5)),
            KEY,
            counter,
        );
        let settled = stage.store.settle_mobile(settlement).await.unwrap();
        assert_eq!(settled.conflict, conflict, "counter {counter}");
    }
    let key = stage.apple_key(tenant, KEY).await.unwrap();
    assert_eq!((key.counter, key.last_used_at), (u32::MAX, NOW.plus_s(5)));
}

async fn an_unknown_key_does_not_advance(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let settlement = with_advance(stage.make.settlement(tenant), KEY, 5);
    let settled = stage.store.settle_mobile(settlement).await.unwrap();
    assert_eq!(settled.conflict, Some(MobileConflict::KeyUnknown));
    assert_on_disk(&stage, &settled, "apple_key_unknown").await;
}

async fn a_revoked_key_does_not_advance(stage: Stage) {
    let (tenant, _) = stage.registered().await;
    let revoke = change("stolen".to_owned());
    stage
        .store
        .revoke_device_key(tenant, apple(KEY), NOW, revoke)
        .await
        .unwrap();
    let settlement = with_advance(stage.make.settlement(tenant), KEY, 5);
    let settled = stage.store.settle_mobile(settlement).await.unwrap();
    assert_eq!(settled.conflict, Some(MobileConflict::KeyRevoked));
    assert_eq!(stage.counter(tenant).await, 1);
}

async fn a_conflict_without_an_ending_changes_nothing(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let mut settlement = with_advance(stage.make.settlement(tenant), KEY, 5);
    settlement = with_session(settlement, REFERENCE);
    settlement.conflicts.clear();
    let (id, claim) = (settlement.head.id, settlement.claim);
    let error = stage.store.settle_mobile(settlement).await.unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
    assert_eq!(stage.store.verdict(id).await.unwrap(), None);
    let lookup = stage
        .store
        .mobile_lookup(tenant, claim, None, NOW)
        .await
        .unwrap();
    assert_eq!(lookup.claim, ClaimState::Free);
}

async fn an_unknown_tenant_settles_nothing(stage: Stage) {
    let stranger = stage.make.tenant("nobody").id;
    let settlement = with_session(stage.make.settlement(stranger), REFERENCE);
    let id = settlement.head.id;
    let error = stage.store.settle_mobile(settlement).await.unwrap_err();
    assert!(matches!(error, StoreError::Failed(_)), "{error:?}");
    assert_eq!(stage.store.verdict(id).await.unwrap(), None);
}

async fn a_tenant_meets_no_use_and_no_key_of_another(stage: Stage) {
    let (tenant, _) = stage.registered().await;
    let other = stage.tenant("other").await;
    let first = with_session(stage.make.settlement(tenant), REFERENCE);
    let claim = first.claim;
    stage.store.settle_mobile(first).await.unwrap();

    let lookup = stage
        .store
        .mobile_lookup(other, claim, Some(apple(KEY)), NOW)
        .await
        .unwrap();
    assert_eq!((lookup.claim, lookup.device_key), (ClaimState::Free, None));
    let advance = with_advance(stage.make.settlement(other), KEY, 5);
    let settled = stage
        .store
        .settle_mobile(with_session(advance, REFERENCE))
        .await
        .unwrap();
    assert_eq!(settled.conflict, Some(MobileConflict::KeyUnknown));
    assert_eq!(stage.counter(tenant).await, 1);

    let app_of_other = stage.app(other).await;
    let register = with_register(stage.make.settlement(other), app_of_other, KEY);
    let settled = stage.store.settle_mobile(register).await.unwrap();
    assert_eq!(settled.conflict, None, "registries are separate");
}

async fn a_key_cannot_be_registered_for_an_app_of_another_tenant(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let other = stage.tenant("other").await;
    let foreign_app = stage.app(other).await;
    let register = with_register(stage.make.settlement(tenant), foreign_app, KEY);
    let error = stage.store.settle_mobile(register).await.unwrap_err();
    assert!(matches!(error, StoreError::Failed(_)), "{error:?}");
    assert_eq!(stage.apple_key(tenant, KEY).await, None);
}

async fn a_device_that_reports_nul_is_registered_all_the_same(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let app = stage.app(tenant).await;
    let mut settlement = with_register(stage.make.settlement(tenant), app, KEY);
    if let Some(KeyChange::RegisterApple(key)) = &mut settlement.key_change {
        key.model = "i\0Phone".to_owned();
    }
    let settled = stage.store.settle_mobile(settlement).await.unwrap();
    assert_eq!(settled.conflict, None);
    let key = stage.apple_key(tenant, KEY).await.unwrap();
    assert_eq!(key.model, "i\u{FFFD}Phone");
}

async fn a_bad_settlement_harms_no_neighbour_in_its_batch(stage: Stage) {
    let (tenant, _) = stage.registered().await;
    let stranger = stage.make.tenant("nobody").id;
    let raw = stage.raw().await;
    raw.hold_up().await;
    let mut waiting: Vec<Call<'_, _>> = Vec::new();
    for n in 0..48_u8 {
        let mut settlement = match n % 4 {
            0 => stage.make.settlement(stranger),
            1 => with_advance(stage.make.settlement(tenant), [99; 32], 5),
            2 => with_register(stage.make.settlement(tenant), stage.make.app_id(), [n; 32]),
            _ => stage.make.settlement(tenant),
        };
        settlement.conflicts.clear();
        let mut call = stage.store.settle_mobile(with_session(settlement, [n; 16]));
        assert!(send(&mut call).await.is_none(), "writes are held up");
        waiting.push(call);
    }
    raw.release().await;
    for (n, call) in waiting.into_iter().enumerate() {
        let result = call.await;
        assert_eq!(result.is_ok(), n % 4 == 3, "{n}: {result:?}");
    }
    let page = stage
        .store
        .verdicts(&VerdictFilter::default(), first_page(200))
        .await
        .unwrap();
    assert_eq!(page.items.len(), 12 + 1);
    let uses = raw.numbers("SELECT COUNT(*) FROM session_uses").await;
    assert_eq!(uses, [12], "what was refused claims nothing");
}

async fn events_are_written_with_the_ending_that_counts(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let mut settlement = with_advance(stage.make.settlement(tenant), KEY, 5);
    settlement.ending.events = vec![stage.make.event(tenant)];
    for (_, ending) in &mut settlement.conflicts {
        ending.events = vec![stage.make.event(tenant), stage.make.event(tenant)];
    }
    let settled = stage.store.settle_mobile(settlement).await.unwrap();
    assert_eq!(settled.ending.events.len(), 2);
    let raw = stage.raw().await;
    assert_eq!(raw.numbers("SELECT COUNT(*) FROM events").await, [2]);
}

for_each_engine!(
    a_verdict_reads_back_as_it_was_settled,
    a_verdict_without_optional_parts_reads_back,
    a_session_is_used_once,
    a_used_session_stays_used_after_a_restart,
    a_used_session_keeps_the_key_from_changing,
    refused_evidence_uses_the_session_up,
    a_nonce_is_used_once_until_its_window_ends,
    a_nonce_looks_used_until_its_window_ends,
    a_registered_key_reads_back_and_is_not_registered_again,
    a_key_conflict_keeps_the_claim,
    a_counter_moves_upwards_only,
    an_unknown_key_does_not_advance,
    a_revoked_key_does_not_advance,
    a_conflict_without_an_ending_changes_nothing,
    an_unknown_tenant_settles_nothing,
    a_tenant_meets_no_use_and_no_key_of_another,
    a_key_cannot_be_registered_for_an_app_of_another_tenant,
    a_device_that_reports_nul_is_registered_all_the_same,
    a_bad_settlement_harms_no_neighbour_in_its_batch,
    events_are_written_with_the_ending_that_counts,
);
