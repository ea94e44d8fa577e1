//! Android chains: no panic, every refusal names a check of the list, and what is accepted is what inspection tells.
//! Challenge, app and time are taken from the input, so that checks behind the chain are reached too. Seeds are PEM
//! files; an input may also be certificates one behind the other.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use touchstone_evidence::Timestamp;
use touchstone_evidence::android_key::{
    App, BootState, CHECKS, Expected, Facts, Policy, Rules, google_hardware, inspect, verify,
};
use touchstone_evidence::x509::Anchors;

mod pem;

static ANCHORS: LazyLock<Anchors> = LazyLock::new(|| google_hardware().expect("built-in anchors"));

fuzz_target!(|input: &[u8]| {
    let chain = pem::certificates(input).unwrap_or_else(|| one_behind_the_other(input));
    let chain: Vec<&[u8]> = chain.iter().map(Vec::as_slice).collect();
    let facts = inspect(&chain).ok();
    for allow_attest_key in [false, true] {
        judge(&chain, facts.as_ref(), allow_attest_key);
    }
});

fn judge(chain: &[&[u8]], facts: Option<&Facts>, allow_attest_key: bool) {
    let policy = Policy {
        require_locked: false,
        boot_states: BootState::ALL.to_vec(),
        min_os_version: Some(1),
        ..Policy::default()
    };
    let package = facts.and_then(|facts| facts.package_names.first());
    let app = App {
        package_name: package.map_or("com.example.app", String::as_str),
        signers: facts.map_or(&[], |facts| &facts.signers),
        policy: &policy,
    };
    let expected = Expected {
        challenge: facts.map_or(&[], |facts| &facts.challenge),
        apps: &[app],
        rules: Rules {
            allow_attest_key,
            reject_unknown_tags: false,
        },
        status: None,
    };
    let above = facts.and_then(|facts| facts.certificates.get(1));
    let now = above.map_or(Timestamp::from_unix_ms(0), |above| above.not_before);
    match verify(chain, &expected, &ANCHORS, now) {
        Ok(verified) => assert_eq!(Some(&verified.facts), facts),
        Err(error) => assert!(CHECKS.iter().any(|(check, _)| *check == error.check())),
    }
}

/// Cuts the input where an element with a long length may begin.
fn one_behind_the_other(mut input: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    while let [0x30, 0x82, high, low, ..] = *input {
        let length = (usize::from(high) << 8 | usize::from(low)) + 4;
        let (certificate, rest) = input.split_at(length.min(input.len()));
        found.push(certificate.to_vec());
        input = rest;
    }
    found
}
