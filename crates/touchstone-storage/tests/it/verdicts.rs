//! The verdict log: written on its own, listed from the newest, expired per tenant, cut into ranges of time.

use touchstone_core::TenantId;
use touchstone_core::Timestamp;
use touchstone_core::VerdictId;
use touchstone_core::ports::{Outcome, PageRequest, StoreError, VerdictFilter};

use crate::support::{NOW, Stage, ending, first_page};

const WEEK_S: i64 = 7 * 24 * 60 * 60;

async fn write_at(stage: &Stage, tenant: TenantId, at: Timestamp) -> VerdictId {
    let head = stage.make.head_at(tenant, at);
    let id = head.id;
    let ending = ending(Outcome::Undetermined, "upstream_unavailable");
    stage.store.write_verdict(head, ending).await.unwrap();
    id
}

async fn listed(stage: &Stage, filter: &VerdictFilter) -> Vec<VerdictId> {
    let page = stage.store.verdicts(filter, first_page(200)).await.unwrap();
    page.items.iter().map(|verdict| verdict.head.id).collect()
}

async fn a_verdict_that_consumes_nothing_is_written(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let id = write_at(&stage, tenant, NOW).await;
    let verdict = stage.store.verdict(id).await.unwrap().unwrap();
    assert_eq!(verdict.outcome, Outcome::Undetermined);
    assert_eq!(
        stage
            .store
            .verdict(stage.make.head(tenant).id)
            .await
            .unwrap(),
        None
    );
}

async fn the_same_verdict_is_not_written_twice(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let head = stage.make.head(tenant);
    let store = &stage.store;
    let write = async |reason| {
        store
            .write_verdict(head.clone(), ending(Outcome::Invalid, reason))
            .await
    };
    write("first").await.unwrap();
    assert!(matches!(write("second").await, Err(StoreError::Failed(_))));
    assert_eq!(
        store.verdict(head.id).await.unwrap().unwrap().reason,
        "first"
    );
}

async fn verdicts_are_listed_from_the_newest_in_pages(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let mut ids = Vec::new();
    for s in 0..5 {
        ids.push(write_at(&stage, tenant, NOW.plus_s(s * WEEK_S / 2)).await);
    }
    ids.reverse();
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = PageRequest { limit: 2, after };
        let page = stage
            .store
            .verdicts(&VerdictFilter::default(), page)
            .await
            .unwrap();
        seen.extend(page.items.iter().map(|verdict| verdict.head.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, ids);
}

async fn every_condition_of_a_filter_counts(stage: Stage) {
    let (tenant, other) = (stage.tenant("acme").await, stage.tenant("other").await);
    let wanted = write_at(&stage, tenant, NOW).await;
    write_at(&stage, other, NOW).await;
    let mut head = stage.make.head_at(tenant, NOW.plus_s(10));
    head.format = None;
    head.subject = "none".to_owned();
    let late = head.id;
    let valid = ending(Outcome::Valid, "accepted");
    stage.store.write_verdict(head, valid).await.unwrap();

    let mine = VerdictFilter {
        tenant_id: Some(tenant),
        ..VerdictFilter::default()
    };
    assert_eq!(listed(&stage, &mine).await, [late, wanted]);
    let filters = [
        VerdictFilter {
            outcome: Some(Outcome::Undetermined),
            ..mine.clone()
        },
        VerdictFilter {
            reason: Some("upstream_unavailable".to_owned()),
            ..mine.clone()
        },
        VerdictFilter {
            format: Some("apple".to_owned()),
            ..mine.clone()
        },
        VerdictFilter {
            subject: Some("apple:key".to_owned()),
            ..mine.clone()
        },
        VerdictFilter {
            to: Some(NOW.plus_s(10)),
            ..mine.clone()
        },
        VerdictFilter {
            from: Some(NOW),
            to: Some(NOW.plus_ms(1)),
            ..mine.clone()
        },
    ];
    for filter in filters {
        assert_eq!(listed(&stage, &filter).await, [wanted], "{filter:?}");
    }
    let from = VerdictFilter {
        from: Some(NOW.plus_ms(1)),
        ..mine.clone()
    };
    assert_eq!(listed(&stage, &from).await, [late]);
    let noun = VerdictFilter {
        noun: Some(touchstone_core::Noun::Knox),
        ..mine
    };
    assert!(listed(&stage, &noun).await.is_empty());
}

async fn old_verdicts_of_one_tenant_expire_in_batches(stage: Stage) {
    let (tenant, other) = (stage.tenant("acme").await, stage.tenant("other").await);
    for s in 0..4 {
        write_at(&stage, tenant, NOW.plus_s(s)).await;
        write_at(&stage, other, NOW.plus_s(s)).await;
    }
    let before = NOW.plus_s(3);
    let expire = async || {
        stage
            .store
            .expire_verdicts(tenant, before, 2)
            .await
            .unwrap()
    };
    assert_eq!(expire().await, 2);
    assert_eq!(expire().await, 1);
    assert_eq!(expire().await, 0);
    assert_eq!(listed(&stage, &VerdictFilter::default()).await.len(), 5);
}

async fn a_verdict_of_any_time_finds_its_place(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let mut ids = Vec::new();
    for years in [0, 5, 30] {
        let at = Timestamp::from_unix_s(1_609_459_200).plus_s(years * 365 * 24 * 60 * 60);
        ids.push(write_at(&stage, tenant, at).await);
    }
    ids.reverse();
    assert_eq!(listed(&stage, &VerdictFilter::default()).await, ids);
}

async fn arranging_keeps_what_someone_wants(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let old = write_at(&stage, tenant, NOW.plus_s(-20 * WEEK_S)).await;
    let young = write_at(&stage, tenant, NOW.plus_s(-2 * WEEK_S)).await;
    let keep_from = NOW.plus_s(-5 * WEEK_S);
    stage.store.arrange_verdicts(NOW, keep_from).await.unwrap();
    stage.store.arrange_verdicts(NOW, keep_from).await.unwrap();
    assert!(stage.store.verdict(young).await.unwrap().is_some());
    stage
        .store
        .expire_verdicts(tenant, keep_from, 10)
        .await
        .unwrap();
    assert_eq!(stage.store.verdict(old).await.unwrap(), None);
    // A clock that is behind writes into a week that was dropped.
    let again = write_at(&stage, tenant, NOW.plus_s(-20 * WEEK_S)).await;
    assert!(stage.store.verdict(again).await.unwrap().is_some());
}

for_each_engine!(
    a_verdict_that_consumes_nothing_is_written,
    the_same_verdict_is_not_written_twice,
    verdicts_are_listed_from_the_newest_in_pages,
    every_condition_of_a_filter_counts,
    old_verdicts_of_one_tenant_expire_in_batches,
    a_verdict_of_any_time_finds_its_place,
    arranging_keeps_what_someone_wants,
);
