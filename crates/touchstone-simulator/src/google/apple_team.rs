//! Who asks Apple? A team with a DeviceCheck key.

use std::fmt;

use crate::der;
use crate::key::{SigningKey, derive};
use crate::pem::pem;

const ID_EC_PUBLIC_KEY: &[u32] = &[1, 2, 840, 10045, 2, 1];
const PRIME256V1: &[u32] = &[1, 2, 840, 10045, 3, 1, 7];

/// A team of Apple developers and its one DeviceCheck key.
#[derive(Clone)]
pub struct AppleTeam {
    pub(super) team_id: String,
    pub(super) key_id: String,
    pub(super) key: SigningKey,
    scalar: [u8; 32],
}

impl AppleTeam {
    /// The team of this name; its key comes from `seed`.
    #[must_use]
    pub fn new(seed: [u8; 32], team_id: &str, key_id: &str) -> Self {
        let key = SigningKey::p256(&seed, "DeviceCheck key");
        let scalar = match &key {
            SigningKey::P256(key) => key.to_bytes().into(),
            _ => derive(&seed, "DeviceCheck key"),
        };
        Self {
            team_id: team_id.to_owned(),
            key_id: key_id.to_owned(),
            key,
            scalar,
        }
    }

    /// The team's name.
    #[must_use]
    pub fn team_id(&self) -> &str {
        &self.team_id
    }

    /// The key's name.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// The file that Apple gives out, `AuthKey_*.p8`: PKCS#8 in PEM (RFC 5958, RFC 5915).
    #[must_use]
    pub fn private_key_p8(&self) -> String {
        let public = der::bit_string(0, &self.key.subject_public_key());
        let key = der::sequence(&[
            &der::unsigned(1),
            &der::octet_string(&self.scalar),
            &der::context(1, &public),
        ]);
        let algorithm = der::sequence(&[
            &der::object_identifier(ID_EC_PUBLIC_KEY),
            &der::object_identifier(PRIME256V1),
        ]);
        let info = der::sequence(&[&der::unsigned(0), &algorithm, &der::octet_string(&key)]);
        pem("PRIVATE KEY", &info)
    }
}

impl fmt::Debug for AppleTeam {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AppleTeam")
            .field("team_id", &self.team_id)
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}
