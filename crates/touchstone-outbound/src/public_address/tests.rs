//! Which addresses are public, by outside lists and by the borders of the registries.

use std::net::IpAddr;

use touchstone_testkit::vectors_dir;

use super::is_public;

fn judged(address: &str) -> bool {
    is_public(address.parse::<IpAddr>().unwrap())
}

#[test]
fn every_address_of_the_outside_lists_is_judged_as_they_say() {
    let mut judged_lines = 0;
    for list in ["svix_even", "touchstone_edges"] {
        let file = vectors_dir()
            .join("ssrf_addresses")
            .join(list)
            .join("addresses.tsv");
        for line in std::fs::read_to_string(file).unwrap().lines() {
            let (address, word) = line.split_once('\t').unwrap();
            assert_eq!(judged(address), word == "allowed", "{address}");
            judged_lines += 1;
        }
    }
    assert!(judged_lines >= 30, "{judged_lines}");
}

#[test]
fn what_borders_on_a_special_range_is_public() {
    for address in [
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "192.0.1.0",
        "223.255.255.255",
        "2001:200::",
        "2001:db7::1",
        "2001:db9::1",
        "2003::",
        "3ffe::1",
        "3fff:1000::",
    ] {
        assert!(judged(address), "{address}");
    }
}

#[test]
fn what_is_no_global_unicast_is_not_public() {
    for address in [
        "::",
        "::ffff:8.8.8.8",
        "100::1",
        "1fff:ffff::",
        "4000::",
        "5f00::1",
        "2001:1ff::1",
        "fe80::1",
        "fec0::1",
        "ff0e::1",
        "255.255.255.255",
    ] {
        assert!(!judged(address), "{address}");
    }
}
