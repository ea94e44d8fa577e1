//! What is kept of sources of metadata: the newest BLOB of each, and how the source was last asked.

use touchstone_core::Timestamp;
use touchstone_core::ports::{AuditFilter, MdsSource, Notice, StoreError};

use crate::support::{NOW, Stage, change, first_page};

const URL: &str = "https://mds.example/";

fn source(number: i64) -> MdsSource {
    MdsSource {
        url: URL.to_owned(),
        number: Some(number),
        next_update: Some("2026-05-01".to_owned()),
        etag: Some("\"1\"".to_owned()),
        fetched_at: Some(NOW),
        taken_over_at: Some(NOW.plus_s(-1)),
        asked_at: Some(NOW.plus_s(1)),
        reason: None,
        entries: 250,
        skipped: 2,
    }
}

async fn put(stage: &Stage, source: &MdsSource, blob: &[u8]) -> bool {
    let put = stage.store.put_mds_blob(source, blob, None, None).await;
    put.unwrap()
}

async fn stored(stage: &Stage) -> (Vec<MdsSource>, Option<Vec<u8>>) {
    let sources = stage.store.mds_sources().await.unwrap();
    let blob = stage.store.mds_blob(URL).await.unwrap();
    (sources, blob.map(|blob| blob.to_vec()))
}

async fn without_a_source_there_is_none(stage: Stage) {
    assert_eq!(stored(&stage).await, (Vec::new(), None));
}

async fn a_blob_reads_back_as_it_was_put(stage: Stage) {
    let other = MdsSource {
        url: "https://other.example/".to_owned(),
        next_update: None,
        etag: None,
        ..source(3)
    };
    assert!(put(&stage, &other, b"other").await);
    assert!(put(&stage, &source(7), b"blob").await);
    let (sources, blob) = stored(&stage).await;
    assert_eq!(sources, [source(7), other]);
    assert_eq!(blob.as_deref(), Some(b"blob".as_slice()));
}

async fn a_blob_replaces_one_with_a_smaller_number_only(stage: Stage) {
    assert!(put(&stage, &source(7), b"seven").await);
    for number in [7, 6, -1] {
        let changed = MdsSource {
            etag: Some("\"other\"".to_owned()),
            ..source(number)
        };
        assert!(!put(&stage, &changed, b"other").await, "{number}");
        let wanted = (vec![source(7)], Some(b"seven".to_vec()));
        assert_eq!(stored(&stage).await, wanted);
    }
    assert!(put(&stage, &source(8), b"eight").await);
    let wanted = (vec![source(8)], Some(b"eight".to_vec()));
    assert_eq!(stored(&stage).await, wanted);
}

async fn a_blob_without_a_number_is_refused(stage: Stage) {
    let source = MdsSource {
        number: None,
        ..source(1)
    };
    let put = stage.store.put_mds_blob(&source, b"blob", None, None).await;
    assert!(matches!(put, Err(StoreError::Corrupt { .. })), "{put:?}");
    assert_eq!(stored(&stage).await, (Vec::new(), None));
}

async fn a_source_that_never_answered_is_known_without_a_blob(stage: Stage) {
    let failed = MdsSource {
        number: None,
        next_update: None,
        etag: None,
        fetched_at: None,
        taken_over_at: None,
        asked_at: Some(NOW),
        reason: Some("connection refused".to_owned()),
        entries: 0,
        skipped: 0,
        ..source(0)
    };
    stage.store.note_mds_asked(&failed, None).await.unwrap();
    assert_eq!(stored(&stage).await, (vec![failed], None));
    // Its first BLOB is taken whatever its number.
    assert!(put(&stage, &source(0), b"blob").await);
    assert_eq!(
        stored(&stage).await,
        (vec![source(0)], Some(b"blob".to_vec()))
    );
}

async fn a_note_writes_how_the_source_was_asked_and_nothing_else(stage: Stage) {
    assert!(put(&stage, &source(7), b"seven").await);
    let note = MdsSource {
        number: Some(99),
        next_update: None,
        etag: Some("\"2\"".to_owned()),
        fetched_at: Some(NOW.plus_s(60)),
        taken_over_at: Some(NOW.plus_s(60)),
        asked_at: Some(NOW.plus_s(61)),
        reason: Some("blob_number_regressed".to_owned()),
        entries: 0,
        skipped: 0,
        ..source(0)
    };
    stage.store.note_mds_asked(&note, None).await.unwrap();
    let wanted = MdsSource {
        number: Some(7),
        next_update: source(7).next_update,
        taken_over_at: source(7).taken_over_at,
        entries: 250,
        skipped: 2,
        ..note
    };
    assert_eq!(
        stored(&stage).await,
        (vec![wanted], Some(b"seven".to_vec()))
    );
}

async fn the_trace_of_who_asked_is_left_whether_the_blob_is_newer_or_not(stage: Stage) {
    let mut traces = Vec::new();
    for (number, is_stored) in [(7, true), (6, false)] {
        let trace = change(()).audit;
        let source = source(number);
        let put = stage
            .store
            .put_mds_blob(&source, b"blob", None, Some(&trace));
        assert_eq!(put.await.unwrap(), is_stored);
        traces.insert(0, trace);
    }
    let trace = change(()).audit;
    let noted = stage.store.note_mds_asked(&source(7), Some(&trace)).await;
    noted.unwrap();
    traces.insert(0, trace);
    let all = AuditFilter::default();
    let found = stage.store.audit_rows(&all, first_page(10)).await;
    assert_eq!(found.unwrap().items, traces);
}

async fn a_blob_whose_trace_cannot_be_written_is_not_put(stage: Stage) {
    let trace = change(()).audit;
    let put = async |number| {
        let source = source(number);
        let put = stage
            .store
            .put_mds_blob(&source, b"blob", None, Some(&trace));
        put.await
    };
    assert!(put(1).await.unwrap());
    assert!(put(2).await.is_err());
    let noted = MdsSource {
        reason: Some("later".to_owned()),
        ..source(1)
    };
    let noted = stage.store.note_mds_asked(&noted, Some(&trace)).await;
    assert!(noted.is_err());
    assert_eq!(stored(&stage).await.0, [source(1)]);
}

async fn of_16_nodes_that_fetched_the_greatest_number_is_stored(stage: Stage) {
    let nodes = [stage.store.clone(), stage.second_node().await];
    let mut tasks = Vec::new();
    for (n, node) in (0..16).zip(nodes.iter().cycle()) {
        let (node, number) = (node.clone(), n * 7 % 16);
        tasks.push(tokio::spawn(async move {
            let blob = number.to_string();
            let source = source(number);
            let put = node.put_mds_blob(&source, blob.as_bytes(), None, None);
            put.await.unwrap();
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let wanted = (vec![source(15)], Some(b"15".to_vec()));
    assert_eq!(stored(&stage).await, wanted);
}

async fn a_new_blob_is_news_and_an_old_one_or_a_note_is_not(stage: Stage) {
    let other_node = stage.second_node().await;
    let mut news = other_node.notices();
    assert!(put(&stage, &source(7), b"seven").await);
    assert_eq!(news.recv().await, Ok(Notice::Everything));
    assert!(!put(&stage, &source(7), b"again").await);
    stage.store.note_mds_asked(&source(7), None).await.unwrap();
    let tenant = stage.tenant("acme").await;
    assert_eq!(news.recv().await, Ok(Notice::Tenant(tenant)));
}

async fn a_blob_of_16_mib_is_stored_whole(stage: Stage) {
    let blob: Vec<u8> = (0..16 * 1_024 * 1_024_u32).map(|n| n as u8).collect();
    assert!(put(&stage, &source(1), &blob).await);
    let (_, found) = stored(&stage).await;
    assert!(found == Some(blob), "what was stored differs");
}

async fn times_at_the_edges_are_kept(stage: Stage) {
    let edge = MdsSource {
        fetched_at: Some(Timestamp::from_unix_ms(i64::MIN)),
        asked_at: Some(Timestamp::from_unix_ms(i64::MAX)),
        ..source(i64::MAX)
    };
    assert!(put(&stage, &edge, b"").await);
    assert_eq!(stored(&stage).await, (vec![edge], Some(Vec::new())));
}

for_each_engine!(
    without_a_source_there_is_none,
    a_blob_reads_back_as_it_was_put,
    a_blob_replaces_one_with_a_smaller_number_only,
    a_blob_without_a_number_is_refused,
    a_source_that_never_answered_is_known_without_a_blob,
    a_note_writes_how_the_source_was_asked_and_nothing_else,
    the_trace_of_who_asked_is_left_whether_the_blob_is_newer_or_not,
    a_blob_whose_trace_cannot_be_written_is_not_put,
    of_16_nodes_that_fetched_the_greatest_number_is_stored,
    a_new_blob_is_news_and_an_old_one_or_a_note_is_not,
    a_blob_of_16_mib_is_stored_whole,
    times_at_the_edges_are_kept,
);
