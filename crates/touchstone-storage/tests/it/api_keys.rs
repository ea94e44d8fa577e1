//! API keys: found by hash and kind, limited, rotated with grace, revoked for good (design.md section 2).

use std::sync::Arc;

use touchstone_core::ports::{
    ApiKey, ApiKeyFilter, KeyKind, PageRequest, StoreError, Tenant, Versioned, Written,
};
use touchstone_core::{TenantId, Timestamp};

use crate::support::{NOW, Stage, change, first_page};

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

async fn a_key_reads_back_with_all_its_parts(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let plain = issued(&stage, tenant).await;
    assert_eq!(reloaded(&stage, &plain).await, plain);
    let full = ApiKey {
        kind: KeyKind::Admin,
        app_ids: Some(vec![stage.make.app_id(), stage.make.app_id()]),
        scopes: vec!["mobile:read".to_owned(), "*".to_owned()],
        expires_at: Some(NOW.plus_s(60)),
        label: "Ünïcode \"quoted\"".to_owned(),
        rp_id: Some(stage.make.rp(tenant, "acme.example").id),
        ..stage.make.api_key(None)
    };
    let full = stored(&stage, full).await;
    assert_eq!(reloaded(&stage, &full).await, full);
}

async fn a_key_is_found_by_hash_and_kind_only(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let key = issued(&stage, tenant).await.value;
    let found = stage
        .store
        .find_api_key(&key.sha256, KeyKind::Mobile)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((found.key.id, found.tenant_enabled), (key.id, true));
    for kind in [
        KeyKind::Admin,
        KeyKind::Knox,
        KeyKind::Purchases,
        KeyKind::Webauthn,
    ] {
        assert_eq!(
            stage.store.find_api_key(&key.sha256, kind).await.unwrap(),
            None
        );
    }
    let unknown = stage
        .store
        .find_api_key(&[0xFF; 32], KeyKind::Mobile)
        .await
        .unwrap();
    assert_eq!(unknown, None);
}

async fn a_key_tells_that_its_tenant_is_disabled(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let key = issued(&stage, tenant).await.value;
    let disabled = Tenant {
        enabled: false,
        ..stage.store.tenant(tenant).await.unwrap().unwrap().value
    };
    stage.store.update_tenant(change(disabled)).await.unwrap();
    let found = stage
        .store
        .find_api_key(&key.sha256, KeyKind::Mobile)
        .await
        .unwrap()
        .unwrap();
    assert!(!found.tenant_enabled);
    let server_wide = stored(&stage, stage.make.api_key(None)).await.value;
    let found = stage
        .store
        .find_api_key(&server_wide.sha256, KeyKind::Mobile)
        .await;
    assert!(found.unwrap().unwrap().tenant_enabled);
}

async fn the_same_hash_is_taken_in_every_tenant(stage: Stage) {
    let (one, other) = (stage.tenant("one").await, stage.tenant("other").await);
    let key = issued(&stage, one).await.value;
    let same = ApiKey {
        sha256: key.sha256,
        ..stage.make.api_key(Some(other))
    };
    let written = stage
        .store
        .create_api_key(change(same), MANY)
        .await
        .unwrap();
    assert_eq!(written, Written::Taken);
}

async fn a_key_of_an_unknown_tenant_is_not_stored(stage: Stage) {
    let key = stage.make.api_key(Some(stage.make.tenant("nobody").id));
    let sha256 = key.sha256;
    let error = stage
        .store
        .create_api_key(change(key), MANY)
        .await
        .unwrap_err();
    assert!(matches!(error, StoreError::Failed(_)), "{error:?}");
    assert_eq!(
        stage
            .store
            .find_api_key(&sha256, KeyKind::Mobile)
            .await
            .unwrap(),
        None
    );
}

async fn only_live_keys_of_the_tenant_count_against_its_limit(stage: Stage) {
    let (tenant, other) = (stage.tenant("acme").await, stage.tenant("other").await);
    let create = async |key| stage.store.create_api_key(change(key), 2).await.unwrap();
    issued(&stage, other).await;
    let first = issued(&stage, tenant).await;
    let short = ApiKey {
        expires_at: Some(NOW.plus_s(1)),
        ..stage.make.api_key(Some(tenant))
    };
    stored(&stage, short).await;
    assert_eq!(
        create(stage.make.api_key(Some(tenant))).await,
        Written::Full
    );
    let later = ApiKey {
        created_at: NOW.plus_s(1),
        ..stage.make.api_key(Some(tenant))
    };
    assert!(
        matches!(create(later).await, Written::Done(_)),
        "the short one is over"
    );
    assert_eq!(
        create(stage.make.api_key(Some(tenant))).await,
        Written::Full
    );
    stage
        .store
        .revoke_api_key(first.value.id, NOW, change(None))
        .await
        .unwrap();
    let late = ApiKey {
        created_at: NOW.plus_s(2),
        ..stage.make.api_key(Some(tenant))
    };
    assert!(
        matches!(create(late).await, Written::Done(_)),
        "the first one is revoked"
    );
}

async fn the_limit_holds_against_many_at_once(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let nodes = [Arc::clone(&stage.store), stage.second_node().await];
    let tasks: Vec<_> = (0..24)
        .zip(nodes.iter().cycle())
        .map(|(_, node)| {
            let (node, key) = (Arc::clone(node), stage.make.api_key(Some(tenant)));
            tokio::spawn(async move { node.create_api_key(change(key), 5).await.unwrap() })
        })
        .collect();
    let mut made = 0;
    for task in tasks {
        match task.await.unwrap() {
            Written::Done(_) => made += 1,
            other => assert_eq!(other, Written::Full),
        }
    }
    assert_eq!(made, 5);
}

async fn a_last_use_is_noted_to_the_minute_and_changes_no_version(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let key = issued(&stage, tenant).await;
    let id = key.value.id;
    let minute = Timestamp::from_unix_ms(1_777_474_140_000);
    let uses = [
        (id, NOW),
        (stage.make.api_key_id(), NOW),
        (id, NOW.plus_s(-3_600)),
    ];
    stage.store.touch_api_keys(&uses).await.unwrap();
    stage
        .store
        .touch_api_keys(&[(id, NOW.plus_s(-120))])
        .await
        .unwrap();
    stage.store.touch_api_keys(&[]).await.unwrap();
    let touched = reloaded(&stage, &key).await;
    assert_eq!(
        (touched.value.last_used_at, touched.version),
        (Some(minute), 1)
    );
}

async fn lists_are_filtered_and_run_from_the_newest(stage: Stage) {
    let (one, other) = (stage.tenant("one").await, stage.tenant("other").await);
    let mut of_one = Vec::new();
    for _ in 0..3 {
        of_one.push(issued(&stage, one).await.value.id);
    }
    issued(&stage, other).await;
    let admin = ApiKey {
        kind: KeyKind::Admin,
        ..stage.make.api_key(None)
    };
    stored(&stage, admin).await;
    of_one.sort_unstable();
    of_one.reverse();
    let filter = ApiKeyFilter {
        tenant_id: Some(one),
        kind: Some(KeyKind::Mobile),
    };
    let page = stage.store.api_keys(&filter, first_page(2)).await.unwrap();
    let ids: Vec<_> = page.items.iter().map(|key| key.value.id).collect();
    assert_eq!(ids, of_one[..2]);
    let (limit, after) = (2, page.next);
    let page = stage
        .store
        .api_keys(&filter, PageRequest { limit, after })
        .await
        .unwrap();
    assert_eq!((page.items[0].value.id, page.next), (of_one[2], None));
    let all = stage
        .store
        .api_keys(&ApiKeyFilter::default(), first_page(50))
        .await
        .unwrap();
    assert_eq!(all.items.len(), 5);
}

for_each_engine!(
    a_key_reads_back_with_all_its_parts,
    a_key_is_found_by_hash_and_kind_only,
    a_key_tells_that_its_tenant_is_disabled,
    the_same_hash_is_taken_in_every_tenant,
    a_key_of_an_unknown_tenant_is_not_stored,
    only_live_keys_of_the_tenant_count_against_its_limit,
    the_limit_holds_against_many_at_once,
    a_last_use_is_noted_to_the_minute_and_changes_no_version,
    lists_are_filtered_and_run_from_the_newest,
);
