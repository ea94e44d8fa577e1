//! What an administrator does to settings, apps, device keys and session master keys of the family `mobile`.

use touchstone_core::ports::{
    AppleApp, DeviceKey, DeviceKeyFilter, MobilePolicy, PageRequest, RemovedApp, Sealed,
    StoreError, Versioned, Written,
};

use crate::support::{
    KEY, NOW, Stage, against, apple, change, first_page, with_advance, with_register,
};

async fn settings_begin_at_version_0_and_are_replaced_whole(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let store = &stage.store;
    let put = async |change| store.put_mobile_settings(tenant, change).await.unwrap();
    let policy = store.mobile_policy(tenant).await.unwrap();
    let nothing = MobilePolicy {
        settings: None,
        apple_apps: Vec::new(),
        android_apps: Vec::new(),
    };
    assert_eq!(policy, nothing);
    assert_eq!(
        put(against(1, "{}".to_owned())).await,
        Written::VersionDiffers
    );
    let first = Versioned {
        value: "{\"a\":1}".to_owned(),
        version: 1,
    };
    assert_eq!(
        put(against(0, first.value.clone())).await,
        Written::Done(first.clone())
    );
    assert_eq!(
        put(against(0, "{}".to_owned())).await,
        Written::VersionDiffers
    );
    assert_eq!(
        store.mobile_policy(tenant).await.unwrap().settings,
        Some(first)
    );
    let second = Versioned {
        value: "{\"b\":2}".to_owned(),
        version: 2,
    };
    assert_eq!(
        put(change(second.value.clone())).await,
        Written::Done(second.clone())
    );
    assert_eq!(
        store.mobile_policy(tenant).await.unwrap().settings,
        Some(second)
    );
}

async fn settings_of_an_unknown_tenant_are_not_stored(stage: Stage) {
    let stranger = stage.make.tenant("nobody").id;
    let put = stage
        .store
        .put_mobile_settings(stranger, change("{}".to_owned()))
        .await;
    assert!(matches!(put, Err(StoreError::Failed(_))), "{put:?}");
}

async fn an_app_id_is_unique_in_its_tenant_only(stage: Stage) {
    let (one, other) = (stage.tenant("one").await, stage.tenant("other").await);
    let id = stage.app(one).await;
    let again = stage
        .store
        .create_apple_app(change(stage.make.app(one)), 10)
        .await
        .unwrap();
    assert_eq!(again, Written::Taken);
    stage.app(other).await;
    let policy = stage.store.mobile_policy(one).await.unwrap();
    assert_eq!(policy.apple_apps.len(), 1);
    assert_eq!(policy.apple_apps[0].id, id);
}

async fn apps_are_limited_per_tenant(stage: Stage) {
    let (one, other) = (stage.tenant("one").await, stage.tenant("other").await);
    stage.app(other).await;
    for (n, wanted) in [(1, true), (2, true), (3, false)] {
        let app = AppleApp {
            apple_app_id: format!("TESTTEAM01.app{n}"),
            ..stage.make.app(one)
        };
        let written = stage.store.create_apple_app(change(app), 2).await.unwrap();
        assert_eq!(matches!(written, Written::Done(_)), wanted, "{written:?}");
        assert_eq!(written == Written::Full, !wanted);
    }
}

async fn an_app_is_updated_but_never_its_app_id(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let id = stage.app(tenant).await;
    let wanted = AppleApp {
        id,
        apple_app_id: "OTHERTEAM1.evil".to_owned(),
        policy: "{\"receipt_check\":\"off\"}".to_owned(),
        devicecheck_key: Some(Sealed(b"mk_1 key".to_vec())),
        refreshes_receipts: true,
        enabled: false,
        updated_at: NOW.plus_s(5),
        created_at: NOW.plus_s(9),
        ..stage.make.app(tenant)
    };
    let stale = stage
        .store
        .update_apple_app(against(2, wanted.clone()))
        .await
        .unwrap();
    assert_eq!(stale, Written::VersionDiffers);
    let written = stage
        .store
        .update_apple_app(against(1, wanted.clone()))
        .await
        .unwrap();
    let value = AppleApp {
        apple_app_id: stage.make.app(tenant).apple_app_id,
        created_at: NOW,
        ..wanted
    };
    let stored = Versioned { value, version: 2 };
    assert_eq!(written, Written::Done(stored.clone()));
    assert_eq!(
        stage.store.apple_app(tenant, id).await.unwrap(),
        Some(stored)
    );
}

async fn an_app_with_device_keys_goes_only_with_them(stage: Stage) {
    let (tenant, app) = stage.registered().await;
    let store = &stage.store;
    let remove = async |with_keys, change| {
        store
            .remove_apple_app(tenant, with_keys, change)
            .await
            .unwrap()
    };
    assert_eq!(remove(true, against(9, app)).await, Written::VersionDiffers);
    assert_eq!(remove(false, change(app)).await, Written::InUse(1));
    assert!(store.apple_app(tenant, app).await.unwrap().is_some());
    let removed = RemovedApp { device_keys: 1 };
    assert_eq!(remove(true, change(app)).await, Written::Done(removed));
    assert_eq!(store.apple_app(tenant, app).await.unwrap(), None);
    assert_eq!(stage.apple_key(tenant, KEY).await, None);
    assert_eq!(remove(true, change(app)).await, Written::NotFound);
}

async fn nothing_of_another_tenant_can_be_seen_or_changed(stage: Stage) {
    let (tenant, app) = stage.registered().await;
    let other = stage.tenant("other").await;
    let store = &stage.store;
    assert_eq!(store.apple_app(other, app).await.unwrap(), None);
    assert_eq!(stage.apple_key(other, KEY).await, None);
    assert_eq!(store.mobile_policy(other).await.unwrap().apple_apps, []);
    let apps = store.apple_apps(other, first_page(10)).await.unwrap();
    assert_eq!(apps.items, []);
    let keys = store
        .device_keys(other, &DeviceKeyFilter::default(), first_page(10))
        .await;
    assert_eq!(keys.unwrap().items, []);
    let foreign = AppleApp {
        id: app,
        ..stage.make.app(other)
    };
    assert_eq!(
        store.update_apple_app(change(foreign)).await.unwrap(),
        Written::NotFound
    );
    let removed = store
        .remove_apple_app(other, true, change(app))
        .await
        .unwrap();
    assert_eq!(removed, Written::NotFound);
    let revoked = store
        .revoke_device_key(other, apple(KEY), NOW, change(String::new()))
        .await;
    assert_eq!(revoked.unwrap(), Written::NotFound);
    assert_eq!(
        store
            .forget_device_key(other, change(apple(KEY)))
            .await
            .unwrap(),
        Written::NotFound
    );
    let key = stage.apple_key(tenant, KEY).await.unwrap();
    assert_eq!(key.revoked_at, None);
}

async fn a_device_key_is_revoked_for_good_and_forgotten_on_demand(stage: Stage) {
    let (tenant, _) = stage.registered().await;
    let store = &stage.store;
    let revoke = async |at, reason: &str| {
        let change = change(reason.to_owned());
        store
            .revoke_device_key(tenant, apple(KEY), at, change)
            .await
            .unwrap()
    };
    let Written::Done(DeviceKey::Apple(first)) = revoke(NOW, "stolen").await else {
        panic!("not revoked")
    };
    assert_eq!(first.revoked_reason.as_deref(), Some("stolen"));
    assert_eq!(
        revoke(NOW.plus_s(5), "again").await,
        Written::Done(DeviceKey::Apple(first.clone()))
    );
    assert_eq!(stage.apple_key(tenant, KEY).await, Some(first));
    let forgotten = store
        .forget_device_key(tenant, change(apple(KEY)))
        .await
        .unwrap();
    assert_eq!(forgotten, Written::Done(()));
    assert_eq!(stage.apple_key(tenant, KEY).await, None);
    assert_eq!(
        store
            .forget_device_key(tenant, change(apple(KEY)))
            .await
            .unwrap(),
        Written::NotFound
    );
}

async fn device_keys_are_listed_by_registration_then_by_key(stage: Stage) {
    let (tenant, app) = stage.registered().await;
    for (key, registered_at) in [([1; 32], NOW), ([9; 32], NOW), ([2; 32], NOW.plus_s(5))] {
        let settlement = stage.make.settlement_at(tenant, registered_at);
        stage
            .store
            .settle_mobile(with_register(settlement, app, key))
            .await
            .unwrap();
    }
    stage
        .store
        .revoke_device_key(tenant, apple([9; 32]), NOW, change(String::new()))
        .await
        .unwrap();
    let list = async |filter: DeviceKeyFilter| {
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let page = PageRequest { limit: 1, after };
            let page = stage
                .store
                .device_keys(tenant, &filter, page)
                .await
                .unwrap();
            seen.extend(page.items.iter().map(|key| key.id().key_id[0]));
            after = page.next;
            if after.is_none() {
                return seen;
            }
        }
    };
    assert_eq!(list(DeviceKeyFilter::default()).await, [2, 9, 3, 1]);
    let revoked = |revoked| DeviceKeyFilter {
        revoked: Some(revoked),
        ..DeviceKeyFilter::default()
    };
    assert_eq!(list(revoked(true)).await, [9]);
    assert_eq!(list(revoked(false)).await, [2, 3, 1]);
    let of_app = |app_id| DeviceKeyFilter {
        app_id: Some(app_id),
        ..DeviceKeyFilter::default()
    };
    assert_eq!(list(of_app(app)).await, [2, 9, 3, 1]);
    assert!(list(of_app(stage.make.app_id())).await.is_empty());
}

async fn a_policy_holds_every_app_oldest_first(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let mut ids = Vec::new();
    for n in 0..3 {
        let app = AppleApp {
            apple_app_id: format!("TESTTEAM01.app{n}"),
            enabled: n != 1,
            ..stage.make.app(tenant)
        };
        ids.push(app.id);
        stage.store.create_apple_app(change(app), 10).await.unwrap();
    }
    ids.sort_unstable();
    let apps = stage.store.mobile_policy(tenant).await.unwrap().apple_apps;
    assert_eq!(apps.iter().map(|app| app.id).collect::<Vec<_>>(), ids);
    let page = stage.store.apple_apps(tenant, first_page(2)).await.unwrap();
    ids.reverse();
    assert_eq!(
        page.items
            .iter()
            .map(|app| app.value.id)
            .collect::<Vec<_>>(),
        ids[..2]
    );
    assert_eq!(page.next, Some(ids[1]));
}

async fn a_look_up_tells_the_key_with_its_counter(stage: Stage) {
    let (tenant, _) = stage.registered().await;
    let advance = with_advance(stage.make.settlement(tenant), KEY, 7);
    stage.store.settle_mobile(advance).await.unwrap();
    let found = stage
        .store
        .mobile_lookup(tenant, None, Some(apple(KEY)), NOW)
        .await
        .unwrap();
    let Some(DeviceKey::Apple(found)) = found.device_key else {
        panic!("no key")
    };
    assert_eq!(found.counter, 7);
    let none = stage
        .store
        .mobile_lookup(tenant, None, Some(apple([9; 32])), NOW)
        .await
        .unwrap();
    assert_eq!(none.device_key, None);
}

async fn of_16_first_session_keys_one_is_stored(stage: Stage) {
    let nodes = [
        std::sync::Arc::clone(&stage.store),
        stage.second_node().await,
    ];
    let tasks: Vec<_> = (0..16)
        .zip(nodes.iter().cycle())
        .map(|(_, node)| {
            let (node, key) = (std::sync::Arc::clone(node), stage.make.session_key(NOW));
            tokio::spawn(async move { node.put_first_session_key(&key).await.unwrap() })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    let stored = stage.store.session_keys().await.unwrap();
    assert_eq!(stored.len(), 1);
    assert!(answers.iter().all(|answer| *answer == stored));
}

async fn a_session_key_is_added_once_the_newest_one_issues(stage: Stage) {
    let store = &stage.store;
    let first = stage.make.session_key(NOW);
    store.put_first_session_key(&first).await.unwrap();
    let at = |s| change(stage.make.session_key(NOW.plus_s(s)));
    assert_eq!(
        store.add_session_key(at(59)).await.unwrap(),
        Written::Refused
    );
    assert_eq!(
        store.add_session_key(at(60)).await.unwrap(),
        Written::Done(())
    );
    assert_eq!(
        store.add_session_key(at(61)).await.unwrap(),
        Written::Refused
    );
    let keys = store.session_keys().await.unwrap();
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[0], first, "oldest first");
    store.delete_session_key(first.id).await.unwrap();
    assert_eq!(store.session_keys().await.unwrap(), keys[1..]);
}

for_each_engine!(
    settings_begin_at_version_0_and_are_replaced_whole,
    settings_of_an_unknown_tenant_are_not_stored,
    an_app_id_is_unique_in_its_tenant_only,
    apps_are_limited_per_tenant,
    an_app_is_updated_but_never_its_app_id,
    an_app_with_device_keys_goes_only_with_them,
    nothing_of_another_tenant_can_be_seen_or_changed,
    a_device_key_is_revoked_for_good_and_forgotten_on_demand,
    device_keys_are_listed_by_registration_then_by_key,
    a_policy_holds_every_app_oldest_first,
    a_look_up_tells_the_key_with_its_counter,
    of_16_first_session_keys_one_is_stored,
    a_session_key_is_added_once_the_newest_one_issues,
);
