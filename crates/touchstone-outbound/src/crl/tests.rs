//! Revocation lists from a scripted server, and addresses that are never called.

use touchstone_core::ports::{Upstream as _, UpstreamError};
use touchstone_simulator::google::Behaviour;
use touchstone_simulator::webauthn::mds::ScriptedMds;

use crate::{IssuerUrls, Issuers};

const PATH: &str = "/root.crl";

fn public() -> Issuers {
    Issuers::new(&IssuerUrls::default()).unwrap()
}

async fn server() -> (ScriptedMds, Issuers) {
    let server = ScriptedMds::start().await.unwrap();
    server.set_crl(PATH, b"list");
    (server, public().with_local_crls())
}

#[tokio::test]
async fn a_list_comes_as_it_is_laid_down_by_address_and_by_name() {
    let (server, issuers) = server().await;
    let url = server.url(PATH);
    assert_eq!(issuers.fetch_crl(&url).await.unwrap(), b"list");
    let named = url.replace("127.0.0.1", "localhost");
    assert_eq!(issuers.fetch_crl(&named).await.unwrap(), b"list");
}

#[tokio::test]
async fn this_machine_is_not_called_by_address_nor_by_name() {
    let (server, _) = server().await;
    let issuers = public();
    let url = server.url(PATH);
    let answer = issuers.fetch_crl(&url).await;
    assert!(matches!(answer, Err(UpstreamError::Unusable(_))));
    let odd = url.replace("127.0.0.1", "0x7f.1");
    let answer = issuers.fetch_crl(&odd).await;
    assert!(matches!(answer, Err(UpstreamError::Unusable(_))));
    // A name is refused when it is resolved: the call fails like one that does not connect.
    let answer = issuers
        .fetch_crl(&url.replace("127.0.0.1", "localhost"))
        .await;
    assert!(matches!(answer, Err(UpstreamError::Unavailable { .. })));
    assert_eq!(server.calls(PATH), 0);
}

#[tokio::test]
async fn no_private_address_is_called_even_where_this_machine_may_be() {
    let (_, issuers) = server().await;
    for url in [
        "http://10.0.0.1/a.crl",
        "http://192.168.1.1/a.crl",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00::1]/a.crl",
        "http://[::ffff:10.0.0.1]/a.crl",
        "http://0.0.0.0/a.crl",
    ] {
        let answer = issuers.fetch_crl(url).await;
        assert!(matches!(answer, Err(UpstreamError::Unusable(_))), "{url}");
    }
}

#[tokio::test]
async fn what_is_no_address_of_the_web_is_not_called() {
    let (_, issuers) = server().await;
    for url in [
        "ldap://ca.example/cn=a",
        "file:///etc/passwd",
        "http://u:p@ca.example/",
        "",
    ] {
        let answer = issuers.fetch_crl(url).await;
        assert!(matches!(answer, Err(UpstreamError::Unusable(_))), "{url}");
    }
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let (server, issuers) = server().await;
    server.set_crl("/other.crl", b"other");
    let target = server.url("/other.crl");
    server.script(PATH, [Behaviour::Redirect(target)]);
    assert!(issuers.fetch_crl(&server.url(PATH)).await.is_err());
    assert_eq!(server.calls("/other.crl"), 0);
}

#[tokio::test]
async fn a_list_that_is_too_large_or_missing_is_none() {
    let (server, issuers) = server().await;
    let flood = Behaviour::Flood(8 * 1024 * 1024 + 1);
    server.script(PATH, [flood, Behaviour::Status(404, String::new())]);
    for _ in 0..2 {
        assert!(issuers.fetch_crl(&server.url(PATH)).await.is_err());
    }
}
