//! Who vouches for simulated verdicts of Huawei? A P-384 test root of the seed, with an RSA intermediate and
//! an RSA leaf whose keys are committed.

use std::fmt;
use std::sync::Arc;

use crate::certificate::{self, Certificate};
use crate::key::{Hash, RsaFile, SigningKey, derive, sha256};

/// 2015-01-01T00:00:00Z: before any moment that a test replays.
const NOT_BEFORE_MS: i64 = 1_420_070_400_000;
/// 2049-12-31T23:59:59Z: the last time that a UTCTime can hold.
const NOT_AFTER_MS: i64 = 2_524_607_999_000;
const ROOT: &str = "Simulated Huawei CBG Root CA";
const INTERMEDIATE: &str = "Simulated Huawei CBG Cloud Security Signer CA";
/// The DNS name of the service (H3).
pub(super) const SERVICE: &str = "sysintegrity.platform.hicloud.com";

/// A test CA that stands in Huawei's place. Clones share the keys.
#[derive(Clone)]
pub struct HuaweiCa(Arc<Root>);

struct Root {
    seed: [u8; 32],
    key: SigningKey,
    certificate: Vec<u8>,
}

impl HuaweiCa {
    /// The CA of this seed.
    #[must_use]
    pub fn new(seed: [u8; 32]) -> Self {
        let key = SigningKey::p384(&seed, ROOT);
        let template = authority(ROOT, ROOT, &key);
        let certificate = template.signed_by(&key, Hash::Sha384);
        Self(Arc::new(Root {
            seed,
            key,
            certificate,
        }))
    }

    /// The anchors of verdicts, as PEM: one root.
    #[must_use]
    pub fn roots_pem(&self) -> String {
        certificate::pem(&self.0.certificate)
    }

    /// A CA with the same names and another root key: nobody's anchor.
    pub(super) fn stranger(&self) -> Self {
        Self::new(derive(&self.0.seed, "stranger"))
    }

    pub(super) fn root_certificate(&self) -> &[u8] {
        &self.0.certificate
    }

    pub(super) fn root_key(&self) -> &SigningKey {
        &self.0.key
    }

    /// The intermediate with this key, not signed yet.
    pub(super) fn intermediate(key: &SigningKey) -> Certificate {
        authority(INTERMEDIATE, ROOT, key)
    }

    /// The leaf with this key, not signed yet.
    pub(super) fn leaf(key: &SigningKey) -> Certificate {
        Certificate {
            extensions: vec![
                certificate::end_entity_constraints(),
                certificate::signing_usage(),
                certificate::dns_name(SERVICE),
            ],
            ..authority(SERVICE, INTERMEDIATE, key)
        }
    }

    pub(super) fn intermediate_key() -> SigningKey {
        SigningKey::rsa(RsaFile::HuaweiCa)
    }

    pub(super) fn leaf_key() -> SigningKey {
        SigningKey::rsa(RsaFile::HuaweiLeaf)
    }
}

impl fmt::Debug for HuaweiCa {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("HuaweiCa").finish_non_exhaustive()
    }
}

fn authority(name: &str, issuer: &str, key: &SigningKey) -> Certificate {
    let number = sha256(&key.subject_public_key());
    Certificate {
        serial: number.into_iter().take(16).collect(),
        issuer: certificate::name(issuer),
        subject: certificate::name(name),
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
