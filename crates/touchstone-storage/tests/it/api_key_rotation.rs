//! How API keys end: rotated with grace, revoked for good (design.md section 2).

use std::sync::Arc;

use touchstone_core::ports::{ApiKey, Change, KeyKind, Versioned, Written};
use touchstone_core::{TenantId, Timestamp};

use crate::support::{NOW, Stage, change};

const MANY: u64 = 1_000;

async fn stored(stage: &Stage, key: ApiKey) -> Versioned<ApiKey> {
    match stage.store.create_api_key(change(key), MANY).await.unwrap() {
        Written::Done(stored) => stored,
        other => panic!("{other:?}"),
    }
}

async fn issued(stage: &Stage, tenant: TenantId) -> Versioned<ApiKey> {
    stored(stage, stage.make.api_key(Some(tenant))).await
}

async fn reloaded(stage: &Stage, key: &Versioned<ApiKey>) -> Versioned<ApiKey> {
    stage.store.api_key(key.value.id).await.unwrap().unwrap()
}

async fn a_rotation_stores_the_successor_and_ends_the_old_key_after_its_grace(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let old = issued(&stage, tenant).await;
    let new = stage.make.api_key(Some(tenant));
    let (old_id, ends) = (old.value.id, NOW.plus_s(60));
    let written = stage
        .store
        .rotate_api_key(old_id, ends, change(new.clone()))
        .await
        .unwrap();
    let value = new;
    assert_eq!(written, Written::Done(Versioned { value, version: 1 }));
    let old = reloaded(&stage, &old).await;
    assert_eq!((old.value.expires_at, old.version), (Some(ends), 2));
    // A second rotation never prolongs it.
    let next = stage.make.api_key(Some(tenant));
    stage
        .store
        .rotate_api_key(old_id, NOW.plus_s(999), change(next))
        .await
        .unwrap();
    assert_eq!(reloaded(&stage, &old).await.value.expires_at, Some(ends));
}

async fn a_key_that_is_over_cannot_be_rotated(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let revoked = issued(&stage, tenant).await.value.id;
    stage
        .store
        .revoke_api_key(revoked, NOW, change(None))
        .await
        .unwrap();
    let expired = ApiKey {
        expires_at: Some(NOW),
        ..stage.make.api_key(Some(tenant))
    };
    let expired = stored(&stage, expired).await.value.id;
    for id in [revoked, expired] {
        let new = stage.make.api_key(Some(tenant));
        let sha256 = new.sha256;
        let written = stage
            .store
            .rotate_api_key(id, NOW, change(new))
            .await
            .unwrap();
        assert_eq!(written, Written::Refused);
        assert_eq!(
            stage
                .store
                .find_api_key(&sha256, KeyKind::Mobile)
                .await
                .unwrap(),
            None
        );
    }
}

async fn a_rotation_that_cannot_be_made_leaves_the_old_key_alone(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let old = issued(&stage, tenant).await;
    let (id, new) = (old.value.id, stage.make.api_key(Some(tenant)));
    let stale = Change {
        if_version: Some(7),
        ..change(new.clone())
    };
    let written = stage.store.rotate_api_key(id, NOW, stale).await.unwrap();
    assert_eq!(written, Written::VersionDiffers);
    let taken = ApiKey {
        sha256: old.value.sha256,
        ..new.clone()
    };
    let written = stage
        .store
        .rotate_api_key(id, NOW, change(taken))
        .await
        .unwrap();
    assert_eq!(written, Written::Taken);
    let unknown = stage.make.api_key_id();
    let written = stage
        .store
        .rotate_api_key(unknown, NOW, change(new))
        .await
        .unwrap();
    assert_eq!(written, Written::NotFound);
    assert_eq!(reloaded(&stage, &old).await, old);
}

async fn of_rotations_and_a_revocation_at_once_none_outlives_the_revocation(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let id = issued(&stage, tenant).await.value.id;
    let nodes = [Arc::clone(&stage.store), stage.second_node().await];
    let mut tasks = Vec::new();
    for (n, node) in (0..16).zip(nodes.iter().cycle()) {
        let (node, new) = (Arc::clone(node), stage.make.api_key(Some(tenant)));
        tasks.push(tokio::spawn(async move {
            if n == 8 {
                node.revoke_api_key(id, NOW, change(None)).await.unwrap()
            } else {
                let rotation = Change {
                    if_version: Some(1),
                    ..change(new)
                };
                node.rotate_api_key(id, NOW.plus_s(60), rotation)
                    .await
                    .unwrap()
            }
        }));
    }
    let (mut rotated, mut revoked) = (0, 0);
    for (n, task) in tasks.into_iter().enumerate() {
        match task.await.unwrap() {
            Written::Done(_) if n == 8 => revoked += 1,
            Written::Done(_) => rotated += 1,
            other => assert_eq!(other, Written::VersionDiffers),
        }
    }
    assert_eq!(revoked, 1);
    assert!(rotated <= 1, "{rotated}");
    let key = stage.store.api_key(id).await.unwrap().unwrap();
    assert_eq!(key.value.revoked_at, Some(NOW));
    assert_eq!(key.version, 2 + rotated);
}

async fn a_revocation_is_final(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let key = issued(&stage, tenant).await;
    let revoke = async |at: Timestamp, reason: &str| {
        let change = change(Some(reason.to_owned()));
        stage
            .store
            .revoke_api_key(key.value.id, at, change)
            .await
            .unwrap()
    };
    let Written::Done(first) = revoke(NOW, "leaked").await else {
        panic!("not revoked")
    };
    assert_eq!(first.value.revoked_at, Some(NOW));
    assert_eq!(
        (first.value.revoked_reason.as_deref(), first.version),
        (Some("leaked"), 2)
    );
    assert_eq!(
        revoke(NOW.plus_s(9), "again").await,
        Written::Done(first.clone())
    );
    assert_eq!(reloaded(&stage, &key).await, first);
    let unknown = stage.make.api_key_id();
    let written = stage
        .store
        .revoke_api_key(unknown, NOW, change(None))
        .await
        .unwrap();
    assert_eq!(written, Written::NotFound);
}

for_each_engine!(
    a_rotation_stores_the_successor_and_ends_the_old_key_after_its_grace,
    a_key_that_is_over_cannot_be_rotated,
    a_rotation_that_cannot_be_made_leaves_the_old_key_alone,
    of_rotations_and_a_revocation_at_once_none_outlives_the_revocation,
    a_revocation_is_final,
);
