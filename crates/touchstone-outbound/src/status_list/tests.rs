//! The status list as its source may send it.

use touchstone_core::ports::{StatusListAnswer, UpstreamError};

use super::StatusList;
use crate::address::Address;
use crate::tests::server::{Reply, Server};

const BODY: &str = r#"{"entries":{}}"#;

async fn fetched(
    reply: impl Fn() -> Reply + Send + Sync + 'static,
    etag: Option<&str>,
) -> (Result<StatusListAnswer, UpstreamError>, Server) {
    let server = Server::start(move |_| reply()).await;
    let address = Address::parse(&format!("{}/attestation/status", server.url)).unwrap();
    let list = StatusList::new(address);
    let answer = list.fetch(etag.map(str::to_owned)).await;
    (answer, server)
}

fn with(headers: &'static str) -> impl Fn() -> Reply {
    move || Reply::Answer(200, headers.to_owned(), BODY.into())
}

fn cause(answer: Result<StatusListAnswer, UpstreamError>) -> &'static str {
    match answer {
        Err(UpstreamError::Unavailable { cause, .. }) => cause,
        other => panic!("not unavailable: {other:?}"),
    }
}

#[tokio::test]
async fn a_list_comes_with_its_validator_and_age() {
    let headers = "ETag: \"v1\"\r\nCache-Control: public, max-age=3600\r\n";
    let (answer, server) = fetched(with(headers), None).await;
    let list = StatusListAnswer::List {
        body: BODY.into(),
        etag: Some("\"v1\"".to_owned()),
        max_age_s: Some(3_600),
    };
    assert!(answer.unwrap() == list);
    let seen = server.seen();
    assert_eq!(seen[0].line, "GET /attestation/status HTTP/1.1");
    assert_eq!(seen[0].header("if-none-match"), None);
}

#[tokio::test]
async fn a_known_list_is_asked_for_by_its_validator() {
    let not_modified = || Reply::Answer(304, "Cache-Control: max-age=60\r\n".into(), Vec::new());
    let (answer, server) = fetched(not_modified, Some("\"v1\"")).await;
    assert!(
        answer.unwrap()
            == StatusListAnswer::Unchanged {
                max_age_s: Some(60)
            }
    );
    assert_eq!(server.seen()[0].header("if-none-match"), Some("\"v1\""));
}

#[tokio::test]
async fn unchanged_without_a_known_list_is_not_understood() {
    for etag in [None, Some("v1\r\nX: y")] {
        let (answer, server) = fetched(|| Reply::status(304), etag).await;
        assert_eq!(cause(answer), "garbage");
        assert_eq!(server.seen()[0].header("if-none-match"), None);
    }
}

#[tokio::test]
async fn ages_are_read_leniently() {
    for (headers, expected) in [
        ("", None),
        ("Cache-Control: no-cache\r\n", None),
        ("Cache-Control: max-age\r\n", None),
        ("Cache-Control: max-age=\r\n", None),
        ("Cache-Control: max-age=-1\r\n", None),
        ("Cache-Control: max-age=+1\r\n", None),
        ("Cache-Control: max-age=soon\r\n", None),
        ("Cache-Control: s-maxage=9\r\n", None),
        ("Cache-Control: MAX-AGE = 7 , public\r\n", Some(7)),
        ("Cache-Control: max-age=\"8\"\r\n", Some(8)),
        (
            "Cache-Control: public\r\nCache-Control: max-age=9\r\n",
            Some(9),
        ),
        ("Cache-Control: max-age=99999999999\r\n", Some(u32::MAX)),
    ] {
        let (answer, _) = fetched(with(headers), None).await;
        let StatusListAnswer::List { max_age_s, .. } = answer.unwrap() else {
            panic!("no list")
        };
        assert_eq!(max_age_s, expected, "{headers}");
    }
}

#[tokio::test]
async fn a_validator_beyond_all_measure_is_not_kept() {
    let long = || {
        let headers = format!("ETag: \"{}\"\r\n", "x".repeat(256));
        Reply::Answer(200, headers, BODY.into())
    };
    let (answer, _) = fetched(long, None).await;
    assert!(matches!(
        answer,
        Ok(StatusListAnswer::List { etag: None, .. })
    ));
}

#[tokio::test]
async fn refusals_are_told_with_their_status() {
    for status in [400, 401, 403, 404] {
        let (answer, _) = fetched(move || Reply::json(status, "go away"), None).await;
        let denied = UpstreamError::Denied {
            status,
            message: "go away".to_owned(),
        };
        assert!(answer.unwrap_err() == denied);
    }
}

#[tokio::test]
async fn troubles_are_told_apart_and_not_repeated() {
    for (status, word) in [
        (429, "rate_limited"),
        (500, "server_error"),
        (503, "server_error"),
        (204, "garbage"),
        (302, "garbage"),
    ] {
        let (answer, server) = fetched(move || Reply::status(status), None).await;
        assert_eq!(cause(answer), word);
        assert_eq!(server.seen().len(), 1);
    }
    let (answer, _) = fetched(|| Reply::Close, None).await;
    assert_eq!(cause(answer), "connect");
    let (answer, _) = fetched(|| Reply::Raw(b"\x16\x03\x01 no http".to_vec()), None).await;
    assert_eq!(cause(answer), "connect");
}

#[tokio::test]
async fn sixteen_mebibytes_are_read_and_not_one_byte_more() {
    let of = |length: usize| move || Reply::Answer(200, String::new(), vec![b' '; length]);
    let (answer, _) = fetched(of(16 * 1024 * 1024), None).await;
    assert!(answer.is_ok());
    let (answer, _) = fetched(of(16 * 1024 * 1024 + 1), None).await;
    assert_eq!(cause(answer), "garbage");
}
