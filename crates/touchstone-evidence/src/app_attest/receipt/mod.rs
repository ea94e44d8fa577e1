//! Decides whether a receipt is Apple's and about this key: checks C1 to C8 (spec mobile.md section 4.4), in the
//! order that [`CHECKS`] prints. A receipt is PKCS #7 in BER; what is signed is the content joined from its chunks.

mod chain;
mod content;
mod date;
mod error;
mod signed_data;

use super::Environment;
use crate::Timestamp;
use crate::ber;
use crate::limits::RECEIPT_FUTURE_SKEW_S;
use crate::signature::{self, PublicKey, Scheme};
use crate::x509::{Anchors, Certificate};
use content::Content;
pub use error::{ChainError, Error, Fault};
use signed_data::SignedData;

/// The checks of this format in the order in which they run: clause, and what it says.
pub const CHECKS: &[(&str, &str)] = &[
    ("C1", "receipt is well-formed"),
    ("C2", "signer leads to the Apple root"),
    ("C3", "signature is by the signer over the content"),
    ("C4", "App ID is the expected one"),
    ("C5", "receipt is fresh"),
    ("C6", "certificate has the attested key"),
    ("C7", "environment is the expected one"),
    ("C8", "client data hash is the expected one"),
];

/// What a receipt was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `ATTEST`: came inside an attestation.
    Attest,
    /// `RECEIPT`: got from Apple in exchange for an earlier one.
    Receipt,
}

impl Kind {
    /// The word in field 6.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Attest => "ATTEST",
            Self::Receipt => "RECEIPT",
        }
    }
}

/// What a receipt is judged against.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'e> {
    /// The App ID, `TEAMID.bundle.id`.
    pub app_id: &'e str,
    /// The environment of the key.
    pub environment: Environment,
    /// The attested key: the uncompressed P-256 point.
    pub public_key: &'e [u8; 65],
    /// The client data hash of the attestation. Only an `ATTEST` receipt has it, and such a one is refused without;
    /// `None` is for exchanged receipts.
    pub client_data_hash: Option<&'e [u8]>,
    /// How old an `ATTEST` receipt may be, in seconds.
    pub max_age_s: i64,
}

/// What an accepted receipt says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// What it was made for.
    pub kind: Kind,
    /// When it was made (field 12).
    pub created: Timestamp,
    /// Until when it can be exchanged (field 21).
    pub expires: Timestamp,
    /// From when it can be exchanged (field 19).
    pub not_before: Option<Timestamp>,
    /// How many attestations the device has made lately (field 17); absent when it is no number.
    pub risk_metric: Option<u32>,
}

/// When a receipt can be exchanged for a newer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExchangePeriod {
    /// From when (field 19); always when it does not say.
    pub not_before: Option<Timestamp>,
    /// Until when (field 21).
    pub expires: Timestamp,
}

/// Reads when a receipt can be exchanged, without judging it: check C1 alone.
pub fn exchange_period(evidence: &[u8]) -> Result<ExchangePeriod, Error> {
    let der = ber::to_der(evidence).map_err(|error| Error::Malformed(Fault::Ber(error)))?;
    let content = Content::parse(SignedData::parse(&der)?.content)?;
    Ok(ExchangePeriod {
        not_before: content.not_before,
        expires: content.expires,
    })
}

/// Judges a receipt: checks C1 to C8.
pub fn verify(
    evidence: &[u8],
    expected: &Expected<'_>,
    anchors: &Anchors,
    now: Timestamp,
) -> Result<Verified, Error> {
    // C1
    let der = ber::to_der(evidence).map_err(|error| Error::Malformed(Fault::Ber(error)))?;
    let message = SignedData::parse(&der)?;
    let content = Content::parse(message.content)?;
    // C2
    let signer = chain::verify(&message, anchors, content.created).map_err(Error::Chain)?;
    // C3
    let key = signer.spki.public_key().ok_or(Error::Signature)?;
    message
        .ecdsa_sha256_signature()
        .ok_or(Error::Signature)
        .and_then(|signature| {
            signature::verify(&key, Scheme::EcdsaSha256, message.content, signature)
                .map_err(|_| Error::Signature)
        })?;
    // C4
    if content.app_id != expected.app_id.as_bytes() {
        return Err(Error::AppId);
    }
    // C5
    check_freshness(&content, expected, now)?;
    // C6
    if !has_key(content.certificate, expected.public_key) {
        return Err(Error::Key);
    }
    // C7
    if content
        .environment
        .is_some_and(|word| word != environment_word(expected.environment))
    {
        return Err(Error::Environment);
    }
    // C8
    if content.kind == Kind::Attest && !has_client_hash(&content, expected) {
        return Err(Error::ClientHash);
    }
    let Content {
        kind,
        created,
        expires,
        not_before,
        risk_metric,
        ..
    } = content;
    Ok(Verified {
        kind,
        created,
        expires,
        not_before,
        risk_metric,
    })
}

fn check_freshness(
    content: &Content<'_>,
    expected: &Expected<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let created = content.created;
    let too_old = now > created.plus_s(expected.max_age_s);
    let from_future = created > now.plus_s(RECEIPT_FUTURE_SKEW_S);
    if content.kind == Kind::Attest && (too_old || from_future) {
        return Err(Error::Stale { created });
    }
    Ok(())
}

fn has_key(certificate: &[u8], public_key: &[u8; 65]) -> bool {
    let certificate = Certificate::parse(certificate);
    certificate.is_ok_and(|c| c.spki.public_key() == Some(PublicKey::P256(public_key)))
}

const fn environment_word(environment: Environment) -> &'static [u8] {
    match environment {
        Environment::Production => b"production",
        Environment::Development => b"sandbox",
    }
}

fn has_client_hash(content: &Content<'_>, expected: &Expected<'_>) -> bool {
    use subtle::ConstantTimeEq;
    let both = content.client_hash.zip(expected.client_data_hash);
    both.is_some_and(|(received, expected)| bool::from(received.ct_eq(expected)))
}

#[cfg(test)]
mod tests;
