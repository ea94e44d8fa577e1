//! What an administrator does to Android apps: unique package names, versions, sealed values, removal with their device keys.

use touchstone_core::ports::{
    AndroidApp, AppleApp, PageRequest, RemovedApp, Sealed, StoreError, Versioned, Written,
};

use crate::support::{
    KEY, NOW, Stage, against, android, change, first_page, new_android_key, with_register,
    with_register_android,
};

async fn an_app_reads_back_as_it_was_written(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let full = stage.make.android_app(tenant);
    let bare = AndroidApp {
        package_name: "com.example.bare".to_owned(),
        play_keys: None,
        service_account: None,
        enabled: false,
        ..stage.make.android_app(tenant)
    };
    for app in [full, bare] {
        let wanted = Versioned {
            value: app.clone(),
            version: 1,
        };
        let written = stage.store.create_android_app(change(app), 10).await;
        assert_eq!(written.unwrap(), Written::Done(wanted.clone()));
        let id = wanted.value.id;
        let stored = stage.store.android_app(tenant, id).await.unwrap();
        assert_eq!(stored, Some(wanted));
    }
}

async fn a_package_name_is_unique_in_its_tenant_only(stage: Stage) {
    let (one, other) = (stage.tenant("one").await, stage.tenant("other").await);
    let id = stage.android_app(one).await;
    let again = stage.make.android_app(one);
    let again = stage.store.create_android_app(change(again), 10).await;
    assert_eq!(again.unwrap(), Written::Taken);
    stage.android_app(other).await;
    let policy = stage.store.mobile_policy(one).await.unwrap();
    assert_eq!(policy.android_apps.len(), 1);
    assert_eq!(policy.android_apps[0].id, id);
}

async fn apps_of_each_kind_have_a_limit_of_their_own(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let apple = AppleApp {
        apple_app_id: "TESTTEAM01.one".to_owned(),
        ..stage.make.app(tenant)
    };
    let store = &stage.store;
    store.create_apple_app(change(apple), 1).await.unwrap();
    let first = stage.make.android_app(tenant);
    let written = store.create_android_app(change(first), 1).await.unwrap();
    assert!(matches!(written, Written::Done(_)), "{written:?}");
    let second = AndroidApp {
        package_name: "com.example.two".to_owned(),
        ..stage.make.android_app(tenant)
    };
    let written = store.create_android_app(change(second), 1).await.unwrap();
    assert_eq!(written, Written::Full);
    let written = store
        .create_apple_app(change(stage.make.app(tenant)), 1)
        .await;
    assert_eq!(written.unwrap(), Written::Full);
}

async fn of_16_that_register_one_package_one_wins(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let nodes = [stage.store.clone(), stage.second_node().await];
    let tasks: Vec<_> = (0..16)
        .zip(nodes.iter().cycle())
        .map(|(_, node)| {
            let (node, app) = (node.clone(), stage.make.android_app(tenant));
            tokio::spawn(async move { node.create_android_app(change(app), 10).await.unwrap() })
        })
        .collect();
    let mut done = 0;
    for task in tasks {
        match task.await.unwrap() {
            Written::Done(_) => done += 1,
            other => assert_eq!(other, Written::Taken),
        }
    }
    assert_eq!(done, 1);
}

async fn an_app_of_an_unknown_tenant_is_not_stored(stage: Stage) {
    let stranger = stage.make.tenant("nobody").id;
    let app = stage.make.android_app(stranger);
    let written = stage.store.create_android_app(change(app), 10).await;
    assert!(matches!(written, Err(StoreError::Failed(_))), "{written:?}");
}

async fn an_app_is_updated_but_never_its_package_name(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let id = stage.android_app(tenant).await;
    let wanted = AndroidApp {
        id,
        package_name: "com.example.evil".to_owned(),
        policy: "{\"services\":[\"hms\"]}".to_owned(),
        play_keys: None,
        service_account: Some(Sealed(b"mk_1 another".to_vec())),
        enabled: false,
        updated_at: NOW.plus_s(5),
        created_at: NOW.plus_s(9),
        ..stage.make.android_app(tenant)
    };
    let update = async |change| stage.store.update_android_app(change).await.unwrap();
    let stale = update(against(2, wanted.clone())).await;
    assert_eq!(stale, Written::VersionDiffers);
    let unknown = AndroidApp {
        id: stage.make.app_id(),
        ..wanted.clone()
    };
    assert_eq!(update(change(unknown)).await, Written::NotFound);
    let written = update(against(1, wanted.clone())).await;
    let value = AndroidApp {
        package_name: stage.make.android_app(tenant).package_name,
        created_at: NOW,
        ..wanted
    };
    let stored = Versioned { value, version: 2 };
    assert_eq!(written, Written::Done(stored.clone()));
    let found = stage.store.android_app(tenant, id).await.unwrap();
    assert_eq!(found, Some(stored));
}

async fn an_app_with_device_keys_goes_only_with_them(stage: Stage) {
    let (tenant, app) = stage.registered_android().await;
    let remove = async |with_keys, change| {
        let removed = stage.store.remove_android_app(tenant, with_keys, change);
        removed.await.unwrap()
    };
    assert_eq!(remove(true, against(9, app)).await, Written::VersionDiffers);
    assert_eq!(remove(false, change(app)).await, Written::InUse(1));
    assert!(stage.android_key(tenant, KEY).await.is_some());
    let removed = RemovedApp { device_keys: 1 };
    assert_eq!(remove(true, change(app)).await, Written::Done(removed));
    let store = &stage.store;
    assert_eq!(store.android_app(tenant, app).await.unwrap(), None);
    assert_eq!(stage.android_key(tenant, KEY).await, None);
    assert_eq!(remove(true, change(app)).await, Written::NotFound);
}

async fn an_app_of_one_kind_is_none_of_the_other(stage: Stage) {
    let (tenant, app) = stage.registered_android().await;
    let store = &stage.store;
    assert_eq!(store.apple_app(tenant, app).await.unwrap(), None);
    let removed = store.remove_apple_app(tenant, true, change(app)).await;
    assert_eq!(removed.unwrap(), Written::NotFound);
    let apple = stage.app(tenant).await;
    assert_eq!(store.android_app(tenant, apple).await.unwrap(), None);
    let removed = store.remove_android_app(tenant, true, change(apple)).await;
    assert_eq!(removed.unwrap(), Written::NotFound);

    let wrong_kind = with_register(stage.make.settlement(tenant), app, [8; 32]);
    let settled = store.settle_mobile(wrong_kind).await;
    assert!(matches!(settled, Err(StoreError::Failed(_))), "{settled:?}");
    let wrong_kind = with_register_android(stage.make.settlement(tenant), apple, [8; 32]);
    let settled = store.settle_mobile(wrong_kind).await;
    assert!(matches!(settled, Err(StoreError::Failed(_))), "{settled:?}");
}

async fn nothing_of_another_tenant_can_be_seen_or_changed(stage: Stage) {
    let (tenant, app) = stage.registered_android().await;
    let other = stage.tenant("other").await;
    let store = &stage.store;
    assert_eq!(store.android_app(other, app).await.unwrap(), None);
    assert_eq!(store.mobile_policy(other).await.unwrap().android_apps, []);
    let apps = store.android_apps(other, first_page(10)).await.unwrap();
    assert_eq!(apps.items, []);
    let foreign = AndroidApp {
        id: app,
        ..stage.make.android_app(other)
    };
    let updated = store.update_android_app(change(foreign)).await.unwrap();
    assert_eq!(updated, Written::NotFound);
    let removed = store.remove_android_app(other, true, change(app)).await;
    assert_eq!(removed.unwrap(), Written::NotFound);
    let id = android(KEY);
    assert_eq!(store.device_key(other, id).await.unwrap(), None);
    let revoked = store.revoke_device_key(other, id, NOW, change(String::new()));
    assert_eq!(revoked.await.unwrap(), Written::NotFound);
    let forgotten = store.forget_device_key(other, change(id)).await.unwrap();
    assert_eq!(forgotten, Written::NotFound);
    let key = stage.android_key(tenant, KEY).await.unwrap();
    assert_eq!(key.revoked_at, None);
    assert_eq!(key.serials, new_android_key(app, KEY).serials);
}

async fn apps_are_listed_newest_first(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let mut ids = Vec::new();
    for n in 0..3 {
        let app = AndroidApp {
            package_name: format!("com.example.app{n}"),
            enabled: n != 1,
            ..stage.make.android_app(tenant)
        };
        ids.push(app.id);
        let written = stage.store.create_android_app(change(app), 10).await;
        assert!(matches!(written.unwrap(), Written::Done(_)));
    }
    ids.sort_unstable();
    let policy = stage.store.mobile_policy(tenant).await.unwrap();
    let in_policy: Vec<_> = policy.android_apps.iter().map(|app| app.id).collect();
    assert_eq!(in_policy, ids, "oldest first, disabled ones too");
    ids.reverse();
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = PageRequest { limit: 2, after };
        let page = stage.store.android_apps(tenant, page).await.unwrap();
        seen.extend(page.items.iter().map(|app| app.value.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, ids);
}

for_each_engine!(
    an_app_reads_back_as_it_was_written,
    a_package_name_is_unique_in_its_tenant_only,
    apps_of_each_kind_have_a_limit_of_their_own,
    of_16_that_register_one_package_one_wins,
    an_app_of_an_unknown_tenant_is_not_stored,
    an_app_is_updated_but_never_its_package_name,
    an_app_with_device_keys_goes_only_with_them,
    an_app_of_one_kind_is_none_of_the_other,
    nothing_of_another_tenant_can_be_seen_or_changed,
    apps_are_listed_newest_first,
);
