//! Who vouches for a simulated iPhone? A test CA in the shape of Apple's: an App Attest root with the
//! authority that issues leaves, and a receipt root with the authority and the signer of receipts.
//!
//! The same seed gives the same authorities, byte for byte, at any time and in any process.

use std::fmt;
use std::sync::Arc;

use crate::certificate::{self, Certificate};
use crate::der;
use crate::key::{Hash, SigningKey, derive, sha256};

/// The extension that marks the signer of receipts.
const RECEIPT_SIGNER: &[u32] = &[1, 2, 840, 113_635, 100, 12, 15];
/// 2015-01-01T00:00:00Z: before any moment that a test replays.
const NOT_BEFORE_MS: i64 = 1_420_070_400_000;
/// 2049-12-31T23:59:59Z: the last time that a UTCTime can hold.
const NOT_AFTER_MS: i64 = 2_524_607_999_000;

/// A test CA that stands in Apple's place. Clones share the keys.
#[derive(Clone)]
pub struct AppleCa(Arc<Authorities>);

/// An authority or signer: its certificate before and after it was signed, and its key.
#[derive(Clone)]
pub(super) struct Authority {
    pub(super) template: Certificate,
    pub(super) key: SigningKey,
    pub(super) certificate: Vec<u8>,
}

struct Authorities {
    seed: [u8; 32],
    attest_root: Authority,
    attest_ca: Authority,
    receipt_root: Authority,
    receipt_ca: Authority,
    receipt_signer: Authority,
}

impl AppleCa {
    /// The CA of this seed.
    #[must_use]
    pub fn new(seed: [u8; 32]) -> Self {
        let attest_root = root(&seed, "Simulated App Attestation Root CA");
        let attest_ca = {
            let name = "Simulated App Attestation CA 1";
            intermediate(&attest_root, SigningKey::p384(&seed, name), name)
        };
        let receipt_root = root(&seed, "Simulated Receipt Root CA");
        let receipt_ca = {
            let name = "Simulated Application Integration CA";
            intermediate(&receipt_root, SigningKey::p256(&seed, name), name)
        };
        let receipt_signer = receipt_signer(&seed, &receipt_ca);
        Self(Arc::new(Authorities {
            seed,
            attest_root,
            attest_ca,
            receipt_root,
            receipt_ca,
            receipt_signer,
        }))
    }

    /// The anchor of attestations, as PEM.
    #[must_use]
    pub fn app_attest_root_pem(&self) -> String {
        certificate::pem(&self.0.attest_root.certificate)
    }

    /// The anchor of receipts, as PEM.
    #[must_use]
    pub fn receipt_root_pem(&self) -> String {
        certificate::pem(&self.0.receipt_root.certificate)
    }

    /// A CA with the same names and other keys: nobody's anchor.
    pub(super) fn stranger(&self) -> Self {
        Self::new(derive(&self.0.seed, "stranger"))
    }

    pub(super) fn attest_root(&self) -> &Authority {
        &self.0.attest_root
    }

    pub(super) fn attest_ca(&self) -> &Authority {
        &self.0.attest_ca
    }

    pub(super) fn receipt_root(&self) -> &Authority {
        &self.0.receipt_root
    }

    pub(super) fn receipt_ca(&self) -> &Authority {
        &self.0.receipt_ca
    }

    pub(super) fn receipt_signer(&self) -> &Authority {
        &self.0.receipt_signer
    }
}

impl fmt::Debug for AppleCa {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("AppleCa").finish_non_exhaustive()
    }
}

/// The extension that a receipt signer carries.
pub(super) fn receipt_signer_mark() -> Vec<u8> {
    certificate::extension(RECEIPT_SIGNER, &der::NULL)
}

fn root(seed: &[u8; 32], name: &str) -> Authority {
    let key = SigningKey::p384(seed, name);
    let extensions = vec![
        certificate::authority_constraints(),
        certificate::subject_key_identifier(&key),
        certificate::authority_usage(),
    ];
    let template = template(&key, name, &certificate::name(name), extensions);
    let certificate = template.signed_by(&key, Hash::Sha384);
    Authority {
        template,
        key,
        certificate,
    }
}

fn intermediate(issuer: &Authority, key: SigningKey, name: &str) -> Authority {
    let extensions = vec![
        certificate::authority_constraints(),
        certificate::authority_key_identifier(&issuer.key),
        certificate::subject_key_identifier(&key),
        certificate::authority_usage(),
    ];
    let template = template(&key, name, &issuer.template.subject, extensions);
    let certificate = template.signed_by(&issuer.key, Hash::Sha384);
    Authority {
        template,
        key,
        certificate,
    }
}

fn receipt_signer(seed: &[u8; 32], issuer: &Authority) -> Authority {
    let name = "Simulated Fraud Receipt Signing";
    let key = SigningKey::p256(seed, name);
    let extensions = vec![
        certificate::end_entity_constraints(),
        certificate::authority_key_identifier(&issuer.key),
        certificate::subject_key_identifier(&key),
        certificate::signing_usage(),
        receipt_signer_mark(),
    ];
    let template = template(&key, name, &issuer.template.subject, extensions);
    let certificate = template.signed_by(&issuer.key, Hash::Sha256);
    Authority {
        template,
        key,
        certificate,
    }
}

fn template(key: &SigningKey, name: &str, issuer: &[u8], extensions: Vec<Vec<u8>>) -> Certificate {
    Certificate {
        serial: sha256(&key.subject_public_key())
            .into_iter()
            .take(16)
            .collect(),
        issuer: issuer.to_vec(),
        subject: certificate::name(name),
        not_before_ms: NOT_BEFORE_MS,
        not_after_ms: NOT_AFTER_MS,
        public_key_info: key.public_key_info(),
        extensions,
    }
}
