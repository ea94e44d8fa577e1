//! Registrations as they are settled, and what is judged once more inside the transaction (spec webauthn.md 3.3).

use touchstone_core::ports::{
    CeremonyState, CredentialChange, Outcome, Settled, StoreError, WebauthnConflict,
    WebauthnCredential, WebauthnRp, WebauthnSession, WebauthnSettlement, WebauthnUser,
    WebauthnUserPatch, WebauthnUserState,
};

use crate::support::{NEW_DISPLAY_NAME, NOW, Stage, at_most, change, first_only};

/// A registration of a new credential of the user by a session of its own.
async fn registration(stage: &Stage, rp: &WebauthnRp, user: &WebauthnUser) -> WebauthnSettlement {
    let session = stage.session(rp, user).await;
    stage
        .make
        .registration(&session, stage.make.credential(rp, &user.ext_id))
}

fn credential(settlement: &WebauthnSettlement) -> WebauthnCredential {
    match &settlement.change {
        Some(CredentialChange::Register(new)) => new.credential.clone(),
        other => panic!("{other:?}"),
    }
}

async fn stored_user(stage: &Stage, user: &WebauthnUser) -> WebauthnUser {
    let found = stage
        .store
        .webauthn_user(user.tenant_id, &user.ext_id)
        .await;
    found.unwrap().unwrap()
}

async fn disable(stage: &Stage, user: &WebauthnUser) {
    let patch = WebauthnUserPatch {
        disabled: Some(true),
        display_name: None,
    };
    let patched = stage
        .store
        .patch_webauthn_user(user.tenant_id, &user.ext_id, change(patch));
    patched.await.unwrap();
}

/// The verdict and the session say that it failed for this reason, and the credential is not there.
async fn assert_failed(
    stage: &Stage,
    settled: &Settled<WebauthnConflict>,
    settlement: &WebauthnSettlement,
    reason: &str,
) {
    let verdict = stage.store.verdict(settled.verdict_id).await;
    let verdict = verdict.unwrap().unwrap();
    assert_eq!(
        (verdict.outcome, verdict.reason.as_str()),
        (Outcome::Invalid, reason)
    );
    let found = stage.store.webauthn_session(&settlement.session).await;
    let (session, _) = found.unwrap().unwrap();
    assert_eq!(session.state, CeremonyState::Failed);
    assert_eq!(session.reason.as_deref(), Some(reason));
    assert_eq!(
        (session.credential_ext_id, session.user_verified),
        (None, None)
    );
    assert_eq!(session.verdict_id, Some(settled.verdict_id));
    assert_eq!(stage.stored_credential(&credential(settlement)).await, None);
}

async fn a_registered_credential_reads_back_with_its_evidence(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let settlement = registration(&stage, &rp, &user).await;
    let wanted = credential(&settlement);
    let settled = stage.settle(settlement).await;
    assert_eq!(settled.conflict, None);
    let stage = stage.reopen().await;
    assert_eq!(stage.stored_credential(&wanted).await, Some(wanted.clone()));
    let history = stage
        .store
        .webauthn_credential_history(rp.tenant_id, wanted.ext_id)
        .await;
    assert_eq!(history.unwrap(), (Some(stage.make.evidence()), Vec::new()));
}

async fn a_credential_with_as_little_as_there_can_be_reads_back(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let session = stage.session(&rp, &user).await;
    let bare = WebauthnCredential {
        counter_anomaly_at: None,
        backup_eligible: None,
        transports: Vec::new(),
        attachment: None,
        certificate_key_id: None,
        resident_key: None,
        user_friendly_name: None,
        user_agent: None,
        sign_count: u32::MAX,
        algorithm: -65_535,
        credential_id: vec![0],
        ..stage.make.credential(&rp, &user.ext_id)
    };
    let mut settlement = stage.make.registration(&session, bare);
    if let Some(CredentialChange::Register(new)) = &mut settlement.change {
        new.evidence.x5c.clear();
    }
    let wanted = credential(&settlement);
    assert_eq!(stage.settle(settlement).await.conflict, None);
    assert_eq!(stage.stored_credential(&wanted).await, Some(wanted));
}

async fn the_session_ends_with_credential_and_verdict(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let session = stage.session(&rp, &user).await;
    let new = stage.make.credential(&rp, &user.ext_id);
    let ext_id = new.ext_id;
    let settlement = stage.make.registration(&session, new);
    let verdict_id = settlement.head.id;
    stage.settle(settlement).await;
    let wanted = WebauthnSession {
        state: CeremonyState::Succeeded,
        verdict_id: Some(verdict_id),
        credential_ext_id: Some(ext_id),
        user_verified: Some(true),
        changed_at: NOW.plus_s(5),
        visible_until: NOW.plus_s(605),
        ..session.clone()
    };
    assert_eq!(stage.stored_session(&session).await, wanted);
}

async fn a_session_is_never_visible_for_less_time_than_before(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let mut settlement = registration(&stage, &rp, &user).await;
    settlement.visible_until = NOW.plus_s(6);
    let id_sha256 = settlement.session;
    stage.settle(settlement).await;
    let found = stage.store.webauthn_session(&id_sha256).await;
    assert_eq!(found.unwrap().unwrap().0.visible_until, NOW.plus_s(600));
}

async fn a_pending_user_becomes_active_under_its_new_name(stage: Stage) {
    let (rp, _) = stage.with_user().await;
    let user = WebauthnUser {
        state: WebauthnUserState::Pending,
        ..stage.make.user(rp.tenant_id, "ann")
    };
    let session = stage.make.webauthn_session(&rp, Some(&user.ext_id));
    let opened = stage
        .store
        .open_webauthn_session(session.clone(), Some(user.clone()));
    opened.await.unwrap();
    let new = stage.make.credential(&rp, &user.ext_id);
    stage.settle(stage.make.registration(&session, new)).await;
    let wanted = WebauthnUser {
        state: WebauthnUserState::Active,
        display_name: NEW_DISPLAY_NAME.to_owned(),
        updated_at: NOW.plus_s(5),
        ..user.clone()
    };
    assert_eq!(stored_user(&stage, &user).await, wanted);
}

async fn refused_evidence_ends_the_session_and_changes_nothing_else(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let session = stage.session(&rp, &user).await;
    let settled = stage.settle(stage.make.refusal(&session)).await;
    assert_eq!(settled.conflict, None);
    let ended = stage.stored_session(&session).await;
    assert_eq!(ended.state, CeremonyState::Failed);
    assert_eq!(ended.reason.as_deref(), Some("challenge_mismatch"));
    assert_eq!(ended.verdict_id, Some(settled.verdict_id));
    assert_eq!(stored_user(&stage, &user).await, user);
}

async fn a_user_that_is_gone_registers_nothing(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let session = stage.make.webauthn_session(&rp, Some("usr_gone"));
    let opened = stage.store.open_webauthn_session(session.clone(), None);
    assert_eq!(opened.await.unwrap(), None);
    let new = stage.make.credential(&rp, "usr_gone");
    let settlement = stage.make.registration(&session, new);
    let settled = stage.settle(settlement.clone()).await;
    assert_eq!(settled.conflict, Some(WebauthnConflict::UserNotFound));
    assert_failed(&stage, &settled, &settlement, "user_not_found").await;
    assert_eq!(stored_user(&stage, &user).await, user);
}

async fn a_disabled_user_registers_nothing_even_when_it_holds_too_many(stage: Stage) {
    let (rp, user, _) = stage.with_credential().await;
    let settlement = at_most(registration(&stage, &rp, &user).await, 1);
    disable(&stage, &user).await;
    let settled = stage.settle(settlement.clone()).await;
    assert_eq!(settled.conflict, Some(WebauthnConflict::UserDisabled));
    assert_failed(&stage, &settled, &settlement, "user_disabled").await;
    let stored = stored_user(&stage, &user).await;
    assert_eq!(stored.state, WebauthnUserState::Disabled);
    assert_eq!(stored.display_name, user.display_name);
}

async fn too_many_credentials_come_before_one_that_is_taken(stage: Stage) {
    let (rp, user, stored) = stage.with_credential().await;
    let session = stage.session(&rp, &user).await;
    let same_id = WebauthnCredential {
        credential_id: stored.credential_id,
        ..stage.make.credential(&rp, &user.ext_id)
    };
    let settlement = at_most(stage.make.registration(&session, same_id), 1);
    let settled = stage.settle(settlement.clone()).await;
    assert_eq!(settled.conflict, Some(WebauthnConflict::TooManyCredentials));
    assert_failed(&stage, &settled, &settlement, "too_many_credentials").await;
}

async fn only_the_first_credential_of_a_user_in_the_tenant_may_be_asked_for(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let first = first_only(registration(&stage, &rp, &user).await);
    // Opened while the user held nothing, sent when it does: even at another relying party.
    let second = first_only(registration(&stage, &rp, &user).await);
    let other_rp = stage.rp(rp.tenant_id, "other.example").await;
    let elsewhere = first_only(registration(&stage, &other_rp, &user).await);
    assert_eq!(stage.settle(first).await.conflict, None);
    for late in [second, elsewhere] {
        let settled = stage.settle(late.clone()).await;
        let expected = WebauthnConflict::EnrolmentTokenRequired;
        assert_eq!(settled.conflict, Some(expected));
        assert_failed(&stage, &settled, &late, "enrolment_token_required").await;
    }
}

async fn only_active_credentials_at_the_relying_party_count(stage: Stage) {
    let (rp, user, first) = stage.with_credential().await;
    let other_rp = stage.rp(rp.tenant_id, "other.example").await;
    stage
        .import(stage.make.credential(&other_rp, &user.ext_id))
        .await;
    let suspend = touchstone_core::ports::CredentialPatch {
        suspended: Some(true),
        user_friendly_name: None,
    };
    let (tenant, store) = (rp.tenant_id, &stage.store);
    let patched = store.patch_webauthn_credential(tenant, first.ext_id, change(suspend), 64);
    patched.await.unwrap();
    let settlement = at_most(registration(&stage, &rp, &user).await, 1);
    assert_eq!(stage.settle(settlement).await.conflict, None);
    let one_more = at_most(registration(&stage, &rp, &user).await, 1);
    let settled = stage.settle(one_more).await;
    assert_eq!(settled.conflict, Some(WebauthnConflict::TooManyCredentials));
}

async fn a_credential_id_is_registered_once_at_a_relying_party_whoever_owns_it(stage: Stage) {
    let (rp, _, stored) = stage.with_credential().await;
    let other = stage.user(rp.tenant_id, "ann").await;
    let session = stage.session(&rp, &other).await;
    let same_id = WebauthnCredential {
        credential_id: stored.credential_id.clone(),
        ..stage.make.credential(&rp, &other.ext_id)
    };
    let settlement = stage.make.registration(&session, same_id);
    let settled = stage.settle(settlement.clone()).await;
    assert_eq!(settled.conflict, Some(WebauthnConflict::CredentialTaken));
    assert_failed(
        &stage,
        &settled,
        &settlement,
        "credential_already_registered",
    )
    .await;
    assert_eq!(stored_user(&stage, &other).await, other);
    assert_eq!(stage.stored_credential(&stored).await, Some(stored));
}

async fn a_credential_id_is_free_at_another_relying_party(stage: Stage) {
    let (rp, user, stored) = stage.with_credential().await;
    let other_rp = stage.rp(rp.tenant_id, "other.example").await;
    let session = stage.session(&other_rp, &user).await;
    let same_id = WebauthnCredential {
        credential_id: stored.credential_id,
        ..stage.make.credential(&other_rp, &user.ext_id)
    };
    let settled = stage
        .settle(stage.make.registration(&session, same_id))
        .await;
    assert_eq!(settled.conflict, None);
}

async fn a_conflict_without_an_ending_changes_nothing(stage: Stage) {
    let (rp, user, _) = stage.with_credential().await;
    let mut settlement = at_most(registration(&stage, &rp, &user).await, 1);
    settlement.conflicts.clear();
    let (id, id_sha256) = (settlement.head.id, settlement.session);
    let error = stage.store.settle_webauthn(settlement).await.unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
    assert_eq!(stage.store.verdict(id).await.unwrap(), None);
    let found = stage.store.webauthn_session(&id_sha256).await;
    let (session, _) = found.unwrap().unwrap();
    assert_eq!(session.state, CeremonyState::Initialized);
}

async fn texts_with_nul_are_registered_all_the_same(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let session = stage.session(&rp, &user).await;
    let nul = WebauthnCredential {
        transports: vec!["u\0sb".to_owned()],
        attachment: Some("plat\0form".to_owned()),
        user_friendly_name: Some("my\0key".to_owned()),
        user_agent: Some("Browser\0".to_owned()),
        ..stage.make.credential(&rp, &user.ext_id)
    };
    let settlement = stage.make.registration(&session, nul);
    let stored = credential(&settlement);
    assert_eq!(stage.settle(settlement).await.conflict, None);
    let stored = stage.stored_credential(&stored).await.unwrap();
    assert_eq!(stored.transports, ["u\0sb"]);
    assert_eq!(stored.attachment.as_deref(), Some("plat\u{FFFD}form"));
    assert_eq!(stored.user_friendly_name.as_deref(), Some("my\u{FFFD}key"));
    assert_eq!(stored.user_agent.as_deref(), Some("Browser\u{FFFD}"));
}

for_each_engine!(
    a_registered_credential_reads_back_with_its_evidence,
    a_credential_with_as_little_as_there_can_be_reads_back,
    the_session_ends_with_credential_and_verdict,
    a_session_is_never_visible_for_less_time_than_before,
    a_pending_user_becomes_active_under_its_new_name,
    refused_evidence_ends_the_session_and_changes_nothing_else,
    a_user_that_is_gone_registers_nothing,
    a_disabled_user_registers_nothing_even_when_it_holds_too_many,
    too_many_credentials_come_before_one_that_is_taken,
    only_active_credentials_at_the_relying_party_count,
    only_the_first_credential_of_a_user_in_the_tenant_may_be_asked_for,
    a_credential_id_is_registered_once_at_a_relying_party_whoever_owns_it,
    a_credential_id_is_free_at_another_relying_party,
    a_conflict_without_an_ending_changes_nothing,
    texts_with_nul_are_registered_all_the_same,
);
