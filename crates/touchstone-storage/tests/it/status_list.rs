//! The status list of revoked attestation keys: one per deployment, the newer one wins, an administrator's always.

use touchstone_core::Timestamp;
use touchstone_core::ports::{AuditFilter, Notice, StoredStatusList};

use crate::support::{NOW, Stage, change, first_page};

fn list(fetched_at: Timestamp, serial: &str) -> StoredStatusList {
    StoredStatusList {
        body: format!("{{\"entries\":{{\"{serial}\":{{}}}}}}").into(),
        fetched_at,
        fresh_until: fetched_at.plus_s(3_600),
        etag: Some(format!("\"{serial}\"")),
        entries: 1,
        source: "https://status.example".to_owned(),
    }
}

async fn without_a_list_there_is_none(stage: Stage) {
    assert_eq!(stage.store.status_list_age().await.unwrap(), None);
    assert_eq!(stage.store.status_list().await.unwrap(), None);
}

async fn a_list_reads_back_as_it_was_put(stage: Stage) {
    let mut wanted = list(NOW, "1");
    let put = stage.store.put_status_list(&wanted, None).await.unwrap();
    assert!(put);
    let age = stage.store.status_list_age().await.unwrap();
    assert_eq!(age, Some((NOW, wanted.etag.clone())));
    let stored = stage.store.status_list().await.unwrap();
    assert_eq!(stored, Some(wanted.clone()));

    wanted.fetched_at = NOW.plus_s(1);
    wanted.etag = None;
    wanted.body = Default::default();
    wanted.entries = 0;
    assert!(stage.store.put_status_list(&wanted, None).await.unwrap());
    let age = stage.store.status_list_age().await.unwrap();
    assert_eq!(age, Some((NOW.plus_s(1), None)));
    assert_eq!(stage.store.status_list().await.unwrap(), Some(wanted));
}

async fn a_list_that_is_older_changes_nothing(stage: Stage) {
    let stored = list(NOW, "1");
    stage.store.put_status_list(&stored, None).await.unwrap();
    for fetched_at in [NOW.plus_ms(-1), NOW.plus_s(-300)] {
        let other = list(fetched_at, "2");
        assert!(!stage.store.put_status_list(&other, None).await.unwrap());
        let found = stage.store.status_list().await.unwrap();
        assert_eq!(found.as_ref(), Some(&stored));
    }
}

async fn a_list_that_a_wrong_clock_dated_ahead_is_replaced(stage: Stage) {
    let stored = list(NOW, "1");
    stage.store.put_status_list(&stored, None).await.unwrap();
    let other = list(NOW.plus_ms(-300_001), "2");
    assert!(stage.store.put_status_list(&other, None).await.unwrap());
    assert_eq!(stage.store.status_list().await.unwrap(), Some(other));
}

async fn a_loaded_list_replaces_a_newer_one_and_leaves_a_trace(stage: Stage) {
    let store = &stage.store;
    store.put_status_list(&list(NOW, "1"), None).await.unwrap();
    let loaded = list(NOW.plus_s(-86_400), "2");
    let change = change(loaded.clone());
    let trace = change.audit.clone();
    store.load_status_list(change).await.unwrap();
    assert_eq!(store.status_list().await.unwrap(), Some(loaded));
    let all = AuditFilter::default();
    let traces = store.audit_rows(&all, first_page(10)).await.unwrap();
    assert_eq!(traces.items, [trace]);
    // A list that is fetched later takes its place.
    let fetched = list(NOW, "3");
    assert!(store.put_status_list(&fetched, None).await.unwrap());
    assert_eq!(store.status_list().await.unwrap(), Some(fetched));
}

async fn the_trace_of_who_asked_is_left_whether_the_list_is_newer_or_not(stage: Stage) {
    let store = &stage.store;
    let mut traces = Vec::new();
    for (fetched_at, serial, is_stored) in [(NOW, "1", true), (NOW.plus_ms(-1), "2", false)] {
        let (list, trace) = (list(fetched_at, serial), change(()).audit);
        let stored = store.put_status_list(&list, Some(&trace)).await;
        assert_eq!(stored.unwrap(), is_stored);
        traces.insert(0, trace);
    }
    assert_eq!(store.status_list().await.unwrap(), Some(list(NOW, "1")));
    let all = AuditFilter::default();
    let found = store.audit_rows(&all, first_page(10)).await.unwrap();
    assert_eq!(found.items, traces);
}

async fn a_list_whose_trace_cannot_be_written_is_not_put(stage: Stage) {
    let store = &stage.store;
    let trace = change(()).audit;
    let put = |at: Timestamp, serial: &str| {
        let (list, trace) = (list(at, serial), trace.clone());
        async move { store.put_status_list(&list, Some(&trace)).await }
    };
    assert!(put(NOW, "1").await.unwrap());
    assert!(put(NOW.plus_s(5), "2").await.is_err());
    assert_eq!(store.status_list().await.unwrap(), Some(list(NOW, "1")));
}

async fn a_load_whose_trace_cannot_be_written_is_not_made(stage: Stage) {
    let store = &stage.store;
    let first = change(list(NOW, "1"));
    let mut second = change(list(NOW.plus_s(5), "2"));
    second.audit.id = first.audit.id;
    store.load_status_list(first).await.unwrap();
    assert!(store.load_status_list(second).await.is_err());
    let stored = store.status_list().await.unwrap();
    assert_eq!(stored, Some(list(NOW, "1")));
}

async fn of_16_nodes_that_fetched_the_newest_is_stored(stage: Stage) {
    let nodes = [stage.store.clone(), stage.second_node().await];
    let mut tasks = Vec::new();
    for (n, node) in (0..16).zip(nodes.iter().cycle()) {
        let (node, list) = (node.clone(), list(NOW.plus_s(n * 7 % 16), "1"));
        tasks.push(tokio::spawn(async move {
            node.put_status_list(&list, None).await.unwrap()
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let age = stage.store.status_list_age().await.unwrap();
    assert_eq!(age.unwrap().0, NOW.plus_s(15));
}

async fn a_new_list_is_news_on_every_node_and_an_old_one_is_not(stage: Stage) {
    let other_node = stage.second_node().await;
    let mut here = stage.store.notices();
    let mut there = other_node.notices();
    stage
        .store
        .put_status_list(&list(NOW, "1"), None)
        .await
        .unwrap();
    assert_eq!(here.recv().await, Ok(Notice::Everything));
    assert_eq!(there.recv().await, Ok(Notice::Everything));

    let third_node = stage.second_node().await;
    let mut news = third_node.notices();
    assert!(
        !stage
            .store
            .put_status_list(&list(NOW.plus_ms(-1), "2"), None)
            .await
            .unwrap()
    );
    let tenant = stage.tenant("acme").await;
    let heard = news.recv().await;
    assert_eq!(heard, Ok(Notice::Tenant(tenant)), "nothing before it");

    let load = change(list(NOW, "3"));
    stage.store.load_status_list(load).await.unwrap();
    assert_eq!(news.recv().await, Ok(Notice::Everything));
}

async fn a_list_of_16_mib_is_stored_whole(stage: Stage) {
    let wanted = StoredStatusList {
        body: (0..16 * 1_024 * 1_024_u32).map(|n| n as u8).collect(),
        ..list(NOW, "1")
    };
    assert!(stage.store.put_status_list(&wanted, None).await.unwrap());
    let stored = stage.store.status_list().await.unwrap().unwrap();
    assert!(stored == wanted, "what was stored differs");
}

for_each_engine!(
    without_a_list_there_is_none,
    a_list_reads_back_as_it_was_put,
    a_list_that_is_older_changes_nothing,
    a_list_that_a_wrong_clock_dated_ahead_is_replaced,
    a_loaded_list_replaces_a_newer_one_and_leaves_a_trace,
    the_trace_of_who_asked_is_left_whether_the_list_is_newer_or_not,
    a_list_whose_trace_cannot_be_written_is_not_put,
    a_load_whose_trace_cannot_be_written_is_not_made,
    of_16_nodes_that_fetched_the_newest_is_stored,
    a_new_list_is_news_on_every_node_and_an_old_one_is_not,
    a_list_of_16_mib_is_stored_whole,
);
