//! The status list of Android attestation keys: shown, fetched, brought by hand; for server-wide keys only.

use serde_json::{Value, json};
use touchstone_core::ports::{StatusListAnswer, UpstreamError};

use super::house::{House, Told};
use crate::harness::{AWAY, Never};

const PATH: &str = "/mobile/status-list";
const REFRESH: &str = "/mobile/status-list/refresh";

fn list(entries: usize) -> String {
    let entries: serde_json::Map<_, _> = (0..entries)
        .map(|number| (format!("{number:x}f"), json!({ "status": "REVOKED" })))
        .collect();
    json!({ "entries": entries }).to_string()
}

fn answer(body: &str) -> Result<StatusListAnswer, UpstreamError> {
    Ok(StatusListAnswer::List {
        body: body.as_bytes().to_vec(),
        etag: Some("\"1\"".to_owned()),
        max_age_s: Some(600),
    })
}

async fn load(house: &House, body: String) -> Told {
    let ask = house.local("PUT", PATH);
    ask.header("content-type", "application/json")
        .raw(body)
        .await
}

#[tokio::test]
async fn while_there_is_none_it_is_not_found() {
    let house = House::new().await;
    house.local("GET", PATH).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_list_that_is_brought_is_in_force_at_once() {
    let house = House::new().await;
    let told = load(&house, list(3)).await;
    let shown = json!({
        "entries": 3,
        "source": "loaded",
        "fetched_at": "2026-04-29T14:40:00.000Z",
        "fresh_until": "2026-04-29T14:40:00.000Z",
        "age_s": 0,
        "stale": false,
    });
    assert_eq!(told.expect(200), &shown);
    assert_eq!(house.local("GET", PATH).await.expect(200), &shown);
}

async fn load_fetched_at(house: &House, fetched_at: &str) -> Told {
    let ask = house.local("PUT", &format!("{PATH}?fetched_at={fetched_at}"));
    ask.header("content-type", "application/json")
        .raw(list(1))
        .await
}

#[tokio::test]
async fn a_list_that_is_brought_is_as_old_as_it_is_said_to_be() {
    let house = House::new().await;
    let told = load_fetched_at(&house, "2026-04-26T16:40:00%2B02:00").await;
    assert_eq!(told.expect(200)["fetched_at"], "2026-04-26T14:40:00.000Z");
    assert_eq!(told.body["fresh_until"], "2026-04-26T14:40:00.000Z");
    assert_eq!(told.body["age_s"], 259_200);
    assert_eq!(told.body["stale"], false);
    let told = load_fetched_at(&house, "2026-04-26T14:39:59.999Z").await;
    assert_eq!(told.expect(200)["stale"], true);
    let told = load_fetched_at(&house, "0001-01-01T00:00:00Z").await;
    assert_eq!(told.expect(200)["stale"], true);
}

#[tokio::test]
async fn a_list_that_is_brought_is_not_younger_than_now() {
    let house = House::new().await;
    for later in ["2026-04-29T14:40:00.001Z", "9999-12-30T00:00:00Z"] {
        let told = load_fetched_at(&house, later).await;
        assert_eq!(told.expect(200)["fetched_at"], "2026-04-29T14:40:00.000Z");
        assert_eq!(told.body["age_s"], 0);
    }
}

#[tokio::test]
async fn an_age_that_cannot_be_read_leaves_the_old_list_in_force() {
    let house = House::new().await;
    load(&house, list(2)).await.expect(200);
    let bad = [
        "",
        "yesterday",
        "2026-04-29",
        "2026-04-29T14:40:00",
        "1777473600",
        "2026-04-31T00:00:00Z",
    ];
    for fetched_at in bad {
        let told = load_fetched_at(&house, fetched_at).await;
        told.refused(422, "invalid").issue("fetched_at");
    }
    let twice = "2026-04-29T14:40:00Z&fetched_at=2026-04-29T14:40:00Z";
    let told = load_fetched_at(&house, twice).await;
    told.refused(422, "invalid").issue("fetched_at");
    for (method, path) in [("GET", PATH), ("POST", REFRESH)] {
        let path = format!("{path}?fetched_at=2026-04-29T14:40:00Z");
        let told = house.local(method, &path).await;
        told.refused(422, "invalid").issue("fetched_at");
    }
    assert_eq!(house.local("GET", PATH).await.expect(200)["entries"], 2);
}

#[tokio::test]
async fn a_list_is_not_read_of_who_may_not_bring_it() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let keys = [
        house.admin_key(Some(&tenant), &["*"]).await,
        house.admin_key(None, &["mobile:read"]).await,
    ];
    for key in &keys {
        let body = Never::default();
        let ask = house.ask("PUT", PATH).by(key).never(&body);
        let ask = ask.header("content-type", "application/json");
        ask.await.refused(403, "scope_missing");
        assert!(!body.was_asked_for());
    }
}

#[tokio::test]
async fn a_list_is_not_read_while_it_comes_from_a_file() {
    let house = House::new().await;
    let mobile = &house.core.mobile;
    let written_at = house.core.world.clock.now();
    mobile
        .use_status_list_file(list(1).into_bytes(), written_at)
        .unwrap();
    let body = Never::default();
    let told = house.local("PUT", PATH).never(&body).await;
    told.refused(409, "status_list_from_file");
    assert!(!body.was_asked_for());
}

#[tokio::test]
async fn a_list_grows_stale_when_its_age_is_over() {
    let house = House::new().await;
    load(&house, list(1)).await.expect(200);
    house.clock.advance_ms(72 * 3_600_000);
    assert_eq!(house.local("GET", PATH).await.expect(200)["stale"], false);
    house.clock.advance_ms(1);
    let told = house.local("GET", PATH).await;
    assert_eq!(told.expect(200)["stale"], true);
    assert_eq!(told.body["age_s"], 259_200);
}

#[tokio::test]
async fn what_is_no_list_leaves_the_old_one_in_force() {
    let house = House::new().await;
    load(&house, list(2)).await.expect(200);
    for bad in [
        "",
        "{",
        "[]",
        "{}",
        r#"{"entries":[]}"#,
        r#"{"entries":{"xyz":{}}}"#,
    ] {
        let told = load(&house, bad.to_owned()).await;
        told.refused(422, "status_list_malformed");
        house.upstream.list(answer(bad));
        let told = house.local("POST", REFRESH).await;
        told.refused(422, "status_list_malformed");
    }
    let told = house.local("PUT", PATH).raw(list(1)).await;
    told.refused(415, "content_type_unsupported");
    assert_eq!(house.local("GET", PATH).await.expect(200)["entries"], 2);
}

#[tokio::test]
async fn a_refresh_asks_the_source_now() {
    let house = House::new().await;
    house.upstream.list(answer(&list(2)));
    let told = house.local("POST", REFRESH).await;
    assert_eq!(told.expect(200)["entries"], 2);
    assert_eq!(told.body["source"], "https://status.example/list");
    assert_eq!(told.body["fresh_until"], "2026-04-29T14:50:00.000Z");
    house.clock.advance_ms(1_000);
    house
        .upstream
        .list(Ok(StatusListAnswer::Unchanged { max_age_s: None }));
    let told = house.local("POST", REFRESH).json(json!({})).await;
    assert_eq!(told.expect(200)["fetched_at"], "2026-04-29T14:40:01.000Z");
    assert_eq!(told.body["entries"], 2);
    let told = house
        .local("POST", REFRESH)
        .json(json!({ "force": true }))
        .await;
    told.refused(422, "invalid").issue("force");
}

#[tokio::test]
async fn a_source_that_does_not_answer_is_told_and_changes_nothing() {
    let house = House::new().await;
    load(&house, list(2)).await.expect(200);
    house.upstream.list(Err(AWAY));
    let told = house.local("POST", REFRESH).await;
    told.refused(503, "unavailable");
    assert_eq!(told.body["detail"], "unavailable: connect");
    assert_eq!(told.header("retry-after"), "1");
    assert_eq!(house.local("GET", PATH).await.expect(200)["entries"], 2);
}

#[tokio::test]
async fn a_long_list_may_be_brought_and_nothing_else_may_be_as_long() {
    let house = House::new().await;
    let long = list(10_000);
    assert!(long.len() > 65_536);
    assert_eq!(
        load(&house, long.clone()).await.expect(200)["entries"],
        10_000
    );
    let elsewhere = [
        ("POST", REFRESH),
        ("PUT", "/mobile/settings"),
        ("POST", "/tenants"),
    ];
    for (method, path) in elsewhere {
        let ask = house
            .local(method, path)
            .header("content-type", "application/json");
        ask.raw(long.clone()).await.refused(413, "body_too_large");
    }
    let told = load(&house, " ".repeat(16 * 1_024 * 1_024 + 1)).await;
    told.refused(413, "body_too_large");
}

#[tokio::test]
async fn it_takes_a_server_wide_key_with_the_scope() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    load(&house, list(1)).await.expect(200);
    let bound = house.admin_key(Some(&tenant), &["*"]).await;
    let reader = house.admin_key(None, &["mobile:read"]).await;
    let writer = house.admin_key(None, &["mobile:write"]).await;
    for (method, path) in [("GET", PATH), ("PUT", PATH), ("POST", REFRESH)] {
        let refused = if method == "GET" { &writer } else { &reader };
        for key in [&bound, refused] {
            let ask = house.ask(method, path).by(key);
            ask.json(json!({})).await.refused(403, "scope_missing");
        }
    }
    house.ask("GET", PATH).by(&reader).await.expect(200);
}

#[tokio::test]
async fn a_list_that_is_brought_leaves_a_trace_without_its_entries() {
    let house = House::new().await;
    load(&house, list(3)).await.expect(200);
    let rows = house
        .local("GET", "/audit?action=mobile.status_list.load")
        .await;
    let row = &rows.expect(200)["items"][0];
    assert_eq!(row["before"], json!(null));
    assert_eq!(row["object"], "status_list");
    assert_eq!(
        row["after"],
        json!({ "entries": 3, "source": "loaded", "fetched_at": "2026-04-29T14:40:00.000Z" })
    );
}

#[tokio::test]
async fn a_refresh_leaves_a_trace_and_a_failed_one_leaves_none() {
    let house = House::new().await;
    let traces = async || {
        let path = "/audit?action=mobile.status_list.refresh";
        let rows = house.local("GET", path).await;
        rows.expect(200)["items"].as_array().unwrap().clone()
    };
    load(&house, list(3)).await.expect(200);
    house
        .local("POST", REFRESH)
        .await
        .refused(503, "unavailable");
    house.upstream.list(answer("{}"));
    let told = house.local("POST", REFRESH).await;
    told.refused(422, "status_list_malformed");
    assert_eq!(traces().await.len(), 0);
    house.upstream.list(answer(&list(2)));
    // The first is stored, the second is no newer.
    house.clock.advance_ms(1);
    for _ in 0..2 {
        house.local("POST", REFRESH).await.expect(200);
    }
    let rows = traces().await;
    assert_eq!(rows.len(), 2);
    // Rows of one instant have no order.
    let first = |row: &&Value| row["before"]["source"] == "loaded";
    let row = rows.iter().find(first).unwrap();
    let source = "https://status.example/list";
    assert_eq!(row["object"], "status_list");
    assert_eq!(
        row["before"],
        json!({ "entries": 3, "source": "loaded", "fetched_at": "2026-04-29T14:40:00.000Z" })
    );
    assert_eq!(
        row["after"],
        json!({ "entries": 2, "source": source, "fetched_at": "2026-04-29T14:40:00.001Z" })
    );
}

#[tokio::test]
async fn a_list_dated_by_a_clock_that_ran_ahead_is_stale_and_fetched_anew() {
    let house = House::new().await;
    let month_ms = 30 * 86_400_000;
    house.upstream.list(answer(&list(1)));
    house.clock.advance_ms(month_ms);
    house.local("POST", REFRESH).await.expect(200);
    house.clock.advance_ms(-month_ms);
    assert_eq!(house.local("GET", PATH).await.expect(200)["stale"], true);
    house.upstream.list(answer(&list(2)));
    let told = house.local("POST", REFRESH).await;
    assert_eq!(told.expect(200)["stale"], false);
    assert_eq!(told.body["entries"], 2);
    assert_eq!(told.body["fetched_at"], "2026-04-29T14:40:00.000Z");
}

#[tokio::test]
async fn unchanged_confirms_only_the_list_that_was_asked_about() {
    let house = House::new().await;
    load(&house, list(1)).await.expect(200);
    let unchanged = StatusListAnswer::Unchanged { max_age_s: None };
    house.upstream.list(Ok(unchanged));
    let told = house.local("POST", REFRESH).await;
    told.refused(503, "unavailable");
    assert_eq!(
        house.local("GET", PATH).await.expect(200)["source"],
        "loaded"
    );
}
