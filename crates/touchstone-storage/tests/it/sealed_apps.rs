//! Re-sealing what apps keep under the master key: every place is found, each only while it is what was read, and an administrator
//! who read the old value does not put it back.

use touchstone_core::TenantId;
use touchstone_core::ports::{AndroidApp, AppleApp, Notice, Sealed, SealedRow, Versioned, Written};

use crate::support::{NOW, Stage, against, change};

/// A session master key, and a tenant with an app of each kind; all sealed under `mk_1`.
async fn sealed(stage: &Stage) -> (TenantId, AppleApp, AndroidApp) {
    let tenant = stage.tenant("acme").await;
    let apple = AppleApp {
        devicecheck_key: Some(Sealed(b"mk_1 devicecheck".to_vec())),
        ..stage.make.app(tenant)
    };
    let android = stage.make.android_app(tenant);
    let store = &stage.store;
    let written = store.create_apple_app(change(apple.clone()), 10).await;
    assert!(matches!(written.unwrap(), Written::Done(_)));
    let written = store.create_android_app(change(android.clone()), 10).await;
    assert!(matches!(written.unwrap(), Written::Done(_)));
    let key = stage.make.session_key(NOW);
    store.put_first_session_key(&key).await.unwrap();
    (tenant, apple, android)
}

async fn rows(stage: &Stage) -> Vec<SealedRow> {
    stage.store.sealed_otherwise(b"mk_2", 10).await.unwrap()
}

async fn every_place_is_found(stage: Stage) {
    let (tenant, apple, android) = sealed(&stage).await;
    let session_key = stage.store.session_keys().await.unwrap().remove(0);
    let row = |entity: &str, column: &str, row: String, sealed: &[u8]| SealedRow {
        entity: entity.to_owned(),
        column: column.to_owned(),
        row,
        tenant_id: Some(tenant),
        sealed: sealed.to_vec(),
    };
    let (apple, android) = (apple.id.to_string(), android.id.to_string());
    let id = session_key.id.to_string();
    let mut wanted = vec![
        SealedRow {
            tenant_id: None,
            ..row("session_master_key", "sealed", id, &session_key.sealed)
        },
        row("apple_app", "devicecheck_key", apple, b"mk_1 devicecheck"),
        row(
            "android_app",
            "play_decryption_key",
            android.clone(),
            b"mk_1 decryption key",
        ),
        row(
            "android_app",
            "service_account",
            android,
            b"mk_1 service account",
        ),
    ];
    let mut found = rows(&stage).await;
    let by_place = |row: &SealedRow| (row.entity.clone(), row.column.clone());
    wanted.sort_unstable_by_key(by_place);
    found.sort_unstable_by_key(by_place);
    assert_eq!(found, wanted);
    let store = &stage.store;
    assert_eq!(store.sealed_otherwise(b"mk_1", 10).await.unwrap(), []);
    assert_eq!(store.sealed_otherwise(b"mk_2", 3).await.unwrap().len(), 3);
}

async fn an_app_without_sealed_values_is_not_listed(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let bare = AndroidApp {
        play_keys: None,
        service_account: None,
        ..stage.make.android_app(tenant)
    };
    let written = stage.store.create_android_app(change(bare), 10).await;
    assert!(matches!(written.unwrap(), Written::Done(_)));
    stage.app(tenant).await;
    assert_eq!(rows(&stage).await, []);
}

async fn every_place_is_resealed_and_nothing_else(stage: Stage) {
    let (tenant, apple, android) = sealed(&stage).await;
    let store = &stage.store;
    for row in rows(&stage).await {
        let new = [b"mk_2".as_slice(), &row.sealed[4..]].concat();
        assert!(store.reseal(&row, &new).await.unwrap(), "{row:?}");
    }
    assert_eq!(rows(&stage).await, []);
    let wanted = AppleApp {
        devicecheck_key: Some(Sealed(b"mk_2 devicecheck".to_vec())),
        ..apple
    };
    let stored = store.apple_app(tenant, wanted.id).await.unwrap().unwrap();
    assert_eq!((stored.value, stored.version), (wanted, 2));
    let mut wanted = android;
    wanted.service_account = Some(Sealed(b"mk_2 service account".to_vec()));
    if let Some(keys) = &mut wanted.play_keys {
        keys.decryption_key = Sealed(b"mk_2 decryption key".to_vec());
    }
    let stored = store.android_app(tenant, wanted.id).await.unwrap().unwrap();
    assert_eq!((stored.value, stored.version), (wanted, 3));
    let session_key = store.session_keys().await.unwrap().remove(0);
    assert!(session_key.sealed.starts_with(b"mk_2"));
}

async fn a_value_that_is_not_what_was_read_is_left(stage: Stage) {
    sealed(&stage).await;
    let other = stage.tenant("other").await;
    for row in rows(&stage).await {
        let wrong = [
            SealedRow {
                sealed: b"mk_0".to_vec(),
                ..row.clone()
            },
            SealedRow {
                tenant_id: Some(other),
                ..row.clone()
            },
            SealedRow {
                tenant_id: row.tenant_id.is_none().then_some(other),
                ..row.clone()
            },
            SealedRow {
                row: stage.make.app_id().to_string(),
                ..row.clone()
            },
            SealedRow {
                column: "policy".to_owned(),
                ..row.clone()
            },
            SealedRow {
                entity: "tenant".to_owned(),
                ..row.clone()
            },
        ];
        for wrong in wrong {
            let resealed = stage.store.reseal(&wrong, b"mk_2").await.unwrap();
            assert!(!resealed, "{wrong:?}");
        }
    }
    assert_eq!(rows(&stage).await.len(), 4);
}

async fn an_administrator_who_read_the_old_value_does_not_put_it_back(stage: Stage) {
    let (_, apple, android) = sealed(&stage).await;
    let store = &stage.store;
    for row in rows(&stage).await {
        assert!(store.reseal(&row, b"mk_2 anew").await.unwrap());
    }
    let stale = store.update_apple_app(against(1, apple)).await.unwrap();
    assert_eq!(stale, Written::VersionDiffers);
    let stale = store.update_android_app(against(1, android)).await;
    assert_eq!(stale.unwrap(), Written::VersionDiffers);
    assert_eq!(rows(&stage).await, []);
}

async fn a_value_that_was_changed_meanwhile_is_not_resealed(stage: Stage) {
    let (tenant, _, android) = sealed(&stage).await;
    let read = rows(&stage).await;
    let (id, another) = (android.id, Sealed(b"mk_1 another".to_vec()));
    let wanted = AndroidApp {
        play_keys: None,
        service_account: Some(another.clone()),
        ..android
    };
    let written = stage.store.update_android_app(change(wanted)).await;
    assert!(matches!(written.unwrap(), Written::Done(_)));
    for row in read.iter().filter(|row| row.entity == "android_app") {
        assert!(!stage.store.reseal(row, b"mk_2 old").await.unwrap());
    }
    let stored: Option<Versioned<AndroidApp>> = stage.store.android_app(tenant, id).await.unwrap();
    let stored = stored.unwrap();
    assert_eq!(stored.version, 2);
    assert_eq!(stored.value.service_account, Some(another));
    assert_eq!(stored.value.play_keys, None);
}

async fn a_resealed_app_is_news_to_its_tenant(stage: Stage) {
    let (tenant, ..) = sealed(&stage).await;
    let other_node = stage.second_node().await;
    let mut news = other_node.notices();
    for row in rows(&stage).await {
        assert!(stage.store.reseal(&row, b"mk_2 anew").await.unwrap());
    }
    let mut heard = Vec::new();
    for _ in 0..4 {
        heard.push(news.recv().await.unwrap());
    }
    let of_tenant = heard.iter().filter(|one| **one == Notice::Tenant(tenant));
    assert_eq!(of_tenant.count(), 3, "{heard:?}");
}

for_each_engine!(
    every_place_is_found,
    an_app_without_sealed_values_is_not_listed,
    every_place_is_resealed_and_nothing_else,
    a_value_that_is_not_what_was_read_is_left,
    an_administrator_who_read_the_old_value_does_not_put_it_back,
    a_value_that_was_changed_meanwhile_is_not_resealed,
    a_resealed_app_is_news_to_its_tenant,
);
