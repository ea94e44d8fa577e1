//! Tenants: unique names, versions, pages.

use std::sync::Arc;

use touchstone_core::ports::{AuditFilter, Change, PageRequest, Tenant, Versioned, Written};

use crate::support::{NOW, Stage, change, first_page};

async fn stored(stage: &Stage, name: &str) -> Versioned<Tenant> {
    let tenant = stage.make.tenant(name);
    match stage.store.create_tenant(change(tenant)).await.unwrap() {
        Written::Done(stored) => stored,
        other => panic!("{other:?}"),
    }
}

async fn audit_rows(stage: &Stage) -> usize {
    let page = stage
        .store
        .audit_rows(&AuditFilter::default(), first_page(200))
        .await;
    page.unwrap().items.len()
}

async fn a_tenant_is_found_by_identifier_and_by_name(stage: Stage) {
    let acme = stored(&stage, "acme").await;
    assert_eq!(acme.version, 1);
    let by_id = stage.store.tenant(acme.value.id).await.unwrap();
    assert_eq!(by_id.as_ref(), Some(&acme));
    assert_eq!(stage.store.tenant_by_name("acme").await.unwrap(), by_id);
    assert_eq!(stage.store.tenant_by_name("Acme").await.unwrap(), None);
    let unknown = stage.make.tenant("x").id;
    assert_eq!(stage.store.tenant(unknown).await.unwrap(), None);
}

async fn a_taken_name_is_refused_without_a_trace(stage: Stage) {
    stored(&stage, "acme").await;
    let other = stored(&stage, "other").await;
    let rows = audit_rows(&stage).await;
    let again = stage
        .store
        .create_tenant(change(stage.make.tenant("acme")))
        .await;
    assert_eq!(again.unwrap(), Written::Taken);
    let renamed = Tenant {
        name: "acme".to_owned(),
        ..other.value.clone()
    };
    let written = stage.store.update_tenant(change(renamed)).await.unwrap();
    assert_eq!(written, Written::Taken);
    assert_eq!(
        stage.store.tenant(other.value.id).await.unwrap(),
        Some(other)
    );
    assert_eq!(audit_rows(&stage).await, rows);
}

async fn of_64_that_take_one_name_one_wins(stage: Stage) {
    let nodes = [Arc::clone(&stage.store), stage.second_node().await];
    let tasks: Vec<_> = (0..64)
        .zip(nodes.iter().cycle())
        .map(|(_, node)| {
            let (node, tenant) = (Arc::clone(node), stage.make.tenant("acme"));
            tokio::spawn(async move { node.create_tenant(change(tenant)).await.unwrap() })
        })
        .collect();
    let mut won = 0;
    for task in tasks {
        match task.await.unwrap() {
            Written::Done(_) => won += 1,
            other => assert_eq!(other, Written::Taken),
        }
    }
    assert_eq!((won, audit_rows(&stage).await), (1, 1));
}

async fn an_update_writes_name_and_state_and_keeps_the_birth(stage: Stage) {
    let acme = stored(&stage, "acme").await;
    let wanted = Tenant {
        name: "acme-2".to_owned(),
        enabled: false,
        created_at: NOW.plus_s(99),
        updated_at: NOW.plus_s(5),
        ..acme.value.clone()
    };
    let written = stage
        .store
        .update_tenant(change(wanted.clone()))
        .await
        .unwrap();
    let value = Tenant {
        created_at: NOW,
        ..wanted
    };
    let now_stored = Versioned { value, version: 2 };
    assert_eq!(written, Written::Done(now_stored.clone()));
    assert_eq!(
        stage.store.tenant(acme.value.id).await.unwrap(),
        Some(now_stored)
    );
}

async fn an_update_against_another_version_changes_nothing(stage: Stage) {
    let acme = stored(&stage, "acme").await;
    let against = |version| Change {
        if_version: Some(version),
        ..change(acme.value.clone())
    };
    for version in [0, 2, u64::MAX] {
        let written = stage.store.update_tenant(against(version)).await.unwrap();
        assert_eq!(written, Written::VersionDiffers);
    }
    let written = stage.store.update_tenant(against(1)).await.unwrap();
    assert!(matches!(
        written,
        Written::Done(Versioned { version: 2, .. })
    ));
    let written = stage.store.update_tenant(against(1)).await.unwrap();
    assert_eq!(written, Written::VersionDiffers);
}

async fn of_16_updates_against_one_version_one_wins(stage: Stage) {
    let acme = stored(&stage, "acme").await;
    let nodes = [Arc::clone(&stage.store), stage.second_node().await];
    let tasks: Vec<_> = (0..16)
        .zip(nodes.iter().cycle())
        .map(|(_, node)| {
            let update = Change {
                if_version: Some(1),
                ..change(acme.value.clone())
            };
            let node = Arc::clone(node);
            tokio::spawn(async move { node.update_tenant(update).await.unwrap() })
        })
        .collect();
    let mut won = 0;
    for task in tasks {
        match task.await.unwrap() {
            Written::Done(_) => won += 1,
            other => assert_eq!(other, Written::VersionDiffers),
        }
    }
    assert_eq!(won, 1);
}

async fn an_unknown_tenant_is_not_updated(stage: Stage) {
    let stranger = stage.make.tenant("nobody");
    let written = stage.store.update_tenant(change(stranger)).await.unwrap();
    assert_eq!(written, Written::NotFound);
    assert_eq!(audit_rows(&stage).await, 0);
}

async fn pages_run_from_the_newest_to_the_oldest(stage: Stage) {
    let mut ids = Vec::new();
    for n in 0..5 {
        ids.push(stored(&stage, &format!("tenant-{n}")).await.value.id);
    }
    ids.sort_unstable();
    ids.reverse();
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let request = PageRequest { limit: 2, after };
        let page = stage.store.tenants(None, request).await.unwrap();
        seen.extend(page.items.iter().map(|tenant| tenant.value.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, ids);
    let exact = stage.store.tenants(None, first_page(5)).await.unwrap();
    assert_eq!((exact.items.len(), exact.next), (5, None));
    let only = stage
        .store
        .tenants(Some(ids[2]), first_page(5))
        .await
        .unwrap();
    assert_eq!(only.items.len(), 1);
}

for_each_engine!(
    a_tenant_is_found_by_identifier_and_by_name,
    a_taken_name_is_refused_without_a_trace,
    of_64_that_take_one_name_one_wins,
    an_update_writes_name_and_state_and_keeps_the_birth,
    an_update_against_another_version_changes_nothing,
    of_16_updates_against_one_version_one_wins,
    an_unknown_tenant_is_not_updated,
    pages_run_from_the_newest_to_the_oldest,
);
