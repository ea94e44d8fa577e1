//! SafetyNet responses: no panic, bounded certificates, and every refusal names a check of the list. Seeds are attestation
//! objects, whose responses are taken out; an input is also tried as a response, as a payload and as a certificate.
#![no_main]

use data_encoding::{BASE64, BASE64URL_NOPAD};
use libfuzzer_sys::fuzz_target;
use touchstone_evidence::limits::WEBAUTHN_X5C_MAX;
use touchstone_evidence::signature::PublicKey;
use touchstone_evidence::webauthn::statement::android_safetynet::CHECKS;
use touchstone_evidence::webauthn::statement::android_safetynet::response::Response;

fuzz_target!(|input: &[u8]| {
    read(input);
    read(response_in(input));
    read(token("AA==", input).as_bytes());
    read(token(&BASE64.encode(input), b"{}").as_bytes());
});

/// The first text in the input that begins as a response does.
fn response_in(input: &[u8]) -> &[u8] {
    let start = input.windows(3).position(|window| window == b"eyJ");
    let rest = start
        .and_then(|start| input.get(start..))
        .unwrap_or_default();
    let is_text = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    let length = rest.iter().take_while(|byte| is_text(byte)).count();
    rest.get(..length).unwrap_or_default()
}

fn token(certificate: &str, payload: &[u8]) -> String {
    let header = format!(r#"{{"alg":"ES256","x5c":["{certificate}"]}}"#);
    let header = BASE64URL_NOPAD.encode(header.as_bytes());
    format!("{header}.{}.AAAA", BASE64URL_NOPAD.encode(payload))
}

fn read(bytes: &[u8]) {
    let refused = match Response::parse(bytes) {
        Ok(response) => {
            assert!((1..=WEBAUTHN_X5C_MAX).contains(&response.x5c.len()));
            let _ = (response.nonce(), response.cts_profile_match());
            assert!(
                response
                    .made_at()
                    .is_none_or(|made_at| made_at.unix_ms() >= 0)
            );
            let nobody = PublicKey::P256(&[4; 65]);
            response.verify(&nobody).expect_err("nobody signed this")
        }
        Err(error) => error,
    };
    assert!(CHECKS.iter().any(|(check, _)| *check == refused.check()));
}
