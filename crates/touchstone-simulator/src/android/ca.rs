//! Who vouches for a simulated Android phone? Two test roots in the shape of Google's, RSA-4096 and P-384,
//! the intermediates of factories and the authorities of remote provisioning.
//!
//! The same seed gives the same authorities, byte for byte. The RSA root key is committed and the same for
//! every seed; only [`GoogleCa::stranger`] has another one.

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::level::{Provisioning, SecurityLevel};
use super::status_list::{SerialForm, Status, status_list};
use crate::certificate::{self, Attribute, Certificate, distinguished_name};
use crate::key::{Hash, RsaFile, SigningKey, derive, sha256};

/// 2015-01-01T00:00:00Z: before any moment that a test replays.
pub(super) const NOT_BEFORE_MS: i64 = 1_420_070_400_000;
/// 2049-12-31T23:59:59Z: the last time that a UTCTime can hold.
pub(super) const NOT_AFTER_MS: i64 = 2_524_607_999_000;
/// The organisation of the authorities of remote provisioning; chains are told apart by it (K3).
const GOOGLE: &str = "Google LLC";

/// Which root a chain leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Root {
    /// RSA of 4,096 bits.
    Rsa4096,
    /// ECDSA on P-384.
    P384,
}

/// A test CA that stands in Google's place. Clones share the keys.
#[derive(Clone)]
pub struct GoogleCa(Arc<Authorities>);

struct Authorities {
    seed: [u8; 32],
    rsa_root: Authority,
    p384_root: Authority,
    factory_tee: Top,
    factory_strong_box: Top,
    droid_ca2: Top,
    droid_ca3: SigningKey,
}

/// A root: its name, its key and its certificate.
pub(super) struct Authority {
    pub(super) name: Vec<u8>,
    pub(super) key: SigningKey,
    pub(super) certificate: Vec<u8>,
}

/// The highest certificate below a root. What each root signs of it is kept: RSA-4096 is slow.
pub(super) struct Top {
    subject: Vec<u8>,
    pub(super) key: SigningKey,
    by_rsa: OnceLock<Vec<u8>>,
    by_p384: OnceLock<Vec<u8>>,
}

impl GoogleCa {
    /// The CA of this seed.
    #[must_use]
    pub fn new(seed: [u8; 32]) -> Self {
        Self::with_rsa_root(seed, RsaFile::GoogleRoot)
    }

    fn with_rsa_root(seed: [u8; 32], rsa_root: RsaFile) -> Self {
        Self(Arc::new(Authorities {
            rsa_root: rsa_authority(rsa_root),
            p384_root: p384_authority(&seed),
            factory_tee: factory(&seed, SecurityLevel::Tee),
            factory_strong_box: factory(&seed, SecurityLevel::StrongBox),
            droid_ca2: Top::new(droid("Droid CA2"), SigningKey::p384(&seed, "Droid CA2")),
            droid_ca3: SigningKey::p256(&seed, "Droid CA3"),
            seed,
        }))
    }

    /// The anchors of chains, as PEM: first RSA-4096, then P-384.
    #[must_use]
    pub fn roots_pem(&self) -> String {
        let roots = [&self.0.rsa_root, &self.0.p384_root];
        roots
            .map(|root| certificate::pem(&root.certificate))
            .concat()
    }

    /// The status list that [`super::Flaw::Revoked`] and [`super::Flaw::Suspended`] mean, as JSON.
    #[must_use]
    pub fn status_list(&self) -> String {
        status_list(&[
            (&self.revoked_serial(), SerialForm::Hex, Status::Revoked),
            (&self.suspended_serial(), SerialForm::Hex, Status::Suspended),
        ])
    }

    pub(super) fn revoked_serial(&self) -> Vec<u8> {
        serial(&derive(&self.0.seed, "revoked"))
    }

    pub(super) fn suspended_serial(&self) -> Vec<u8> {
        serial(&derive(&self.0.seed, "suspended"))
    }

    /// A CA with the same names and other keys: nobody's anchor.
    pub(super) fn stranger(&self) -> Self {
        Self::with_rsa_root(derive(&self.0.seed, "stranger"), RsaFile::Stranger)
    }

    pub(super) fn root(&self, root: Root) -> &Authority {
        match root {
            Root::Rsa4096 => &self.0.rsa_root,
            Root::P384 => &self.0.p384_root,
        }
    }

    /// The authority that stands directly below the root.
    pub(super) fn top(&self, provisioning: Provisioning, level: SecurityLevel) -> &Top {
        match (provisioning, level) {
            (Provisioning::Remote, _) => &self.0.droid_ca2,
            (Provisioning::Factory, SecurityLevel::StrongBox) => &self.0.factory_strong_box,
            (Provisioning::Factory, _) => &self.0.factory_tee,
        }
    }

    /// The key of the server that issues attestation certificates.
    pub(super) fn server_key(&self) -> &SigningKey {
        &self.0.droid_ca3
    }
}

impl fmt::Debug for GoogleCa {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("GoogleCa").finish_non_exhaustive()
    }
}

impl Top {
    fn new(subject: Vec<u8>, key: SigningKey) -> Self {
        Self {
            subject,
            key,
            by_rsa: OnceLock::new(),
            by_p384: OnceLock::new(),
        }
    }

    /// The certificate below this root, before it is signed.
    pub(super) fn template(&self, root: &Authority) -> Certificate {
        Certificate {
            issuer: root.name.clone(),
            ..authority_template(&self.subject, &self.key)
        }
    }

    /// The certificate as this root signed it.
    pub(super) fn certificate(&self, root: &Authority, kind: Root) -> Vec<u8> {
        let kept = match kind {
            Root::Rsa4096 => &self.by_rsa,
            Root::P384 => &self.by_p384,
        };
        let sign = || self.template(root).signed_by(&root.key, kind.hash());
        kept.get_or_init(sign).clone()
    }
}

impl Root {
    /// What the root signs with.
    pub(super) fn hash(self) -> Hash {
        match self {
            Self::Rsa4096 => Hash::Sha256,
            Self::P384 => Hash::Sha384,
        }
    }
}

/// The name of an authority of remote provisioning.
pub(super) fn droid(common_name: &str) -> Vec<u8> {
    distinguished_name(&[
        (Attribute::CommonName, common_name),
        (Attribute::Organization, GOOGLE),
    ])
}

/// The name of what a factory makes: its level and a number from `key`.
pub(super) fn factory_name(level: &str, key: &SigningKey) -> Vec<u8> {
    let number = sha256(&key.subject_public_key());
    let hex: String = data_encoding::HEXLOWER
        .encode(&number)
        .chars()
        .take(16)
        .collect();
    distinguished_name(&[(Attribute::Title, level), (Attribute::SerialNumber, &hex)])
}

/// A serial of sixteen bytes.
pub(super) fn serial(digest: &[u8]) -> Vec<u8> {
    digest.iter().copied().take(16).collect()
}

/// A long-lived authority that signs itself.
pub(super) fn authority_template(name: &[u8], key: &SigningKey) -> Certificate {
    Certificate {
        serial: serial(&sha256(&key.subject_public_key())),
        issuer: name.to_vec(),
        subject: name.to_vec(),
        not_before_ms: NOT_BEFORE_MS,
        not_after_ms: NOT_AFTER_MS,
        public_key_info: key.public_key_info(),
        extensions: vec![
            certificate::authority_constraints(),
            certificate::subject_key_identifier(key),
            certificate::authority_usage(),
        ],
    }
}

fn factory(seed: &[u8; 32], level: SecurityLevel) -> Top {
    let key = SigningKey::p384(seed, &format!("factory {}", level.word()));
    Top::new(factory_name(level.word(), &key), key)
}

fn rsa_authority(file: RsaFile) -> Authority {
    let name = distinguished_name(&[
        (Attribute::CommonName, "Simulated Hardware Attestation Root"),
        (Attribute::SerialNumber, "51a0000000000001"),
    ]);
    root(name, SigningKey::rsa(file), Root::Rsa4096)
}

fn p384_authority(seed: &[u8; 32]) -> Authority {
    let name = "Simulated Key Attestation CA1";
    root(
        certificate::name(name),
        SigningKey::p384(seed, name),
        Root::P384,
    )
}

fn root(name: Vec<u8>, key: SigningKey, kind: Root) -> Authority {
    let certificate = authority_template(&name, &key).signed_by(&key, kind.hash());
    Authority {
        name,
        key,
        certificate,
    }
}
