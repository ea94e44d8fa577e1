//! Addresses and hosts that are told, and those that are only said.

use http::Request;

use super::*;

const PROXY: &str = "10.0.0.1";

fn parts(peer: &str, headers: &[(&str, &str)]) -> Parts {
    let mut request = Request::post("/x");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.extension(Peer(peer.parse().unwrap()));
    request.body(()).unwrap().into_parts().0
}

fn trusted() -> Vec<Network> {
    vec!["10.0.0.0/8".parse().unwrap(), "fd00::/8".parse().unwrap()]
}

fn client(peer: &str, lines: &[&str]) -> String {
    let headers: Vec<_> = lines
        .iter()
        .map(|line| ("x-forwarded-for", *line))
        .collect();
    let ClientAddress(address) = ClientAddress::of(&parts(peer, &headers), &trusted());
    address.to_string()
}

fn called(peer: &str, headers: &[(&str, &str)]) -> Option<String> {
    host(&parts(peer, headers), &trusted())
}

#[test]
fn a_stranger_s_word_about_others_is_not_taken() {
    assert_eq!(client("203.0.113.9", &["192.0.2.1"]), "203.0.113.9");
}

#[test]
fn a_proxy_s_word_is_taken() {
    assert_eq!(client(PROXY, &["192.0.2.1"]), "192.0.2.1");
    assert_eq!(client("fd00::7", &["192.0.2.1"]), "192.0.2.1");
    assert_eq!(client("::ffff:10.0.0.1", &["192.0.2.1"]), "192.0.2.1");
}

#[test]
fn of_several_the_last_that_is_no_proxy_counts() {
    assert_eq!(client(PROXY, &["6.6.6.6, 192.0.2.1"]), "192.0.2.1");
    assert_eq!(
        client(PROXY, &["6.6.6.6, 192.0.2.1, 10.0.0.2"]),
        "192.0.2.1"
    );
    assert_eq!(
        client(PROXY, &["6.6.6.6", "192.0.2.1", "10.0.0.2"]),
        "192.0.2.1"
    );
}

#[test]
fn where_all_are_proxies_the_first_counts() {
    assert_eq!(client(PROXY, &["10.0.0.3, 10.0.0.2"]), "10.0.0.3");
    assert_eq!(client(PROXY, &[]), PROXY);
}

#[test]
fn what_is_no_address_ends_the_trace() {
    for line in [
        "unknown",
        "",
        "192.0.2.1 x",
        "_hidden",
        "192.0.2.1,",
        "\u{e9}",
    ] {
        assert_eq!(client(PROXY, &[line]), PROXY, "{line}");
    }
    assert_eq!(client(PROXY, &["192.0.2.1, x, 10.0.0.2"]), "10.0.0.2");
}

#[test]
fn an_address_may_have_a_port_or_brackets() {
    assert_eq!(client(PROXY, &["192.0.2.1:4711"]), "192.0.2.1");
    assert_eq!(client(PROXY, &["[2001:db8::1]:4711"]), "2001:db8::");
    assert_eq!(client(PROXY, &["[2001:db8::1]"]), "2001:db8::");
}

#[test]
fn an_ipv6_client_is_its_64_bits() {
    assert_eq!(client("2001:db8:1:2:3::4", &[]), "2001:db8:1:2::");
    assert_eq!(client("::ffff:192.0.2.1", &[]), "192.0.2.1");
}

#[test]
fn a_request_without_a_connection_is_of_nobody_s_address() {
    let parts = Request::post("/x").body(()).unwrap().into_parts().0;
    let ClientAddress(address) = ClientAddress::of(&parts, &trusted());
    assert_eq!(address.to_string(), "0.0.0.0");
}

#[test]
fn the_host_is_told_without_port_in_lower_case() {
    for (sent, host) in [
        ("Siven.CH", "siven.ch"),
        ("siven.ch:8443", "siven.ch"),
        ("[2001:DB8::1]:443", "[2001:db8::1]"),
        ("[::1]", "[::1]"),
        ("127.0.0.1:80", "127.0.0.1"),
    ] {
        assert_eq!(
            called("192.0.2.1", &[("host", sent)]).as_deref(),
            Some(host)
        );
    }
}

#[test]
fn a_host_that_is_not_told_once_and_clearly_is_none() {
    assert_eq!(called("192.0.2.1", &[]), None);
    assert_eq!(called("192.0.2.1", &[("host", "a"), ("host", "a")]), None);
    for bad in [
        "", ":80", "a b", "a/b", "a,b", "[::1", "[::1]x", "a@b", "\u{e9}",
    ] {
        assert_eq!(called("192.0.2.1", &[("host", bad)]), None, "{bad}");
    }
}

#[test]
fn only_a_proxy_says_which_host_was_called() {
    let said = [("host", "inner"), ("x-forwarded-host", "siven.ch:443")];
    assert_eq!(called("192.0.2.1", &said).as_deref(), Some("inner"));
    assert_eq!(called(PROXY, &said).as_deref(), Some("siven.ch"));
    assert_eq!(
        called(PROXY, &[("host", "inner")]).as_deref(),
        Some("inner")
    );
}

#[test]
fn a_proxy_that_says_two_hosts_says_none() {
    for line in ["a.example, b.example", ""] {
        let said = [("host", "inner"), ("x-forwarded-host", line)];
        assert_eq!(called(PROXY, &said), None, "{line}");
    }
}

#[test]
fn a_target_with_an_authority_goes_before_the_header() {
    let request = Request::post("https://Siven.ch:443/x").header("host", "other");
    let parts = request.body(()).unwrap().into_parts().0;
    assert_eq!(host(&parts, &[]).as_deref(), Some("siven.ch"));
}
