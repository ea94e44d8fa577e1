//! Sessions of ceremonies as they are opened, and the users that come with them (spec webauthn.md 3.1).

use std::sync::Arc;

use touchstone_core::Timestamp;
use touchstone_core::ports::{
    CeremonyKind, CeremonyState, StoreError, WebauthnRp, WebauthnSession, WebauthnUser,
    WebauthnUserState, Written,
};

use crate::support::{NOW, Stage, change};

/// A user as the options of a registration make one.
fn pending(stage: &Stage, rp: &WebauthnRp, name: &str) -> WebauthnUser {
    WebauthnUser {
        state: WebauthnUserState::Pending,
        ..stage.make.user(rp.tenant_id, name)
    }
}

async fn open(stage: &Stage, session: WebauthnSession) -> Option<WebauthnUser> {
    let opened = stage.store.open_webauthn_session(session, None).await;
    opened.unwrap()
}

async fn a_session_reads_back_by_challenge_and_by_identifier(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let session = WebauthnSession {
        kind: CeremonyKind::Authentication,
        asked: "{\"allowed\":[\"\\u0000\"]}".to_owned(),
        ..stage.make.webauthn_session(&rp, Some(&user.ext_id))
    };
    assert_eq!(open(&stage, session.clone()).await, Some(user.clone()));
    let stage = stage.reopen().await;
    let store = &stage.store;
    let by_challenge = store
        .webauthn_session_by_challenge(&session.challenge_sha256)
        .await;
    assert_eq!(by_challenge.unwrap(), Some(session.clone()));
    let by_id = store.webauthn_session(&session.id_sha256).await;
    assert_eq!(by_id.unwrap(), Some((session, Some(user))));
}

async fn a_decoy_has_no_user(stage: Stage) {
    let (rp, _) = stage.with_user().await;
    let decoy = WebauthnSession {
        decoy: true,
        kind: CeremonyKind::Authentication,
        ..stage.make.webauthn_session(&rp, None)
    };
    assert_eq!(open(&stage, decoy.clone()).await, None);
    let found = stage.store.webauthn_session(&decoy.id_sha256).await;
    assert_eq!(found.unwrap(), Some((decoy, None)));
}

async fn an_unknown_challenge_and_an_unknown_identifier_find_nothing(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let session = stage.session(&rp, &user).await;
    let store = &stage.store;
    let swapped = store
        .webauthn_session_by_challenge(&session.id_sha256)
        .await;
    assert_eq!(swapped.unwrap(), None);
    let swapped = store.webauthn_session(&session.challenge_sha256).await;
    assert_eq!(swapped.unwrap(), None);
}

async fn a_new_user_is_stored_with_its_session(stage: Stage) {
    let (rp, _) = stage.with_user().await;
    let user = pending(&stage, &rp, "ann");
    let session = stage.make.webauthn_session(&rp, Some(&user.ext_id));
    let opened = stage
        .store
        .open_webauthn_session(session.clone(), Some(user.clone()))
        .await;
    assert_eq!(opened.unwrap(), Some(user.clone()));
    let found = stage.store.webauthn_session(&session.id_sha256).await;
    assert_eq!(found.unwrap(), Some((session, Some(user))));
}

async fn a_user_that_was_stored_first_is_kept_and_named(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let late = WebauthnUser {
        ext_id: "usr_late".to_owned(),
        handle: b"late".to_vec(),
        display_name: "Late".to_owned(),
        ..pending(&stage, &rp, "jeff")
    };
    let session = stage.make.webauthn_session(&rp, Some(&late.ext_id));
    let opened = stage
        .store
        .open_webauthn_session(session.clone(), Some(late))
        .await;
    assert_eq!(opened.unwrap(), Some(user.clone()));
    assert_eq!(
        stage.stored_session(&session).await.user_ext_id,
        Some(user.ext_id)
    );
}

async fn names_are_compared_byte_for_byte(stage: Stage) {
    let (rp, _) = stage.with_user().await;
    for name in ["Jeff", "jeff ", "j\u{e9}ff", "je\u{301}ff"] {
        let user = pending(&stage, &rp, name);
        let session = stage.make.webauthn_session(&rp, Some(&user.ext_id));
        let opened = stage
            .store
            .open_webauthn_session(session, Some(user.clone()))
            .await;
        assert_eq!(opened.unwrap(), Some(user), "{name}");
    }
}

async fn a_new_user_with_the_handle_of_another_opens_nothing(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let clashing = WebauthnUser {
        handle: user.handle,
        ..pending(&stage, &rp, "ann")
    };
    let session = stage.make.webauthn_session(&rp, Some(&clashing.ext_id));
    let opened = stage
        .store
        .open_webauthn_session(session.clone(), Some(clashing))
        .await;
    assert!(matches!(opened, Err(StoreError::Failed(_))), "{opened:?}");
    let found = stage.store.webauthn_session(&session.id_sha256).await;
    assert_eq!(found.unwrap(), None);
}

async fn a_challenge_opens_one_session_only(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let first = stage.session(&rp, &user).await;
    let second = WebauthnSession {
        challenge_sha256: first.challenge_sha256,
        ..stage.make.webauthn_session(&rp, Some(&user.ext_id))
    };
    let opened = stage.store.open_webauthn_session(second, None).await;
    assert!(matches!(opened, Err(StoreError::Failed(_))), "{opened:?}");
}

async fn a_session_that_cannot_be_opened_harms_no_neighbour(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let first = stage.session(&rp, &user).await;
    let mut tasks = Vec::new();
    for n in 0..32 {
        let mut session = stage.make.webauthn_session(&rp, Some(&user.ext_id));
        if n % 4 == 0 {
            session.id_sha256 = first.id_sha256;
        }
        let store = Arc::clone(&stage.store);
        tasks.push(tokio::spawn(async move {
            store.open_webauthn_session(session, None).await.is_ok()
        }));
    }
    for (n, task) in tasks.into_iter().enumerate() {
        assert_eq!(task.await.unwrap(), n % 4 != 0, "{n}");
    }
}

async fn of_100_that_open_for_one_new_name_all_get_the_same_user(stage: Stage) {
    let (rp, _) = stage.with_user().await;
    let nodes = [Arc::clone(&stage.store), stage.second_node().await];
    let mut tasks = Vec::new();
    for (n, node) in (0..100).zip(nodes.iter().cycle()) {
        let user = WebauthnUser {
            ext_id: format!("usr_{n}"),
            handle: format!("handle {n}").into_bytes(),
            ..pending(&stage, &rp, "ann")
        };
        let session = stage.make.webauthn_session(&rp, Some(&user.ext_id));
        let (node, id_sha256) = (Arc::clone(node), session.id_sha256);
        tasks.push(tokio::spawn(async move {
            let opened = node.open_webauthn_session(session, Some(user)).await;
            (id_sha256, opened.unwrap().unwrap())
        }));
    }
    let mut users = Vec::new();
    for task in tasks {
        let (id_sha256, user) = task.await.unwrap();
        let found = stage.store.webauthn_session(&id_sha256).await;
        assert_eq!(found.unwrap().unwrap().1, Some(user.clone()));
        users.push(user);
    }
    users.dedup();
    assert_eq!(users.len(), 1, "{users:?}");
}

async fn count(stage: &Stage, rp: &WebauthnRp, now: Timestamp, limit: u64) -> u64 {
    let counted = stage.store.open_webauthn_sessions(rp.id, now, limit).await;
    counted.unwrap()
}

async fn only_sessions_that_wait_for_a_result_are_open(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let other = stage.rp(rp.tenant_id, "other.example").await;
    assert_eq!(count(&stage, &rp, NOW, 100).await, 0);
    let ends = stage.session(&rp, &user).await;
    stage.session(&rp, &user).await;
    let failed = stage.session(&rp, &user).await;
    stage.settle(stage.make.refusal(&failed)).await;
    stage.session(&other, &user).await;
    assert_eq!(count(&stage, &rp, NOW, 100).await, 2);
    assert_eq!(count(&stage, &rp, ends.expires_at, 100).await, 2);
    assert_eq!(count(&stage, &rp, ends.expires_at.plus_ms(1), 100).await, 0);
}

async fn open_sessions_are_counted_up_to_the_limit(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    for _ in 0..5 {
        stage.session(&rp, &user).await;
    }
    assert_eq!(count(&stage, &rp, NOW, 3).await, 3);
    assert_eq!(count(&stage, &rp, NOW, 5).await, 5);
    assert_eq!(count(&stage, &rp, NOW, u64::MAX).await, 5);
}

async fn a_session_shows_a_user_that_is_disabled_meanwhile(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let session = stage.session(&rp, &user).await;
    let patch = touchstone_core::ports::WebauthnUserPatch {
        disabled: Some(true),
        display_name: None,
    };
    let patched = stage
        .store
        .patch_webauthn_user(rp.tenant_id, &user.ext_id, change(patch))
        .await;
    assert!(matches!(patched, Ok(Written::Done(_))), "{patched:?}");
    let found = stage.store.webauthn_session(&session.id_sha256).await;
    let (session, user) = found.unwrap().unwrap();
    assert_eq!(session.state, CeremonyState::Initialized);
    assert_eq!(user.unwrap().state, WebauthnUserState::Disabled);
}

for_each_engine!(
    a_session_reads_back_by_challenge_and_by_identifier,
    a_decoy_has_no_user,
    an_unknown_challenge_and_an_unknown_identifier_find_nothing,
    a_new_user_is_stored_with_its_session,
    a_user_that_was_stored_first_is_kept_and_named,
    names_are_compared_byte_for_byte,
    a_new_user_with_the_handle_of_another_opens_nothing,
    a_challenge_opens_one_session_only,
    a_session_that_cannot_be_opened_harms_no_neighbour,
    of_100_that_open_for_one_new_name_all_get_the_same_user,
    only_sessions_that_wait_for_a_result_are_open,
    open_sessions_are_counted_up_to_the_limit,
    a_session_shows_a_user_that_is_disabled_meanwhile,
);
