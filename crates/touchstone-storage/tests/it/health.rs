//! Well-being, and the news of changes on this node and on others.

use touchstone_core::ports::{AndroidApp, HealthError, Notice, Written};

use crate::support::{KEY, NOW, Stage, apple, change};

async fn a_store_that_was_opened_is_well(stage: Stage) {
    assert_eq!(stage.store.health().await, Ok(()));
}

async fn a_schema_of_another_version_is_not_well(stage: Stage) {
    let raw = stage.raw().await;
    raw.run("INSERT INTO schema_versions (version) VALUES (999)")
        .await;
    assert_eq!(stage.store.health().await, Err(HealthError::NotMigrated));
}

async fn a_change_is_news_on_every_node(stage: Stage) {
    let other_node = stage.second_node().await;
    let mut here = stage.store.notices();
    let mut there = other_node.notices();
    let tenant = stage.tenant("acme").await;
    assert_eq!(here.recv().await, Ok(Notice::Tenant(tenant)));
    assert_eq!(there.recv().await, Ok(Notice::Tenant(tenant)));
}

async fn every_kind_of_change_is_news(stage: Stage) {
    let (tenant, app) = stage.registered().await;
    let store = &stage.store;
    // Subscribed only now; what came before may still arrive and concerns the tenant as well.
    let mut news = store.notices();
    let key = stage.make.api_key(Some(tenant));
    let key_id = key.id;
    store.create_api_key(change(key), 9).await.unwrap();
    assert_eq!(news.recv().await, Ok(Notice::Tenant(tenant)));
    store
        .revoke_api_key(key_id, NOW, change(None))
        .await
        .unwrap();
    store
        .put_mobile_settings(tenant, change("{}".to_owned()))
        .await
        .unwrap();
    store
        .revoke_device_key(tenant, apple(KEY), NOW, change(String::new()))
        .await
        .unwrap();
    store
        .remove_apple_app(tenant, true, change(app))
        .await
        .unwrap();
    let android_app = stage.android_app(tenant).await;
    let update = AndroidApp {
        id: android_app,
        ..stage.make.android_app(tenant)
    };
    store.update_android_app(change(update)).await.unwrap();
    let removed = store.remove_android_app(tenant, false, change(android_app));
    removed.await.unwrap();
    for _ in 0..7 {
        assert_eq!(news.recv().await, Ok(Notice::Tenant(tenant)));
    }
    let server_wide = stage.make.api_key(None);
    store.create_api_key(change(server_wide), 9).await.unwrap();
    while news.recv().await.unwrap() != Notice::Everything {}
    store
        .add_session_key(change(stage.make.session_key(NOW)))
        .await
        .unwrap();
    while news.recv().await.unwrap() != Notice::Everything {}
}

async fn a_change_that_was_not_made_is_no_news(stage: Stage) {
    let acme = stage.tenant("acme").await;
    let mut news = stage.store.notices();
    let taken = stage
        .store
        .create_tenant(change(stage.make.tenant("acme")))
        .await
        .unwrap();
    assert_eq!(taken, Written::Taken);
    let next = stage.tenant("next").await;
    let mut heard = news.recv().await.unwrap();
    while heard == Notice::Tenant(acme) {
        heard = news.recv().await.unwrap();
    }
    assert_eq!(heard, Notice::Tenant(next));
}

for_each_engine!(
    a_store_that_was_opened_is_well,
    a_schema_of_another_version_is_not_well,
    a_change_is_news_on_every_node,
    every_kind_of_change_is_news,
    a_change_that_was_not_made_is_no_news,
);
