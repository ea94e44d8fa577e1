//! An assertion of every algorithm: E1 to E19, C1 to C15, G6 to G11.

use std::hint::black_box;

use anyhow::Context;
use touchstone_evidence::cose::CredentialKey;
use touchstone_evidence::signature;
use touchstone_evidence::webauthn::assertion::{self, Expected, check_counter};
use touchstone_evidence::webauthn::client_data::{ClientData, ClientDataRules};
use touchstone_evidence::webauthn::{Ceremony, Padding, message};
use touchstone_simulator::webauthn::{Algorithm, Assertion, Authenticator, Statement};

use super::{CHALLENGE, NOW_MS, with_rules};
use crate::bare::Signature;
use crate::measure::report;
use crate::webauthn::authenticators::{AAGUID, ORIGIN, RP_ID, creation_options, request_options};

pub fn run() -> anyhow::Result<()> {
    for algorithm in Algorithm::ALL {
        let (assertion, public_key) = sign_in(*algorithm)?;
        let body = assertion.message().to_string().into_bytes();
        let judge = |body: &[u8]| with_rules(|rules| judge(body, &public_key, rules));
        judge(&body).with_context(|| format!("{algorithm:?}"))?;
        let what = format!("assertion, {algorithm:?}");
        let bare = bare(&body, &public_key)?;
        report(&what, "bare signature", bare, || {
            black_box(judge(black_box(&body)).is_ok());
        });
    }
    Ok(())
}

/// A sign-in, and the stored key: a COSE_Key.
fn sign_in(algorithm: Algorithm) -> anyhow::Result<(Assertion, Vec<u8>)> {
    let mut authenticator = Authenticator::new([2; 32], AAGUID, Statement::None, NOW_MS);
    authenticator.always_discoverable = true;
    let options = creation_options(CHALLENGE, algorithm);
    let registration = authenticator.register(&options, ORIGIN);
    let registration = registration.context("the authenticator registers")?;
    let assertion = authenticator.sign_in(&request_options(CHALLENGE), ORIGIN);
    let assertion = assertion.context("the authenticator signs in")?;
    Ok((assertion, registration.credential.cose_key().encode()))
}

/// All that the server does with an assertion but looking up and storing.
fn judge(body: &[u8], public_key: &[u8], rules: &ClientDataRules<'_>) -> anyhow::Result<()> {
    let message = message::authentication(body, Padding::Refused)?;
    let ceremony = Ceremony::Authentication;
    let client_data = ClientData::read(&message.client_data, ceremony, Padding::Refused)?;
    client_data.judge(rules)?;
    let expected = Expected {
        rp_id: RP_ID,
        app_id: None,
        client_data_hash: client_data.hash(),
        user_verification_required: false,
        backup_eligible: Some(false),
        public_key,
    };
    let data = &message.authenticator_data;
    let verified = assertion::verify(data, &message.signature, &expected)?;
    Ok(check_counter(1, verified.sign_count)?)
}

/// The signature alone. Ed448 is not the library's: there the verifier's own thin layer over its crate stands for it.
fn bare(body: &[u8], public_key: &[u8]) -> anyhow::Result<Box<dyn Fn()>> {
    let message = message::authentication(body, Padding::Refused)?;
    let ceremony = Ceremony::Authentication;
    let client_data = ClientData::read(&message.client_data, ceremony, Padding::Refused)?;
    let signed = [message.authenticator_data, client_data.hash().to_vec()].concat();
    let key = CredentialKey::parse(public_key)?;
    let scheme = key.verifying_key().scheme();
    if scheme == signature::Scheme::Ed448 {
        return Ok(Box::new(move || {
            let verified = signature::verify(
                &key.public_key(),
                scheme,
                black_box(&signed),
                &message.signature,
            );
            assert!(verified.is_ok(), "the bare signature holds");
        }));
    }
    let bare = Signature::new(&key.public_key(), scheme, &signed, &message.signature)?;
    Ok(Box::new(move || bare.verify()))
}
