//! Authenticator data and assertions: no panic, the parts make up the whole, and no invented signature holds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use touchstone_evidence::cose::CredentialKey;
use touchstone_evidence::webauthn::assertion::{CHECKS, Expected, verify};
use touchstone_evidence::webauthn::authenticator_data::AuthenticatorData;

fuzz_target!(|input: &[u8]| {
    let Ok(data) = AuthenticatorData::parse(input) else {
        return;
    };
    let attested = data.attested.map_or(0, |attested| {
        18 + attested.credential_id.len() + attested.public_key.len()
    });
    let extensions = data.extensions.map_or(0, <[u8]>::len);
    assert_eq!(37 + attested + extensions, input.len());
    let key = data.attested.map_or(input, |attested| attested.public_key);
    if let Ok(key) = CredentialKey::parse(key) {
        assert!(key.verifying_key().verify(input, input).is_err());
    }
    let expected = Expected {
        rp_id: "example.org",
        app_id: None,
        client_data_hash: &[0; 32],
        user_verification_required: false,
        backup_eligible: None,
        public_key: key,
    };
    let error = verify(input, input, &expected).expect_err("nobody signed this");
    assert!(CHECKS.iter().any(|(check, _)| *check == error.check()));
});
