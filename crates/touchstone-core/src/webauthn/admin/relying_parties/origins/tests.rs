//! What browsers and apps send is taken, everything near it refused.

use super::{Origin, is_domain, is_host, origin};

const KEY_HASH: &str = "android:apk-key-hash:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

#[test]
fn origins_of_the_rp_id_are_its_own() {
    let own = [
        "https://siven.ch",
        "https://siven.ch:8443",
        "https://login.siven.ch",
        "https://a.b.siven.ch:1",
    ];
    for text in own {
        assert_eq!(origin(text, "siven.ch"), Ok(Origin::Own), "{text}");
    }
    let local = origin("http://localhost:8080", "localhost");
    assert_eq!(local, Ok(Origin::Own));
}

#[test]
fn apps_and_other_sites_are_told_apart() {
    assert_eq!(origin(KEY_HASH, "siven.ch"), Ok(Origin::App));
    for text in ["https://siven.com", "https://notsiven.ch", "https://ch"] {
        assert_eq!(origin(text, "siven.ch"), Ok(Origin::Related), "{text}");
    }
}

#[test]
fn what_no_browser_sends_is_refused() {
    let bad = [
        "",
        "siven.ch",
        "https://",
        "https://siven.ch/",
        "https://siven.ch:443",
        "https://siven.ch:",
        "https://siven.ch:0",
        "https://siven.ch:08",
        "https://siven.ch:65536",
        "https://siven.ch:80:80",
        "https://Siven.ch",
        "HTTPS://siven.ch",
        "https://user@siven.ch",
        "https://siven.ch.",
        "https://127.0.0.1",
        "https://[::1]",
        "https://*.siven.ch",
        "https://siven.ch ",
        "http://siven.ch",
        "http://localhost",
        "null",
        "android:apk-key-hash:",
        "android:apk-key-hash:YWE",
        "ios:bundle-id:ch.siven",
    ];
    for text in bad {
        assert!(origin(text, "siven.ch").is_err(), "{text}");
    }
    assert!(origin(&format!("{KEY_HASH}="), "siven.ch").is_err());
    assert!(origin("http://localhost:80", "localhost").is_err());
    assert!(origin("http://app.localhost", "localhost").is_err());
}

#[test]
fn an_rp_id_is_a_domain() {
    for text in ["siven.ch", "localhost", "a-b.c", "xn--bcher-kva.example"] {
        assert!(is_domain(text), "{text}");
    }
    let long = format!("{}.ch", "a".repeat(64));
    let bad = [
        "",
        ".",
        "siven.ch.",
        ".siven.ch",
        "Siven.ch",
        "siven..ch",
        "-a.ch",
        "a-.ch",
        "127.0.0.1",
        "bücher.example",
        "siven.ch:443",
        "https://siven.ch",
        "a_b.ch",
        &long,
    ];
    for text in bad {
        assert!(!is_domain(text), "{text}");
    }
}

#[test]
fn a_host_is_a_name_or_an_address_without_port() {
    for text in ["siven.ch", "touchstone_web", "127.0.0.1", "[::1]"] {
        assert!(is_host(text), "{text}");
    }
    for text in [
        "",
        "siven.ch:8080",
        "::1",
        "[::1]:80",
        "SIVEN.ch",
        "[FE80::1]",
        "1.2.3",
    ] {
        assert!(!is_host(text), "{text}");
    }
}
