//! Registrations of every format: no panic, and every refusal names a check of its format's list. The credential id is
//! taken from the input, and the rpId is one of those that seeds are for, so that statements are reached.
#![no_main]

use libfuzzer_sys::fuzz_target;
use touchstone_evidence::Timestamp;
use touchstone_evidence::cbor::{self, Item, Keys};
use touchstone_evidence::cose::Algorithm;
use touchstone_evidence::digest::sha256;
use touchstone_evidence::webauthn::BackupEligible;
use touchstone_evidence::webauthn::authenticator_data::AuthenticatorData;
use touchstone_evidence::webauthn::registration::{Expected, checks, verify};
use touchstone_evidence::webauthn::statement::StatementPolicy;

const RP_IDS: [&str; 4] = [
    "example.org",
    "example.com",
    "localhost",
    "dev.dontneeda.pw",
];

fuzz_target!(|input: &[u8]| {
    let auth_data = cbor::parse(input, Keys::Text)
        .ok()
        .and_then(|object| object.get("authData").and_then(Item::bytes))
        .unwrap_or_default();
    let parsed = AuthenticatorData::parse(&auth_data).ok();
    let attested = parsed.and_then(|data| data.attested);
    let is_for =
        |rp_id: &&str| parsed.is_some_and(|data| *data.rp_id_hash == sha256(&[rp_id.as_bytes()]));
    let algorithms: Vec<i64> = Algorithm::implemented().map(Algorithm::id).collect();
    let expected = Expected {
        rp_id: RP_IDS.into_iter().find(is_for).unwrap_or("example.org"),
        credential_id: attested.map_or(&[], |attested| attested.credential_id),
        client_data_hash: &[0; 32],
        user_presence_waived: true,
        user_verification_required: false,
        backup_eligible: BackupEligible::Any,
        algorithms: &algorithms,
        statement: &StatementPolicy::default(),
    };
    match verify(input, &expected, Timestamp::from_unix_ms(0)) {
        Ok(verified) => assert!(!verified.statement.elements.is_empty()),
        Err(error) => {
            let listed = checks(error.setting());
            assert!(listed.iter().any(|(check, _)| *check == error.check()));
        }
    }
});
