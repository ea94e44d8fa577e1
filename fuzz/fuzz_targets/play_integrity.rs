//! Play Integrity and JOSE: no panic, and every refusal names a check of its list. A payload is judged against what it
//! says itself, so that the checks behind G8 are reached too.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use touchstone_evidence::Timestamp;
use touchstone_evidence::jose::{jwe, jws};
use touchstone_evidence::play_integrity::{
    CHECKS, Error, Expected, Keys, Policy, TokenType, check_text, inspect, judge, nonce_bytes, open,
};

/// The generator of P-256 as a SubjectPublicKeyInfo: a key that everybody knows.
const SPKI: &[u8] = b"\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\
    \x42\x00\x04\x6b\x17\xd1\xf2\xe1\x2c\x42\x47\xf8\xbc\xe6\xe5\x63\xa4\x40\xf2\x77\x03\x7d\x81\x2d\xeb\x33\xa0\xf4\
    \xa1\x39\x45\xd8\x98\xc2\x96\x4f\xe3\x42\xe2\xfe\x1a\x7f\x9b\x8e\xe7\xeb\x4a\x7c\x0f\x9e\x16\x2b\xce\x33\x57\x6b\
    \x31\x5e\xce\xcb\xb6\x40\x68\x37\xbf\x51\xf5";

static KEYS: LazyLock<Keys> = LazyLock::new(|| Keys::new(&[1; 32], SPKI).expect("two keys"));

fuzz_target!(|input: &[u8]| {
    judge_payload(input);
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    let _ = Keys::new(&[1; 32], input);
    let _ = nonce_bytes(text);
    if let Ok(token) = jws::parse(text, input.len()) {
        judge_payload(&token.payload);
        let _ = token.header.x5c(0..=4);
    }
    if let Ok(token) = jwe::parse(text, input.len()) {
        assert!(token.open(&[1; 32]).is_err());
    }
    listed(open(text, &KEYS).map(|_| ()));
    listed(check_text(text));
});

fn judge_payload(payload: &[u8]) {
    let facts = match inspect(payload) {
        Ok(facts) => facts,
        Err(error) => return listed(Err(error)),
    };
    let policy = Policy {
        app_recognition: facts.app_recognition.clone().into_iter().collect(),
        device_labels: facts.device_labels.clone(),
        licensing: facts.licensing.clone().into_iter().collect(),
        allow_testing: true,
        min_version_code: 1,
        ..Policy::default()
    };
    for token_type in [TokenType::Classic, TokenType::Standard] {
        let nonce = facts.nonce_text(token_type).and_then(nonce_bytes);
        let expected = Expected {
            package_name: facts.package_name.as_deref().unwrap_or_default(),
            signers: &facts.certificate_sha256,
            token_type,
            final_nonce: &nonce.unwrap_or_default(),
            policy: &policy,
        };
        let judged = judge(payload, &expected, facts.requested_at);
        assert!(judged.as_ref().ok().is_none_or(|judged| *judged == facts));
        listed(judged.map(|_| ()));
        let _ = judge(payload, &expected, Timestamp::from_unix_ms(i64::MIN));
    }
}

fn listed(judged: Result<(), Error>) {
    if let Err(error) = judged {
        assert!(CHECKS.iter().any(|(check, _)| *check == error.check()));
    }
}
