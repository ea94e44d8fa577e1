//! The family's key and its sessions' identifiers at rest, and how they get another master key.

use touchstone_core::ports::{Notice, Sealed, SealedRow, WebauthnSession};

use crate::support::Stage;

async fn the_first_key_stays(stage: Stage) {
    let second = stage.second_node().await;
    let (one, two) = tokio::join!(
        stage.store.ensure_webauthn_key(b"one"),
        second.ensure_webauthn_key(b"two"),
    );
    let key = one.unwrap();
    assert_eq!(two.unwrap(), key);
    drop(second);
    let stage = stage.reopen().await;
    let again = stage.store.ensure_webauthn_key(b"three").await;
    assert_eq!(again.unwrap(), key);
}

async fn key_and_sessions_are_listed_under_another_master_key(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let store = &stage.store;
    store.ensure_webauthn_key(b"mk_1 key").await.unwrap();
    let session = stage.session(&rp, &user).await;
    let newer = WebauthnSession {
        sealed_id: Sealed(b"mk_2 session id".to_vec()),
        ..stage.make.webauthn_session(&rp, None)
    };
    store.open_webauthn_session(newer, None).await.unwrap();
    let mut rows = store.sealed_otherwise(b"mk_2", 10).await.unwrap();
    rows.sort_by_key(|row| row.entity.clone());
    let key = SealedRow {
        entity: "webauthn_key".to_owned(),
        column: "key".to_owned(),
        row: "1".to_owned(),
        tenant_id: None,
        sealed: b"mk_1 key".to_vec(),
    };
    let of_session = SealedRow {
        entity: "webauthn_session".to_owned(),
        column: "session_id".to_owned(),
        row: session
            .id_sha256
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect(),
        tenant_id: Some(rp.tenant_id),
        sealed: session.sealed_id.0,
    };
    assert_eq!(rows, [key, of_session]);
}

async fn a_session_is_resealed_only_when_it_is_what_was_read(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let other = stage.tenant("other").await;
    let session = stage.session(&rp, &user).await;
    let store = &stage.store;
    let row = store.sealed_otherwise(b"mk_2", 1).await.unwrap().remove(0);
    for wrong in [
        SealedRow {
            sealed: b"other".to_vec(),
            ..row.clone()
        },
        SealedRow {
            tenant_id: Some(other),
            ..row.clone()
        },
        SealedRow {
            row: "00".repeat(32),
            ..row.clone()
        },
        SealedRow {
            column: "asked".to_owned(),
            ..row.clone()
        },
    ] {
        assert!(!store.reseal(&wrong, b"mk_2 x").await.unwrap(), "{wrong:?}");
    }
    assert!(store.reseal(&row, b"mk_2 x").await.unwrap());
    let stored = stage.stored_session(&session).await;
    assert_eq!(stored.sealed_id, Sealed(b"mk_2 x".to_vec()));
}

async fn a_resealed_key_is_news_for_everyone(stage: Stage) {
    let store = &stage.store;
    store.ensure_webauthn_key(b"mk_1 key").await.unwrap();
    let row = store.sealed_otherwise(b"mk_2", 1).await.unwrap().remove(0);
    let mut news = store.notices();
    assert!(store.reseal(&row, b"mk_2 key").await.unwrap());
    assert_eq!(news.recv().await.unwrap(), Notice::Everything);
    assert!(!store.reseal(&row, b"mk_2 other").await.unwrap());
    let stored = store.ensure_webauthn_key(b"mk_3").await.unwrap();
    assert_eq!(stored, b"mk_2 key");
}

for_each_engine!(
    the_first_key_stays,
    key_and_sessions_are_listed_under_another_master_key,
    a_session_is_resealed_only_when_it_is_what_was_read,
    a_resealed_key_is_news_for_everyone,
);
