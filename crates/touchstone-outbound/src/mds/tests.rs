//! BLOBs and certificates from a scripted service on loopback.

use touchstone_core::ports::{MdsAnswer, Upstream as _, UpstreamError};
use touchstone_simulator::google::Behaviour;
use touchstone_simulator::webauthn::mds::ScriptedMds;

use crate::{IssuerUrls, Issuers};

const GARBAGE: UpstreamError = UpstreamError::Unavailable {
    cause: "garbage",
    retry_after_s: 5,
};

async fn service() -> (ScriptedMds, Issuers) {
    let mds = ScriptedMds::start().await.unwrap();
    mds.set_blob("a.b.c");
    (mds, Issuers::new(&IssuerUrls::default()).unwrap())
}

fn body(answer: Result<MdsAnswer, UpstreamError>) -> Vec<u8> {
    match answer.unwrap() {
        MdsAnswer::Blob { body, .. } => body,
        MdsAnswer::Unchanged => panic!("unchanged"),
    }
}

#[tokio::test]
async fn a_blob_comes_with_its_validator_and_is_not_sent_again_for_it() {
    let (mds, issuers) = service().await;
    let first = issuers.fetch_mds_blob(&mds.blob_url(), None).await.unwrap();
    let MdsAnswer::Blob { body, etag } = first else {
        panic!("{first:?}");
    };
    assert_eq!(body, b"a.b.c");
    assert!(etag.is_some());
    let again = issuers.fetch_mds_blob(&mds.blob_url(), etag).await;
    assert_eq!(again, Ok(MdsAnswer::Unchanged));
}

#[tokio::test]
async fn unchanged_without_a_question_is_no_answer() {
    let (mds, issuers) = service().await;
    mds.script("/", [Behaviour::Status(304, String::new())]);
    let answer = issuers.fetch_mds_blob(&mds.blob_url(), None).await;
    assert!(matches!(answer, Err(UpstreamError::Unavailable { .. })));
}

#[tokio::test]
async fn three_redirects_at_the_same_server_are_followed_and_no_fourth() {
    let (mds, issuers) = service().await;
    mds.put("/there", "text/plain", "found");
    let away = |to: &str| [Behaviour::Redirect(to.to_owned())];
    let chain = |length: usize| {
        let stops = ["/", "/1", "/2", "/3", "/4"];
        for at in 0..length {
            let next = if at + 1 == length {
                "/there"
            } else {
                stops[at + 1]
            };
            mds.script(stops[at], away(next));
        }
    };
    chain(3);
    let answer = issuers.fetch_mds_blob(&mds.blob_url(), None).await;
    assert_eq!(body(answer), b"found");
    chain(4);
    let answer = issuers.fetch_mds_blob(&mds.blob_url(), None).await;
    assert_eq!(answer, Err(GARBAGE));
    assert_eq!(mds.calls("/there"), 1);
}

#[tokio::test]
async fn a_redirect_to_another_server_is_not_followed() {
    let (mds, issuers) = service().await;
    let other = ScriptedMds::start().await.unwrap();
    other.set_blob("stolen");
    for target in [other.blob_url(), other.blob_url().replace("http:", "")] {
        mds.script("/", [Behaviour::Redirect(target)]);
        let answer = issuers.fetch_mds_blob(&mds.blob_url(), None).await;
        assert_eq!(answer, Err(GARBAGE));
    }
    assert_eq!(other.calls("/"), 0);
}

#[tokio::test]
async fn addresses_in_plain_to_other_machines_are_never_called() {
    let (_, issuers) = service().await;
    for url in [
        "http://192.0.2.1/",
        "http://mds.example/",
        "ftp://localhost/",
        "https://user@localhost/",
        "no address",
    ] {
        let blob = issuers.fetch_mds_blob(url, None).await;
        assert!(matches!(blob, Err(UpstreamError::Unusable(_))), "{url}");
        let certificates = issuers.fetch_certificates(url).await;
        let is_refused = matches!(certificates, Err(UpstreamError::Unusable(_)));
        assert!(is_refused, "{url}");
    }
}

#[tokio::test]
async fn what_is_too_large_is_not_read() {
    let (mds, issuers) = service().await;
    mds.script("/", [Behaviour::Flood(16 * 1024 * 1024 + 1)]);
    let blob = issuers.fetch_mds_blob(&mds.blob_url(), None).await;
    assert_eq!(blob, Err(GARBAGE));
    mds.script("/x5u", [Behaviour::Flood(256 * 1024 + 1)]);
    let certificates = issuers.fetch_certificates(&mds.url("/x5u")).await;
    assert_eq!(certificates, Err(GARBAGE));
}

#[tokio::test]
async fn a_service_that_refuses_or_breaks_gives_no_blob() {
    let (mds, issuers) = service().await;
    for behaviour in [
        Behaviour::Status(500, "sorry".to_owned()),
        Behaviour::Status(404, String::new()),
        Behaviour::Status(204, String::new()),
        Behaviour::Close,
    ] {
        mds.script("/", [behaviour.clone()]);
        let blob = issuers.fetch_mds_blob(&mds.blob_url(), None).await;
        assert!(blob.is_err(), "{behaviour:?}");
    }
}

#[tokio::test]
async fn certificates_come_as_they_are_laid_down() {
    let (mds, issuers) = service().await;
    mds.put("/x5u", "application/x-pem-file", "pem");
    let url = mds.url("/x5u");
    assert_eq!(issuers.fetch_certificates(&url).await.unwrap(), b"pem");
}
