//! Messages and client data: no panic, what is read is bounded, and every refusal names a check of the list.
#![no_main]

use libfuzzer_sys::fuzz_target;
use touchstone_evidence::limits::{CLIENT_DATA_BYTES_MAX, CREDENTIAL_ID_BYTES_MAX};
use touchstone_evidence::webauthn::client_data::{CHECKS, ClientData, ClientDataRules};
use touchstone_evidence::webauthn::{Ceremony, Padding, message};

fuzz_target!(|input: &[u8]| {
    let origins = ["https://example.org".to_owned()];
    let rules = ClientDataRules {
        origins: &origins,
        subdomains_of: Some("example.org"),
        allow_cross_origin: true,
        top_origins: &origins,
        token_binding_shape: true,
    };
    for ceremony in [Ceremony::Registration, Ceremony::Authentication] {
        let read = ClientData::read(input, ceremony, Padding::Tolerated);
        let judged = read.and_then(|data| {
            assert!((1..CLIENT_DATA_BYTES_MAX).contains(&data.challenge().len()));
            data.judge(&rules)
        });
        if let Err(error) = judged {
            assert!(CHECKS.iter().any(|(check, _)| *check == error.check()));
        }
        read_message(input, ceremony);
    }
});

fn read_message(input: &[u8], ceremony: Ceremony) {
    let padding = Padding::Tolerated;
    let read = match ceremony {
        Ceremony::Registration => message::registration(input, padding).map(|m| m.credential_id),
        Ceremony::Authentication => {
            message::authentication(input, padding).map(|m| m.credential_id)
        }
    };
    match read {
        Ok(id) => assert!((1..=CREDENTIAL_ID_BYTES_MAX).contains(&id.len())),
        Err(error) => {
            let checks = message::checks(ceremony);
            assert!(checks.iter().any(|(check, _)| *check == error.check()));
        }
    }
}
