//! Decides whether a key lives in a genuine Android device and belongs to an app: Android Key Attestation (spec
//! mobile.md section 4.7). [`verify`] runs checks K1 to K16 in this order; the first that fails is the reason.
//!
//! 1. K1: 2 to 7 certificates that can be read;
//! 2. K2: the chain ends in a pinned root key, or names a pinned root;
//! 3. K3: the shape of a factory or of a remotely provisioned chain;
//! 4. K4: no certificate more than the shape has, but for an allowed attest key;
//! 5. K5: names and signatures from the anchor down;
//! 6. K6: dates of the issuers: not before always, not after on remote chains;
//! 7. K7: the target alone, or with its attest key, has a description, once;
//! 8. K8: no serial number is on the status list;
//! 9. K9: the descriptions can be read; the attest key can only attest;
//! 10. K10: the challenge is the final nonce;
//! 11. K11: a registered app, signed by its configured signers alone;
//! 12. K12: TEE or StrongBox, as the certificates above say;
//! 13. K13: the key was generated in the device;
//! 14. K14: it is one app's, and signs;
//! 15. K15: the device booted a trusted system;
//! 16. K16: versions and patch levels are recent enough.
//!
//! The use case compares the key id (K17) and the registry (K19); [`verify_possession`] is K18.

pub mod chain;
pub mod description;
mod error;
mod facts;
mod form;
mod judgement;
mod note;
mod policy;
mod possession;
mod provisioning_info;
pub mod status_list;
mod words;

use subtle::ConstantTimeEq;

use crate::Timestamp;
use crate::x509::{Anchors, AnchorsError};
use chain::Chain;
use description::KeyDescription;
pub use error::{Error, Fault};
pub use facts::{Facts, RootOfTrustFacts, inspect};
pub use note::{List, Note};
pub use policy::{App, Expected, Policy, Rules};
pub use possession::{PossessionError, verify_possession};
pub use status_list::{Standing, StatusList, StatusListError, serial_text};
pub use words::{BootState, Provisioning, SecurityLevel};

/// The checks of this format in the order in which they run: clause, and what it says.
pub const CHECKS: &[(&str, &str)] = &[
    ("K1", "chain is well-formed"),
    ("K2", "chain ends in a trusted root"),
    ("K3", "chain has a known shape"),
    ("K4", "chain is not extended"),
    ("K5", "certificates lead to the root"),
    ("K6", "certificates are valid now"),
    ("K7", "only the target has a key description"),
    ("K8", "no certificate is revoked"),
    ("K9", "key description is well-formed"),
    ("K10", "challenge is the expected one"),
    ("K11", "app and its signers are allowed"),
    ("K12", "security level is sufficient"),
    ("K13", "key was generated in the device"),
    ("K14", "key belongs to one app and signs"),
    ("K15", "device booted a trusted system"),
    ("K16", "versions and patch levels are sufficient"),
];

/// The published Google hardware attestation roots: the anchors of chains.
pub fn google_hardware() -> Result<Anchors, AnchorsError> {
    Anchors::from_pem(include_str!(
        "../../anchors/google_hardware_attestation_roots.pem"
    ))
}

/// What an accepted chain proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Which of [`Expected::apps`] it is.
    pub app_index: usize,
    /// What was attested.
    pub facts: Facts,
}

/// Judges a chain of certificates in DER, target first, root at the end or omitted: checks K1 to K16.
pub fn verify(
    chain: &[&[u8]],
    expected: &Expected<'_>,
    anchors: &Anchors,
    now: Timestamp,
) -> Result<Verified, Error> {
    let rules = &expected.rules;
    // K1
    let certificates = form::certificates(chain)?;
    // K2 to K8
    let allow_attest_key = rules.allow_attest_key;
    let chain = chain::verify(
        &certificates,
        allow_attest_key,
        expected.status,
        anchors,
        now,
    )?;
    // K9
    let description = descriptions(&chain, rules)?;
    // K10
    if !bool::from(description.challenge.ct_eq(expected.challenge)) {
        let received = description.challenge.to_vec();
        return Err(Error::ChallengeMismatch { received });
    }
    // K11
    let (app_index, app) = judgement::find_app(&description, expected.apps)?;
    // K12
    judgement::check_level(&chain, &description, app.policy)?;
    // K13
    judgement::check_origin(&description)?;
    // K14
    judgement::check_scope_and_purpose(&description)?;
    // K15
    judgement::check_boot(&description, app.policy)?;
    // K16
    judgement::check_versions(&description, app.policy)?;
    let attestation = Some((chain.provisioning, chain.attestation));
    let facts = Facts::of(chain.target, &description, chain.certificates, attestation);
    Ok(Verified { app_index, facts })
}

/// The description of the target, fit together with that of its attest key.
fn descriptions<'a>(chain: &Chain<'_, 'a>, rules: &Rules) -> Result<KeyDescription<'a>, Error> {
    let read = |index, value| {
        let description = KeyDescription::parse(value);
        description.map_err(|source| Error::DescriptionMalformed { index, source })
    };
    let target = read(0, chain.description)?;
    let attest_key = chain.attest_key_description.map(|value| read(1, value));
    let attest_key = attest_key.transpose()?;
    if rules.reject_unknown_tags {
        let attest_key = attest_key.iter().flat_map(|description| &description.notes);
        for note in target.notes.iter().chain(attest_key) {
            if let Note::UnknownTag { list, tag } = *note {
                return Err(Error::UnknownTag { list, tag });
            }
        }
    }
    if let Some(attest_key) = attest_key {
        judgement::check_attest_key(&attest_key, &target)?;
    }
    Ok(target)
}

#[cfg(test)]
mod tests;
