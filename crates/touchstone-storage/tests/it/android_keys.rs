//! What a settlement does to device keys of Android phones: registered once, touched while not revoked (spec mobile.md 3.3).

use touchstone_core::ports::{
    ClaimState, DeviceKey, KeyChange, MobileConflict, Outcome, StoreError, Written,
};

use crate::support::{
    KEY, NOW, Stage, android, apple, change, ending, new_android_key, with_advance,
    with_register_android, with_session, with_touch,
};

const REFERENCE: [u8; 16] = [5; 16];

async fn a_registered_key_reads_back(stage: Stage) {
    let (tenant, app) = stage.registered_android().await;
    let stored = stage.android_key(tenant, KEY).await.unwrap();
    let new = new_android_key(app, KEY);
    assert_eq!((stored.tenant_id, stored.app_id), (tenant, app));
    assert_eq!((stored.registered_at, stored.last_used_at), (NOW, NOW));
    assert_eq!((stored.spki, stored.facts), (new.spki, new.facts));
    assert_eq!(stored.serials, new.serials);
    assert_eq!((stored.model, stored.version), (new.model, new.version));
    assert_eq!((stored.revoked_at, stored.revoked_reason), (None, None));
    let verdict = stage.store.verdict(stored.verdict_id).await.unwrap();
    assert!(verdict.is_some(), "the verdict that registered it");
}

async fn a_key_is_not_registered_again(stage: Stage) {
    let (tenant, app) = stage.registered_android().await;
    let stored = stage.android_key(tenant, KEY).await;
    let again = stage.make.settlement_at(tenant, NOW.plus_s(5));
    let again = with_session(with_register_android(again, app, KEY), REFERENCE);
    let claim = again.claim;
    let settled = stage.store.settle_mobile(again).await.unwrap();
    assert_eq!(settled.conflict, Some(MobileConflict::KeyTaken));
    assert_eq!(settled.ending.outcome, Outcome::Invalid);
    assert_eq!(stage.android_key(tenant, KEY).await, stored);
    let found = stage.store.mobile_lookup(tenant, claim, None, NOW).await;
    assert_eq!(found.unwrap().claim, ClaimState::Used, "the claim stands");
}

async fn a_revoked_key_is_not_registered_again(stage: Stage) {
    let (tenant, app) = stage.registered_android().await;
    let revoke = change("stolen".to_owned());
    let revoked = stage
        .store
        .revoke_device_key(tenant, android(KEY), NOW, revoke);
    assert!(matches!(revoked.await.unwrap(), Written::Done(_)));
    let again = with_register_android(stage.make.settlement(tenant), app, KEY);
    let settled = stage.store.settle_mobile(again).await.unwrap();
    assert_eq!(settled.conflict, Some(MobileConflict::KeyTaken));
    let key = stage.android_key(tenant, KEY).await.unwrap();
    assert_eq!(key.revoked_reason.as_deref(), Some("stolen"));
}

async fn a_use_moves_the_time_only(stage: Stage) {
    let (tenant, _) = stage.registered_android().await;
    let mut wanted = stage.android_key(tenant, KEY).await.unwrap();
    let touch = with_touch(stage.make.settlement_at(tenant, NOW.plus_s(5)), KEY);
    let settled = stage.store.settle_mobile(touch).await.unwrap();
    assert_eq!(settled.conflict, None);
    wanted.last_used_at = NOW.plus_s(5);
    assert_eq!(stage.android_key(tenant, KEY).await, Some(wanted));
}

async fn an_unknown_key_is_not_touched(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let touch = with_touch(stage.make.settlement(tenant), KEY);
    let settled = stage.store.settle_mobile(touch).await.unwrap();
    assert_eq!(settled.conflict, Some(MobileConflict::KeyUnknown));
    assert_eq!(stage.android_key(tenant, KEY).await, None);
}

async fn a_revoked_key_is_not_touched(stage: Stage) {
    let (tenant, _) = stage.registered_android().await;
    let revoke = change("stolen".to_owned());
    let revoked = stage
        .store
        .revoke_device_key(tenant, android(KEY), NOW, revoke);
    let Written::Done(DeviceKey::Android(revoked)) = revoked.await.unwrap() else {
        panic!("not revoked")
    };
    let touch = with_touch(stage.make.settlement_at(tenant, NOW.plus_s(5)), KEY);
    let settled = stage.store.settle_mobile(touch).await.unwrap();
    assert_eq!(settled.conflict, Some(MobileConflict::KeyRevoked));
    assert_eq!(stage.android_key(tenant, KEY).await, Some(revoked));
}

async fn a_used_session_keeps_the_key_from_being_touched(stage: Stage) {
    let (tenant, _) = stage.registered_android().await;
    let first = with_session(stage.make.settlement(tenant), REFERENCE);
    stage.store.settle_mobile(first).await.unwrap();
    let again = stage.make.settlement_at(tenant, NOW.plus_s(5));
    let again = with_touch(with_session(again, REFERENCE), KEY);
    let settled = stage.store.settle_mobile(again).await.unwrap();
    assert_eq!(settled.conflict, Some(MobileConflict::ClaimUsed));
    let key = stage.android_key(tenant, KEY).await.unwrap();
    assert_eq!(key.last_used_at, NOW);
}

async fn a_used_session_keeps_the_key_from_being_registered(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let app = stage.android_app(tenant).await;
    let mut refused = with_session(stage.make.settlement(tenant), REFERENCE);
    refused.ending = ending(Outcome::Invalid, "token_malformed");
    stage.store.settle_mobile(refused).await.unwrap();
    let again = with_session(stage.make.settlement(tenant), REFERENCE);
    let again = with_register_android(again, app, KEY);
    let settled = stage.store.settle_mobile(again).await.unwrap();
    assert_eq!(settled.conflict, Some(MobileConflict::ClaimUsed));
    assert_eq!(stage.android_key(tenant, KEY).await, None);
}

async fn a_conflict_without_an_ending_changes_nothing(stage: Stage) {
    let (tenant, app) = stage.registered_android().await;
    let touch = with_touch(stage.make.settlement(tenant), [9; 32]);
    let taken = with_register_android(stage.make.settlement(tenant), app, KEY);
    for settlement in [touch, taken] {
        let mut settlement = with_session(settlement, REFERENCE);
        settlement.conflicts.clear();
        let (id, claim) = (settlement.head.id, settlement.claim);
        let error = stage.store.settle_mobile(settlement).await.unwrap_err();
        assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
        assert_eq!(stage.store.verdict(id).await.unwrap(), None);
        let found = stage.store.mobile_lookup(tenant, claim, None, NOW).await;
        assert_eq!(found.unwrap().claim, ClaimState::Free);
    }
}

async fn a_key_cannot_be_registered_for_an_app_of_another_tenant(stage: Stage) {
    let (tenant, other) = (stage.tenant("acme").await, stage.tenant("other").await);
    let foreign = stage.android_app(other).await;
    let register = with_register_android(stage.make.settlement(tenant), foreign, KEY);
    let error = stage.store.settle_mobile(register).await.unwrap_err();
    assert!(matches!(error, StoreError::Failed(_)), "{error:?}");
    assert_eq!(stage.android_key(tenant, KEY).await, None);
}

async fn a_tenant_meets_no_key_of_another(stage: Stage) {
    let (tenant, _) = stage.registered_android().await;
    let other = stage.tenant("other").await;
    let touch = with_touch(stage.make.settlement_at(other, NOW.plus_s(5)), KEY);
    let settled = stage.store.settle_mobile(touch).await.unwrap();
    assert_eq!(settled.conflict, Some(MobileConflict::KeyUnknown));
    let key = stage.android_key(tenant, KEY).await.unwrap();
    assert_eq!(key.last_used_at, NOW);
    let app = stage.android_app(other).await;
    let register = with_register_android(stage.make.settlement(other), app, KEY);
    let settled = stage.store.settle_mobile(register).await.unwrap();
    assert_eq!(settled.conflict, None, "registries are separate");
}

async fn a_platform_meets_no_key_of_the_other(stage: Stage) {
    let (tenant, _) = stage.registered_android().await;
    let advance = with_advance(stage.make.settlement(tenant), KEY, 5);
    let settled = stage.store.settle_mobile(advance).await.unwrap();
    assert_eq!(settled.conflict, Some(MobileConflict::KeyUnknown));
    let store = &stage.store;
    let found = store.mobile_lookup(tenant, None, Some(apple(KEY)), NOW);
    assert_eq!(found.await.unwrap().device_key, None);
    let found = store.mobile_lookup(tenant, None, Some(android(KEY)), NOW);
    let key = found.await.unwrap().device_key.unwrap();
    assert_eq!(key.id(), android(KEY));
    let revoked = store.revoke_device_key(tenant, apple(KEY), NOW, change(String::new()));
    assert_eq!(revoked.await.unwrap(), Written::NotFound);
    let forgotten = store.forget_device_key(tenant, change(apple(KEY))).await;
    assert_eq!(forgotten.unwrap(), Written::NotFound);
    assert!(stage.android_key(tenant, KEY).await.is_some());
}

async fn a_forgotten_key_is_unknown_and_can_be_registered_again(stage: Stage) {
    let (tenant, app) = stage.registered_android().await;
    let store = &stage.store;
    let forget = async || {
        let forgotten = store.forget_device_key(tenant, change(android(KEY))).await;
        forgotten.unwrap()
    };
    assert_eq!(forget().await, Written::Done(()));
    assert_eq!(forget().await, Written::NotFound);
    let touch = with_touch(stage.make.settlement(tenant), KEY);
    let settled = store.settle_mobile(touch).await.unwrap();
    assert_eq!(settled.conflict, Some(MobileConflict::KeyUnknown));
    let register = with_register_android(stage.make.settlement(tenant), app, KEY);
    let settled = store.settle_mobile(register).await.unwrap();
    assert_eq!(settled.conflict, None);
}

async fn a_phone_that_reports_nul_is_registered_all_the_same(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let app = stage.android_app(tenant).await;
    let mut settlement = stage.make.settlement(tenant);
    let mut new = new_android_key(app, KEY);
    new.model = "Pi\0xel".to_owned();
    new.version = "\0".to_owned();
    settlement.key_change = Some(KeyChange::RegisterAndroid(Box::new(new)));
    let settled = stage.store.settle_mobile(settlement).await.unwrap();
    assert_eq!(settled.conflict, None);
    let key = stage.android_key(tenant, KEY).await.unwrap();
    assert_eq!(key.model, "Pi\u{FFFD}xel");
    assert_eq!(key.version, "\u{FFFD}");
}

async fn serials_that_cannot_be_read_are_an_error(stage: Stage) {
    let (tenant, _) = stage.registered_android().await;
    let raw = stage.raw().await;
    for serials in ["", "{}", "[1]", "[\"a\""] {
        raw.run(&format!("UPDATE android_keys SET serials = '{serials}'"))
            .await;
        let found = stage.store.device_key(tenant, android(KEY)).await;
        assert!(
            matches!(found, Err(StoreError::Corrupt { .. })),
            "{found:?}"
        );
    }
}

for_each_engine!(
    a_registered_key_reads_back,
    a_key_is_not_registered_again,
    a_revoked_key_is_not_registered_again,
    a_use_moves_the_time_only,
    an_unknown_key_is_not_touched,
    a_revoked_key_is_not_touched,
    a_used_session_keeps_the_key_from_being_touched,
    a_used_session_keeps_the_key_from_being_registered,
    a_conflict_without_an_ending_changes_nothing,
    a_key_cannot_be_registered_for_an_app_of_another_tenant,
    a_tenant_meets_no_key_of_another,
    a_platform_meets_no_key_of_the_other,
    a_forgotten_key_is_unknown_and_can_be_registered_again,
    a_phone_that_reports_nul_is_registered_all_the_same,
    serials_that_cannot_be_read_are_an_error,
);
