//! Origins by hand; BLOBs are tested from outside.

use super::x5u_is_of;

#[test]
fn addresses_of_one_origin_are_of_it() {
    for (source, x5u) in [
        (
            "https://mds.example/",
            "https://mds.example/certificates.pem",
        ),
        (
            "https://mds.example",
            "HTTPS://MDS.Example:443?a=https://other.example",
        ),
        ("http://127.0.0.1:8080/blob", "http://127.0.0.1:8080/c#f"),
        ("http://mds.example:80/", "http://mds.example/"),
        ("https://[::1]:9/", "https://[::1]:9/c"),
        ("https://[::1]/", "https://[::1]:443/c"),
    ] {
        assert!(x5u_is_of(source, x5u), "{x5u}");
    }
}

#[test]
fn everything_else_is_foreign() {
    let source = "https://mds.example/";
    for x5u in [
        "",
        "mds.example/c",
        "//mds.example/c",
        "http://mds.example/c",
        "ftp://mds.example/c",
        "https://mds.example:8443/c",
        "https://mds.example:/c",
        "https://mds.example:+443/c",
        "https://mds.example:99999/c",
        "https://mds.example.evil.example/c",
        "https://evil.example/https://mds.example/",
        "https://mds.example@evil.example/c",
        "https://user@mds.example/c",
        "https://mds.example\\@evil.example/c",
        "https://mds.example /c",
        "https://mds.example\n/c",
        "https:///c",
        "https://mds.éxample/c",
    ] {
        assert!(!x5u_is_of(source, x5u), "{x5u}");
    }
    assert!(!x5u_is_of("", ""));
    assert!(!x5u_is_of("file:///a", "file:///a"));
}
