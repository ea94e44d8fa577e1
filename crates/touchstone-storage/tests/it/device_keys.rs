//! The list of device keys of all platforms: one order, whole pages, and every filter.

use touchstone_core::TenantId;
use touchstone_core::ports::{DeviceKeyFilter, DeviceKeyId, DevicePlatform, PageRequest};

use crate::support::{
    NOW, Stage, android, apple, change, first_page, with_register, with_register_android,
};

/// Registers the key `seconds` after the settlements' time.
async fn register(stage: &Stage, tenant: TenantId, id: DeviceKeyId, seconds: i64) {
    let policy = stage.store.mobile_policy(tenant).await.unwrap();
    let settlement = stage.make.settlement_at(tenant, NOW.plus_s(seconds));
    let settlement = match id.platform {
        DevicePlatform::Apple => with_register(settlement, policy.apple_apps[0].id, id.key_id),
        DevicePlatform::AndroidKey => {
            with_register_android(settlement, policy.android_apps[0].id, id.key_id)
        }
    };
    let settled = stage.store.settle_mobile(settlement).await.unwrap();
    assert_eq!(settled.conflict, None);
}

/// A tenant with an app of each kind and six keys, and their order in the list.
async fn six_keys(stage: &Stage) -> (TenantId, Vec<DeviceKeyId>) {
    let tenant = stage.tenant("acme").await;
    stage.app(tenant).await;
    stage.android_app(tenant).await;
    let newest_first = [
        (android([1; 32]), 9),
        (apple([7; 32]), 5),
        (android([6; 32]), 5),
        (apple([5; 32]), 5),
        (apple([9; 32]), 1),
        (android([8; 32]), 0),
    ];
    for n in [3, 0, 5, 1, 4, 2] {
        let (id, seconds) = newest_first[n];
        register(stage, tenant, id, seconds).await;
    }
    let ids = newest_first.iter().map(|(id, _)| *id).collect();
    (tenant, ids)
}

async fn listed(
    stage: &Stage,
    tenant: TenantId,
    filter: &DeviceKeyFilter,
    limit: usize,
) -> Vec<DeviceKeyId> {
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = PageRequest { limit, after };
        let page = stage.store.device_keys(tenant, filter, page).await.unwrap();
        assert!(page.items.len() <= limit);
        seen.extend(page.items.iter().map(|key| key.id()));
        after = page.next;
        if after.is_none() {
            return seen;
        }
    }
}

async fn pages_of_any_size_make_one_list(stage: Stage) {
    let (tenant, ids) = six_keys(&stage).await;
    let all = DeviceKeyFilter::default();
    for limit in [1, 2, 3, 5, 6, 7, 200] {
        assert_eq!(listed(&stage, tenant, &all, limit).await, ids, "{limit}");
    }
}

async fn a_page_that_holds_the_last_key_has_no_next(stage: Stage) {
    let (tenant, ids) = six_keys(&stage).await;
    let all = DeviceKeyFilter::default();
    for (limit, is_last) in [(5, false), (6, true)] {
        let page = stage
            .store
            .device_keys(tenant, &all, first_page(limit))
            .await;
        let page = page.unwrap();
        assert_eq!(page.items.len(), limit);
        assert_eq!(page.next.is_none(), is_last);
    }
    assert_eq!(ids.len(), 6);
}

async fn a_filter_by_platform_shows_no_other(stage: Stage) {
    let (tenant, ids) = six_keys(&stage).await;
    for platform in DevicePlatform::ALL {
        let filter = DeviceKeyFilter {
            platform: Some(platform),
            ..DeviceKeyFilter::default()
        };
        let wanted: Vec<_> = ids
            .iter()
            .copied()
            .filter(|id| id.platform == platform)
            .collect();
        assert_eq!(listed(&stage, tenant, &filter, 2).await, wanted);
    }
}

async fn a_filter_by_app_shows_its_platform_only(stage: Stage) {
    let (tenant, ids) = six_keys(&stage).await;
    let policy = stage.store.mobile_policy(tenant).await.unwrap();
    let of_app = |app_id, platform| DeviceKeyFilter {
        platform,
        app_id: Some(app_id),
        ..DeviceKeyFilter::default()
    };
    let (apple_app, android_app) = (policy.apple_apps[0].id, policy.android_apps[0].id);
    for (app, platform) in [
        (apple_app, DevicePlatform::Apple),
        (android_app, DevicePlatform::AndroidKey),
    ] {
        let mut wanted = ids.clone();
        wanted.retain(|id| id.platform == platform);
        let seen = listed(&stage, tenant, &of_app(app, None), 1).await;
        assert_eq!(seen, wanted);
    }
    let crossed = of_app(apple_app, Some(DevicePlatform::AndroidKey));
    assert_eq!(listed(&stage, tenant, &crossed, 10).await, []);
    let unknown = of_app(stage.make.app_id(), None);
    assert_eq!(listed(&stage, tenant, &unknown, 10).await, []);
}

async fn a_filter_by_revocation_holds_for_every_platform(stage: Stage) {
    let (tenant, ids) = six_keys(&stage).await;
    let gone = [apple([7; 32]), android([8; 32])];
    for id in gone {
        let revoke = stage
            .store
            .revoke_device_key(tenant, id, NOW, change("lost".to_owned()));
        revoke.await.unwrap();
    }
    let revoked = |revoked| DeviceKeyFilter {
        revoked: Some(revoked),
        ..DeviceKeyFilter::default()
    };
    assert_eq!(listed(&stage, tenant, &revoked(true), 1).await, gone);
    let mut live = ids;
    live.retain(|id| !gone.contains(id));
    assert_eq!(listed(&stage, tenant, &revoked(false), 3).await, live);
}

async fn the_list_of_another_tenant_is_empty(stage: Stage) {
    six_keys(&stage).await;
    let other = stage.tenant("other").await;
    let all = DeviceKeyFilter::default();
    assert_eq!(listed(&stage, other, &all, 10).await, []);
}

for_each_engine!(
    pages_of_any_size_make_one_list,
    a_page_that_holds_the_last_key_has_no_next,
    a_filter_by_platform_shows_no_other,
    a_filter_by_app_shows_its_platform_only,
    a_filter_by_revocation_holds_for_every_platform,
    the_list_of_another_tenant_is_empty,
);
