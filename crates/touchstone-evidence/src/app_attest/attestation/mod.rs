//! Decides whether an attestation object proves a new key: checks A1 to A11 (spec mobile.md section 4.2), in the
//! order that [`CHECKS`] prints.

mod auth_data;
mod error;
mod extension;
mod facts;
mod object;

use alloc::borrow::Cow;

use subtle::ConstantTimeEq;

use super::{Environment, Environments, key_id};
use crate::Timestamp;
use crate::cose;
use crate::digest::sha256;
use crate::limits::KEY_ID_BYTES;
use crate::signature::PublicKey;
pub use crate::x509::CertificateFacts;
use crate::x509::{Anchors, Certificate, OutsideValidity, Profile, verify_path};
use auth_data::AuthData;
pub use error::{Error, Fault};
pub(crate) use extension::nonce;
pub use facts::{Facts, OperatingSystem, inspect, nonce_matches};
use object::Object;

/// The checks of this format in the order in which they run: clause, and what it says.
pub const CHECKS: &[(&str, &str)] = &[
    ("A1", "attestation object is well-formed"),
    ("A2", "certificates lead to the App Attest root"),
    ("A3", "certificates are valid now"),
    ("A4", "App ID is allowed"),
    ("A5", "leaf has its nonce extension"),
    ("A6", "nonce is the expected one"),
    ("A7", "leaf key has the key id"),
    ("A8", "environment is allowed"),
    ("A9", "counter is zero"),
    ("A10", "credential id is the key id"),
    ("A11", "COSE key is the leaf key"),
];

/// An app that a device may belong to.
#[derive(Clone, Copy, Debug)]
pub struct App<'e> {
    /// SHA-256 of its App ID ([`super::rp_id_hash`]).
    pub rp_id_hash: [u8; 32],
    /// The client data hash under its profile, of any length.
    pub client_data_hash: &'e [u8],
    /// The environments that it accepts.
    pub environments: Environments,
}

/// What an attestation is judged against.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'e> {
    /// The key id that came beside the attestation.
    pub key_id: &'e [u8; KEY_ID_BYTES],
    /// The registered, enabled apps that the caller may use.
    pub apps: &'e [App<'e>],
}

/// What an accepted attestation proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified<'a> {
    /// Which of [`Expected::apps`] it is.
    pub app_index: usize,
    /// The key's environment.
    pub environment: Environment,
    /// The attested key: the uncompressed P-256 point.
    pub public_key: [u8; 65],
    /// The receipt as it came; not judged yet.
    pub receipt: Cow<'a, [u8]>,
    /// The operating system as Apple's leaf names it; informational.
    pub operating_system: OperatingSystem,
    /// Leaf and intermediate, for the verdict log.
    pub certificates: [CertificateFacts; 2],
}

/// Judges an attestation object: checks A1 to A11. The receipt (A12) is [`super::receipt::verify`]'s.
pub fn verify<'a>(
    evidence: &'a [u8],
    expected: &Expected<'_>,
    anchors: &Anchors,
    now: Timestamp,
) -> Result<Verified<'a>, Error> {
    // A1
    let object = Object::parse(evidence)?;
    let chain = object.certificates()?;
    let auth_data = AuthData::parse(&object.auth_data)?;
    let [leaf, _] = &chain;
    // A2
    verify_path(&chain, anchors, &Profile::APPLE).map_err(Error::ChainUntrusted)?;
    // A3
    check_validity(&chain, now)?;
    // A4
    let (app_index, app) = find_app(&auth_data, expected)?;
    // A5
    let nonce = nonce(leaf).ok_or(Error::NonceExtensionInvalid)?;
    // A6
    let computed = sha256(&[&object.auth_data, app.client_data_hash]);
    if !bool::from(computed.ct_eq(&nonce)) {
        return Err(Error::NonceMismatch { received: nonce });
    }
    // A7
    let public_key = leaf_key(leaf).filter(|key| bool::from(key_id(key).ct_eq(expected.key_id)));
    let public_key = *public_key.ok_or(Error::KeyIdMismatch)?;
    // A8
    let environment = Environment::from_aaguid(&auth_data.aaguid);
    let environment = environment
        .filter(|environment| app.environments.contains(*environment))
        .ok_or(Error::EnvironmentMismatch { found: environment })?;
    // A9
    if auth_data.counter != 0 {
        return Err(Error::CounterNotZero {
            counter: auth_data.counter,
        });
    }
    // A10
    if auth_data.credential_id != *expected.key_id {
        return Err(Error::CredentialIdMismatch);
    }
    // A11
    let es256 = Some(cose::ALG_ES256);
    if auth_data.key
        != (cose::Key::P256 {
            algorithm: es256,
            point: public_key,
        })
    {
        return Err(Error::PublicKeyMismatch);
    }
    let operating_system = extension::operating_system(leaf);
    let certificates = chain.each_ref().map(CertificateFacts::of);
    Ok(Verified {
        app_index,
        environment,
        public_key,
        receipt: object.receipt,
        operating_system,
        certificates,
    })
}

fn check_validity(chain: &[Certificate<'_>; 2], now: Timestamp) -> Result<(), Error> {
    for (index, certificate) in chain.iter().enumerate() {
        certificate
            .validity
            .check(now)
            .map_err(|outside| match outside {
                OutsideValidity::NotYetValid { not_before } => {
                    Error::CertNotYetValid { index, not_before }
                }
                OutsideValidity::Expired { not_after } => Error::CertExpired { index, not_after },
            })?;
    }
    Ok(())
}

fn find_app<'e>(
    auth_data: &AuthData,
    expected: &Expected<'e>,
) -> Result<(usize, &'e App<'e>), Error> {
    let mut apps = expected.apps.iter().enumerate();
    let found = apps.find(|(_, app)| app.rp_id_hash == auth_data.rp_id_hash);
    found.ok_or(Error::AppNotAllowed {
        rp_id_hash: auth_data.rp_id_hash,
    })
}

fn leaf_key<'a>(leaf: &Certificate<'a>) -> Option<&'a [u8; 65]> {
    match leaf.spki.public_key() {
        Some(PublicKey::P256(point)) => Some(point),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
