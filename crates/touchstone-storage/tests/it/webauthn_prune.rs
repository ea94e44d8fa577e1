//! What pruning forgets of ceremonies: sessions that are told of no more, and users that never came to a credential.

use std::sync::Arc;

use touchstone_core::ports::{
    SettledWebauthn, WebauthnRp, WebauthnSession, WebauthnUser, WebauthnUserState,
};

use crate::support::{NOW, Stage};

/// A session that is told of until this many seconds after now.
async fn session_until(stage: &Stage, rp: &WebauthnRp, visible_s: i64) -> WebauthnSession {
    let session = WebauthnSession {
        visible_until: NOW.plus_s(visible_s),
        ..stage.make.webauthn_session(rp, None)
    };
    let opened = stage.store.open_webauthn_session(session.clone(), None);
    opened.await.unwrap();
    session
}

/// A pending user without a session.
async fn pending(stage: &Stage, rp: &WebauthnRp, name: &str) -> WebauthnUser {
    let user = WebauthnUser {
        state: WebauthnUserState::Pending,
        ..stage.make.user(rp.tenant_id, name)
    };
    let session = WebauthnSession {
        visible_until: NOW.plus_s(-1_000),
        ..stage.make.webauthn_session(rp, Some(&user.ext_id))
    };
    let opened = stage
        .store
        .open_webauthn_session(session, Some(user.clone()));
    opened.await.unwrap();
    let pruned = stage.store.prune_webauthn(NOW.plus_s(-999), 10).await;
    assert_eq!(pruned.unwrap(), 1, "its session");
    user
}

async fn is_there(stage: &Stage, user: &WebauthnUser) -> bool {
    let found = stage
        .store
        .webauthn_user(user.tenant_id, &user.ext_id)
        .await;
    found.unwrap().is_some()
}

async fn sessions(stage: &Stage) -> i64 {
    let raw = stage.raw().await;
    raw.numbers("SELECT COUNT(*) FROM webauthn_sessions").await[0]
}

async fn a_session_is_kept_while_it_is_told_of(stage: Stage) {
    let (rp, _) = stage.with_user().await;
    let session = session_until(&stage, &rp, 600).await;
    let store = &stage.store;
    let ends = session.visible_until;
    assert_eq!(store.prune_webauthn(ends, 10).await.unwrap(), 0);
    assert_eq!(sessions(&stage).await, 1);
    assert_eq!(store.prune_webauthn(ends.plus_ms(1), 10).await.unwrap(), 1);
    assert_eq!(sessions(&stage).await, 0);
    let found = store.webauthn_session_by_challenge(&session.challenge_sha256);
    assert_eq!(found.await.unwrap(), None);
}

async fn the_oldest_sessions_go_first_up_to_the_limit(stage: Stage) {
    let (rp, _) = stage.with_user().await;
    let last = session_until(&stage, &rp, 9).await;
    for n in 0..5 {
        session_until(&stage, &rp, n).await;
    }
    let before = NOW.plus_s(10);
    let store = &stage.store;
    for (pruned, left) in [(2, 4), (2, 2)] {
        assert_eq!(store.prune_webauthn(before, 2).await.unwrap(), pruned);
        assert_eq!(sessions(&stage).await, left);
    }
    assert_eq!(store.prune_webauthn(before, 1).await.unwrap(), 1);
    assert_eq!(stage.stored_session(&last).await, last);
}

async fn a_forgotten_session_cannot_be_used(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let session = stage.session(&rp, &user).await;
    let pruned = stage.store.prune_webauthn(NOW.plus_s(601), 10).await;
    assert_eq!(pruned.unwrap(), 1);
    let settlement = stage.make.sign_in(&session, &credential, 2);
    let settled = stage.store.settle_webauthn(settlement).await;
    assert_eq!(settled.unwrap(), SettledWebauthn::SessionUsed);
}

async fn a_pending_user_goes_once_it_is_old_enough(stage: Stage) {
    let (rp, active) = stage.with_user().await;
    let user = pending(&stage, &rp, "ann").await;
    let store = &stage.store;
    assert_eq!(store.prune_webauthn(user.created_at, 10).await.unwrap(), 0);
    let later = user.created_at.plus_ms(1);
    assert_eq!(store.prune_webauthn(later, 10).await.unwrap(), 1);
    assert!(!is_there(&stage, &user).await);
    assert!(is_there(&stage, &active).await, "active ones stay");
}

async fn a_pending_user_with_a_session_or_a_credential_stays(stage: Stage) {
    let (rp, _) = stage.with_user().await;
    let with_session = pending(&stage, &rp, "ann").await;
    let session = WebauthnSession {
        visible_until: NOW.plus_s(7_200),
        ..stage.make.webauthn_session(&rp, Some(&with_session.ext_id))
    };
    let opened = stage.store.open_webauthn_session(session, None);
    opened.await.unwrap();
    let with_credential = pending(&stage, &rp, "bob").await;
    let imported = stage.make.credential(&rp, &with_credential.ext_id);
    stage.import(imported).await;
    let raw = stage.raw().await;
    raw.run("UPDATE webauthn_users SET state = 'pending'").await;
    stage
        .store
        .prune_webauthn(NOW.plus_s(3_600), 10)
        .await
        .unwrap();
    assert!(is_there(&stage, &with_session).await);
    assert!(is_there(&stage, &with_credential).await);
}

async fn pending_users_go_up_to_the_limit(stage: Stage) {
    let (rp, _) = stage.with_user().await;
    for n in 0..5 {
        pending(&stage, &rp, &format!("user {n}")).await;
    }
    let before = NOW.plus_s(1);
    let store = &stage.store;
    for pruned in [3, 2, 0] {
        assert_eq!(store.prune_webauthn(before, 3).await.unwrap(), pruned);
    }
}

async fn a_user_that_opens_a_session_meanwhile_is_not_forgotten(stage: Stage) {
    let (rp, _) = stage.with_user().await;
    let nodes = [Arc::clone(&stage.store), stage.second_node().await];
    let mut tasks = Vec::new();
    for (n, node) in (0..48).zip(nodes.iter().cycle()) {
        let user = pending(&stage, &rp, &format!("user {n}")).await;
        let session = WebauthnSession {
            visible_until: NOW.plus_s(7_200),
            ..stage.make.webauthn_session(&rp, Some(&user.ext_id))
        };
        let node = Arc::clone(node);
        tasks.push(tokio::spawn(async move {
            let opened = node.open_webauthn_session(session, None).await;
            opened.unwrap().is_some().then_some(user)
        }));
    }
    while stage.store.prune_webauthn(NOW.plus_s(1), 5).await.unwrap() > 0 {}
    for task in tasks {
        if let Some(user) = task.await.unwrap() {
            assert!(is_there(&stage, &user).await, "its session was answered");
        }
    }
}

for_each_engine!(
    a_session_is_kept_while_it_is_told_of,
    the_oldest_sessions_go_first_up_to_the_limit,
    a_forgotten_session_cannot_be_used,
    a_pending_user_goes_once_it_is_old_enough,
    a_pending_user_with_a_session_or_a_credential_stays,
    pending_users_go_up_to_the_limit,
    a_user_that_opens_a_session_meanwhile_is_not_forgotten,
);
