//! Decides whether a SafetyNet statement holds: checks Y1 to Y5, in the order that [`super::CHECKS`] prints.

use data_encoding::BASE64;
use subtle::ConstantTimeEq;

use super::Error;
use super::response::Response;
use crate::Timestamp;
use crate::cbor::Item;
use crate::digest::sha256;
use crate::webauthn::statement::context::Context;
use crate::webauthn::statement::members::Members;
use crate::webauthn::statement::{self, VerifiedStatement, chain};
use crate::webauthn::{AttestationType, FormatSetting};
use crate::x509::lists_dns_name;

/// The service that signs responses.
const LEAF_DNS_NAME: &str = "attest.android.com";
/// How old a response may be, in seconds (Y5).
const MAX_AGE_S: i64 = 60;
/// How far in the future a response may have been made, in seconds (Y5).
const FUTURE_SKEW_S: i64 = 10;

/// Judges a statement.
pub(in super::super) fn verify(
    statement: Item<'_>,
    context: &Context<'_>,
) -> Result<VerifiedStatement, statement::Error> {
    // Y1
    let members = Members::new(statement, "Y1");
    let _version = members.text("ver")?;
    let response = members.bytes("response")?;
    let response = Response::parse(&response)?;
    let leaf = chain::leaf(&response.x5c, "Y1")?;
    // Y2
    let expected = BASE64.encode(&sha256(&[context.signed]));
    let nonce = response.nonce().unwrap_or_default();
    if !bool::from(nonce.as_bytes().ct_eq(expected.as_bytes())) {
        return Err(Error::NonceMismatch.into());
    }
    if !lists_dns_name(&leaf, LEAF_DNS_NAME) {
        return Err(Error::HostMismatch.into());
    }
    // Y3
    let key = leaf.spki.public_key().ok_or(Error::KeyUnsupported)?;
    response.verify(&key)?;
    // Y4
    if response.cts_profile_match() != Some(true) {
        return Err(Error::CtsFalse.into());
    }
    // Y5
    check_age(response.made_at(), context.now)?;
    Ok(VerifiedStatement {
        setting: FormatSetting::AndroidSafetynet,
        attestation_type: AttestationType::Basic,
        // The statement names none; that of the response is Google's, not the authenticator's.
        algorithm: None,
        x5c: response.x5c,
        aaguid_in_leaf: false,
    })
}

fn check_age(made_at: Option<Timestamp>, now: Timestamp) -> Result<(), Error> {
    let made_at = made_at.ok_or(Error::TimestampOld { made_at })?;
    if made_at > now.plus_s(FUTURE_SKEW_S) {
        return Err(Error::TimestampFuture { made_at });
    }
    if made_at < now.plus_s(-MAX_AGE_S) {
        let made_at = Some(made_at);
        return Err(Error::TimestampOld { made_at });
    }
    Ok(())
}
