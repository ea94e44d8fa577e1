//! SysIntegrity: no panic, and every refusal names a check of the list. The input is tried as a token, as a payload and as
//! a header's certificates.
#![no_main]

use std::sync::LazyLock;

use data_encoding::{BASE64, BASE64URL_NOPAD};
use libfuzzer_sys::fuzz_target;
use touchstone_evidence::Timestamp;
use touchstone_evidence::app_attest::apple_receipt;
use touchstone_evidence::sys_integrity::{App, CHECKS, Expected, inspect, verify};
use touchstone_evidence::x509::{Anchors, Certificate, has_dns_name};

static ANCHORS: LazyLock<Anchors> = LazyLock::new(|| apple_receipt().expect("built-in anchors"));

/// Some certificate: what stands between the lines of a PEM block is base64.
const PEM: &str = include_str!("../../crates/touchstone-evidence/anchors/apple_root_ca_g3.pem");

static CERTIFICATE: LazyLock<String> = LazyLock::new(|| {
    let lines = PEM.lines().filter(|line| !line.starts_with('-'));
    lines.collect()
});

fuzz_target!(|input: &[u8]| {
    if let Ok(token) = std::str::from_utf8(input) {
        judge(token);
    }
    judge(&token(&CERTIFICATE, input));
    judge(&token(&BASE64.encode(input), b"{}"));
    if let Ok(certificate) = Certificate::parse(input) {
        let _ = has_dns_name(&certificate, "example.com");
    }
});

/// A token with a certificate of its own above a known one.
fn token(certificate: &str, payload: &[u8]) -> String {
    let header = format!(
        r#"{{"alg":"PS256","x5c":["{certificate}","{}"]}}"#,
        *CERTIFICATE
    );
    let header = BASE64URL_NOPAD.encode(header.as_bytes());
    format!("{header}.{}.AAAA", BASE64URL_NOPAD.encode(payload))
}

fn judge(token: &str) {
    let facts = inspect(token).unwrap_or_default();
    let app = App {
        package_name: facts.package_name.as_deref().unwrap_or_default(),
        signers: &facts.certificate_sha256,
        huawei_app_id: facts.app_id.as_deref(),
        max_age_s: 600,
        future_skew_s: 60,
    };
    let expected = Expected {
        final_nonce: facts.nonce.as_deref().unwrap_or_default(),
        apps: &[app],
    };
    let now = facts.timestamp.unwrap_or(Timestamp::from_unix_ms(0));
    let Err(error) = verify(token, &expected, &ANCHORS, now) else {
        panic!("nobody signed this");
    };
    assert!(CHECKS.iter().any(|(check, _)| *check == error.check()));
}
