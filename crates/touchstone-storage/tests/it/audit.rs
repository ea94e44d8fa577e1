//! The audit log: one row for every change that was made, none for those that were not.

use touchstone_core::ports::{Actor, AuditFilter, AuditRow, PageRequest, Written};
use touchstone_core::{TenantId, Timestamp};

use crate::support::{NOW, Stage, apple, change, first_page};

async fn rows(stage: &Stage, filter: &AuditFilter) -> Vec<AuditRow> {
    let page = stage.store.audit_rows(filter, first_page(200)).await;
    page.unwrap().items
}

/// Makes a tenant and leaves a trace of this kind.
async fn trace(stage: &Stage, name: &str, actor: Actor, tenant_id: Option<TenantId>) -> AuditRow {
    let mut create = change(stage.make.tenant(name));
    create.audit.actor = actor;
    create.audit.action = format!("tenant.create.{name}");
    create.audit.object = name.to_owned();
    create.audit.tenant_id = tenant_id;
    create.audit.before = Some("{\"n\":1}".to_owned());
    let row = create.audit.clone();
    let written = stage.store.create_tenant(create).await.unwrap();
    assert!(matches!(written, Written::Done(_)));
    row
}

async fn a_row_reads_back_as_it_was_written(stage: Stage) {
    let key = Actor::ApiKey(stage.make.api_key_id());
    let mut wanted = Vec::new();
    for (name, actor) in [
        ("one", key),
        ("two", Actor::Local),
        ("three", Actor::Server),
    ] {
        wanted.push(trace(&stage, name, actor, None).await);
    }
    wanted.sort_unstable_by_key(|row| std::cmp::Reverse(row.id));
    assert_eq!(rows(&stage, &AuditFilter::default()).await, wanted);
}

async fn every_condition_of_a_filter_counts(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let one = trace(&stage, "one", Actor::Local, Some(tenant)).await;
    trace(&stage, "two", Actor::Local, None).await;
    let filter = AuditFilter::default;
    let filters = [
        AuditFilter {
            tenant_id: Some(tenant),
            ..filter()
        },
        AuditFilter {
            action: Some("tenant.create.one".to_owned()),
            ..filter()
        },
        AuditFilter {
            object: Some("one".to_owned()),
            ..filter()
        },
    ];
    for filter in filters {
        assert_eq!(
            rows(&stage, &filter).await,
            std::slice::from_ref(&one),
            "{filter:?}"
        );
    }
    let times = |from: Timestamp, to: Timestamp| AuditFilter {
        from: Some(from),
        to: Some(to),
        ..filter()
    };
    assert_eq!(rows(&stage, &times(NOW, NOW.plus_ms(1))).await.len(), 3);
    assert!(
        rows(&stage, &times(NOW.plus_ms(1), NOW.plus_s(9)))
            .await
            .is_empty()
    );
    assert!(rows(&stage, &times(NOW.plus_s(-9), NOW)).await.is_empty());
}

async fn pages_follow_each_other_without_gap(stage: Stage) {
    for n in 0..5 {
        trace(&stage, &format!("t{n}"), Actor::Local, None).await;
    }
    let all = rows(&stage, &AuditFilter::default()).await;
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = PageRequest { limit: 2, after };
        let page = stage
            .store
            .audit_rows(&AuditFilter::default(), page)
            .await
            .unwrap();
        seen.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, all);
}

async fn a_change_whose_trace_cannot_be_written_is_not_made(stage: Stage) {
    let first = change(stage.make.tenant("one"));
    let mut second = change(stage.make.tenant("two"));
    second.audit.id = first.audit.id;
    stage.store.create_tenant(first).await.unwrap();
    assert!(stage.store.create_tenant(second).await.is_err());
    assert_eq!(stage.store.tenant_by_name("two").await.unwrap(), None);
}

async fn what_is_revoked_already_leaves_no_second_trace(stage: Stage) {
    let (tenant, _) = stage.registered().await;
    let key = [3; 32];
    let revoke = async || {
        let change = change("stolen".to_owned());
        stage
            .store
            .revoke_device_key(tenant, apple(key), NOW, change)
            .await
            .unwrap()
    };
    revoke().await;
    let traces = rows(&stage, &AuditFilter::default()).await.len();
    revoke().await;
    assert_eq!(rows(&stage, &AuditFilter::default()).await.len(), traces);
}

for_each_engine!(
    a_row_reads_back_as_it_was_written,
    every_condition_of_a_filter_counts,
    pages_follow_each_other_without_gap,
    a_change_whose_trace_cannot_be_written_is_not_made,
    what_is_revoked_already_leaves_no_second_trace,
);
