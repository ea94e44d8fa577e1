//! Sign-ins as they are settled: what is noted, which counters move, and what is judged once more (spec webauthn.md 3.3).

use touchstone_core::ports::{
    CeremonyState, CredentialChange, CredentialPatch, SettledWebauthn, WebauthnConflict,
    WebauthnCredential, WebauthnSession, WebauthnUserPatch,
};

use crate::support::{NOW, Stage, change, flagging};

/// Suspends by hand, or lets go.
async fn suspend(stage: &Stage, credential: &WebauthnCredential) {
    let patch = CredentialPatch {
        suspended: Some(true),
        user_friendly_name: None,
    };
    let (tenant, ext_id) = (credential.tenant_id, credential.ext_id);
    let patched = stage
        .store
        .patch_webauthn_credential(tenant, ext_id, change(patch), 64);
    patched.await.unwrap();
}

async fn disable(stage: &Stage, credential: &WebauthnCredential) {
    let patch = WebauthnUserPatch {
        disabled: Some(true),
        display_name: None,
    };
    let (tenant, user) = (credential.tenant_id, &credential.user_ext_id);
    let patched = stage.store.patch_webauthn_user(tenant, user, change(patch));
    patched.await.unwrap();
}

async fn a_sign_in_is_noted(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let session = stage.session(&rp, &user).await;
    let settlement = stage.make.sign_in(&session, &credential, 2);
    let verdict_id = settlement.head.id;
    assert_eq!(stage.settle(settlement).await.conflict, None);
    let wanted = WebauthnCredential {
        sign_count: 2,
        backup_state: true,
        last_used_at: Some(NOW.plus_s(5)),
        last_user_agent: Some("Browser/2".to_owned()),
        ..credential.clone()
    };
    assert_eq!(stage.stored_credential(&credential).await, Some(wanted));
    let wanted = WebauthnSession {
        state: CeremonyState::Succeeded,
        verdict_id: Some(verdict_id),
        credential_ext_id: Some(credential.ext_id),
        user_verified: Some(true),
        changed_at: NOW.plus_s(5),
        visible_until: NOW.plus_s(605),
        ..session.clone()
    };
    assert_eq!(stage.stored_session(&session).await, wanted);
}

async fn a_session_without_a_user_becomes_that_of_the_credential(stage: Stage) {
    let (rp, _, credential) = stage.with_credential().await;
    let refused = stage.open_ceremony(&rp, None).await;
    stage
        .settle(stage.make.sign_in(&refused, &credential, 0))
        .await;
    let stored = stage.stored_session(&refused).await;
    assert_eq!(
        (stored.state, stored.user_ext_id),
        (CeremonyState::Failed, None)
    );
    let session = stage.open_ceremony(&rp, None).await;
    stage
        .settle(stage.make.sign_in(&session, &credential, 2))
        .await;
    let user = Some(credential.user_ext_id);
    assert_eq!(stage.stored_session(&session).await.user_ext_id, user);
}

async fn what_was_known_of_a_credential_is_not_unlearned(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let session = stage.session(&rp, &user).await;
    stage
        .settle(stage.make.sign_in(&session, &credential, 2))
        .await;
    let session = stage.session(&rp, &user).await;
    let mut settlement = stage.make.sign_in(&session, &credential, 3);
    settlement.user_verified = false;
    if let Some(CredentialChange::Use(used)) = &mut settlement.change {
        used.user_verified = false;
        used.backup_eligible = false;
        used.backup_state = false;
        used.user_agent = None;
    }
    stage.settle(settlement).await;
    let stored = stage.stored_credential(&credential).await.unwrap();
    assert!(stored.uv_initialized, "never cleared");
    assert_eq!(stored.backup_eligible, Some(true), "never changed");
    assert!(!stored.backup_state, "that of the last ceremony");
    assert_eq!(stored.last_user_agent.as_deref(), Some("Browser/2"));
    assert_eq!(
        stage.stored_session(&session).await.user_verified,
        Some(false)
    );
}

async fn the_first_sign_in_of_an_imported_credential_tells_what_was_not_known(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let imported = WebauthnCredential {
        backup_eligible: None,
        uv_initialized: false,
        ..stage.make.credential(&rp, &user.ext_id)
    };
    let credential = stage.import(imported).await;
    let session = stage.session(&rp, &user).await;
    stage
        .settle(stage.make.sign_in(&session, &credential, 2))
        .await;
    let stored = stage.stored_credential(&credential).await.unwrap();
    assert_eq!(
        (stored.backup_eligible, stored.uv_initialized),
        (Some(true), true)
    );
}

async fn a_counter_moves_upwards_only(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    for (sign_count, is_accepted, stored) in [
        (1, false, 1),
        (0, false, 1),
        (2, true, 2),
        (2, false, 2),
        (u32::MAX, true, u32::MAX),
        (3, false, u32::MAX),
        (u32::MAX, false, u32::MAX),
    ] {
        let session = stage.session(&rp, &user).await;
        let settled = stage
            .settle(stage.make.sign_in(&session, &credential, sign_count))
            .await;
        let conflict = (!is_accepted).then_some(WebauthnConflict::CounterRegressed);
        assert_eq!(settled.conflict, conflict, "{sign_count}");
        let credential = stage.stored_credential(&credential).await.unwrap();
        assert_eq!(credential.sign_count, stored, "{sign_count}");
    }
}

async fn a_counter_that_was_never_there_is_no_regression(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let no_counter = WebauthnCredential {
        sign_count: 0,
        counter_anomaly_at: None,
        ..stage.make.credential(&rp, &user.ext_id)
    };
    let credential = stage.import(no_counter).await;
    for (sign_count, conflict) in [
        (0, None),
        (0, None),
        (7, None),
        (0, Some(WebauthnConflict::CounterRegressed)),
    ] {
        let session = stage.session(&rp, &user).await;
        let settled = stage
            .settle(stage.make.sign_in(&session, &credential, sign_count))
            .await;
        assert_eq!(settled.conflict, conflict, "{sign_count}");
    }
    assert_eq!(
        stage
            .stored_credential(&credential)
            .await
            .unwrap()
            .sign_count,
        7
    );
}

async fn a_counter_that_fell_back_leaves_only_its_mark(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let session = stage.session(&rp, &user).await;
    let settled = stage
        .settle(stage.make.sign_in(&session, &credential, 1))
        .await;
    assert_eq!(settled.ending.reason, "counter_regressed");
    let wanted = WebauthnCredential {
        counter_anomaly_at: Some(NOW.plus_s(5)),
        ..credential.clone()
    };
    assert_eq!(stage.stored_credential(&credential).await, Some(wanted));
    let ended = stage.stored_session(&session).await;
    assert_eq!(ended.state, CeremonyState::Failed);
    assert_eq!(ended.reason.as_deref(), Some("counter_regressed"));
    assert_eq!((ended.credential_ext_id, ended.user_verified), (None, None));
}

async fn a_counter_that_fell_back_can_be_flagged_alone(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let at_nine = WebauthnCredential {
        sign_count: 9,
        counter_anomaly_at: None,
        ..stage.make.credential(&rp, &user.ext_id)
    };
    let credential = stage.import(at_nine).await;
    let session = stage.session(&rp, &user).await;
    let settled = stage
        .settle(flagging(stage.make.sign_in(&session, &credential, 3)))
        .await;
    assert_eq!(settled.conflict, Some(WebauthnConflict::CounterRegressed));
    let wanted = WebauthnCredential {
        sign_count: 9,
        counter_anomaly_at: Some(NOW.plus_s(5)),
        backup_state: true,
        last_used_at: Some(NOW.plus_s(5)),
        last_user_agent: Some("Browser/2".to_owned()),
        ..credential.clone()
    };
    assert_eq!(stage.stored_credential(&credential).await, Some(wanted));
    let ended = stage.stored_session(&session).await;
    assert_eq!(
        (ended.state, ended.reason),
        (CeremonyState::Succeeded, None)
    );
    assert_eq!(ended.credential_ext_id, Some(credential.ext_id));
}

async fn a_counter_that_advances_is_not_flagged(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let session = stage.session(&rp, &user).await;
    let settled = stage
        .settle(flagging(stage.make.sign_in(&session, &credential, 2)))
        .await;
    assert_eq!(settled.conflict, None);
    let stored = stage.stored_credential(&credential).await.unwrap();
    assert_eq!((stored.sign_count, stored.counter_anomaly_at), (2, None));
}

async fn a_credential_that_is_gone_does_not_sign_in(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let session = stage.session(&rp, &user).await;
    let remove = change(credential.ext_id);
    let removed = stage.store.remove_webauthn_credential(rp.tenant_id, remove);
    removed.await.unwrap();
    let settled = stage
        .settle(stage.make.sign_in(&session, &credential, 2))
        .await;
    assert_eq!(settled.conflict, Some(WebauthnConflict::CredentialNotFound));
    assert_eq!(
        stage.stored_session(&session).await.state,
        CeremonyState::Failed
    );
}

async fn a_credential_of_another_relying_party_or_tenant_does_not_sign_in(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let other_rp = stage.rp(rp.tenant_id, "other.example").await;
    let session = stage.session(&other_rp, &user).await;
    let mut settlement = stage.make.sign_in(&session, &credential, 2);
    if let Some(CredentialChange::Use(used)) = &mut settlement.change {
        used.rp = other_rp.id;
    }
    let settled = stage.settle(settlement).await;
    assert_eq!(settled.conflict, Some(WebauthnConflict::CredentialNotFound));
    let foreign_tenant = stage.tenant("other").await;
    let foreign_rp = stage.rp(foreign_tenant, "foreign.example").await;
    let session = stage.make.webauthn_session(&foreign_rp, None);
    let opened = stage.store.open_webauthn_session(session.clone(), None);
    opened.await.unwrap();
    let settled = stage
        .settle(stage.make.sign_in(&session, &credential, 2))
        .await;
    assert_eq!(settled.conflict, Some(WebauthnConflict::CredentialNotFound));
    assert_eq!(stage.stored_credential(&credential).await, Some(credential));
}

async fn a_suspension_comes_before_a_disabled_user_and_a_counter(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let session = stage.session(&rp, &user).await;
    suspend(&stage, &credential).await;
    disable(&stage, &credential).await;
    let settled = stage
        .settle(stage.make.sign_in(&session, &credential, 1))
        .await;
    assert_eq!(
        settled.conflict,
        Some(WebauthnConflict::CredentialSuspended)
    );
    let stored = stage.stored_credential(&credential).await.unwrap();
    assert_eq!(
        (stored.counter_anomaly_at, stored.last_used_at),
        (None, None)
    );
}

async fn a_disabled_user_comes_before_a_counter(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let session = stage.session(&rp, &user).await;
    disable(&stage, &credential).await;
    let settled = stage
        .settle(flagging(stage.make.sign_in(&session, &credential, 1)))
        .await;
    assert_eq!(settled.conflict, Some(WebauthnConflict::UserDisabled));
    assert_eq!(stage.stored_credential(&credential).await, Some(credential));
}

async fn a_used_session_writes_nothing(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let session = stage.session(&rp, &user).await;
    let first = stage.make.sign_in(&session, &credential, 2);
    stage.settle(first.clone()).await;
    let stage = stage.reopen().await;
    let ended = stage.stored_session(&session).await;
    for second in [
        stage.make.sign_in(&session, &credential, 3),
        stage.make.refusal(&session),
        stage
            .make
            .registration(&session, stage.make.credential(&rp, &user.ext_id)),
    ] {
        let id = second.head.id;
        let settled = stage.store.settle_webauthn(second).await;
        assert_eq!(settled.unwrap(), SettledWebauthn::SessionUsed);
        assert_eq!(stage.store.verdict(id).await.unwrap(), None);
    }
    assert_eq!(stage.stored_session(&session).await, ended);
    let stored = stage.stored_credential(&credential).await.unwrap();
    assert_eq!(stored.sign_count, 2);
}

async fn a_session_that_is_gone_or_of_another_tenant_is_a_used_one(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let never_opened = stage.make.webauthn_session(&rp, Some(&user.ext_id));
    let settlement = stage.make.sign_in(&never_opened, &credential, 2);
    let settled = stage.store.settle_webauthn(settlement).await;
    assert_eq!(settled.unwrap(), SettledWebauthn::SessionUsed);
    let session = stage.session(&rp, &user).await;
    let mut foreign = stage.make.refusal(&session);
    foreign.head.tenant_id = stage.tenant("other").await;
    let settled = stage.store.settle_webauthn(foreign).await;
    assert_eq!(settled.unwrap(), SettledWebauthn::SessionUsed);
    let stored = stage.stored_session(&session).await;
    assert_eq!(stored.state, CeremonyState::Initialized);
}

async fn a_session_goes_with_its_relying_party(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let session = stage.session(&rp, &user).await;
    let removed = stage
        .store
        .remove_webauthn_rp(rp.tenant_id, false, change(rp.id));
    removed.await.unwrap();
    let late = stage.make.webauthn_session(&rp, Some(&user.ext_id));
    let opened = stage.store.open_webauthn_session(late.clone(), None);
    opened.await.unwrap();
    for session in [session, late] {
        let new = stage.make.credential(&rp, &user.ext_id);
        let settlement = stage.make.registration(&session, new);
        let settled = stage.store.settle_webauthn(settlement).await;
        assert_eq!(settled.unwrap(), SettledWebauthn::SessionUsed);
    }
}

for_each_engine!(
    a_sign_in_is_noted,
    a_session_without_a_user_becomes_that_of_the_credential,
    what_was_known_of_a_credential_is_not_unlearned,
    the_first_sign_in_of_an_imported_credential_tells_what_was_not_known,
    a_counter_moves_upwards_only,
    a_counter_that_was_never_there_is_no_regression,
    a_counter_that_fell_back_leaves_only_its_mark,
    a_counter_that_fell_back_can_be_flagged_alone,
    a_counter_that_advances_is_not_flagged,
    a_credential_that_is_gone_does_not_sign_in,
    a_credential_of_another_relying_party_or_tenant_does_not_sign_in,
    a_suspension_comes_before_a_disabled_user_and_a_counter,
    a_disabled_user_comes_before_a_counter,
    a_used_session_writes_nothing,
    a_session_that_is_gone_or_of_another_tenant_is_a_used_one,
    a_session_goes_with_its_relying_party,
);
