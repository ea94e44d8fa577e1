//! Decides what is remembered of a simulated passkey: the seed of its key, whose it is, and its counter.

use anyhow::Context as _;
use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use touchstone_simulator::webauthn::ca::AttestationCa;
use touchstone_simulator::webauthn::{Algorithm, Credential};

use super::{Memory, Seed};

/// Of each authenticator the first credential is kept, and it makes no other.
const LABEL: &str = "0";

/// A passkey.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Passkey {
    seed: Seed,
    algorithm: i64,
    rp_id: String,
    /// Base64.
    user_handle: String,
    sign_count: u32,
}

impl Memory {
    /// The CA that attests simulated authenticators.
    pub(crate) fn passkey_ca(&self) -> AttestationCa {
        AttestationCa::new(self.ca_seed.0)
    }

    /// Every passkey, oldest first.
    pub(crate) fn passkeys(&self) -> anyhow::Result<Vec<Credential>> {
        self.passkeys.iter().map(Passkey::credential).collect()
    }

    /// Remembers the passkey of this seed.
    pub(crate) fn remember_passkey(&mut self, seed: [u8; 32], credential: &Credential) {
        self.passkeys.push(Passkey {
            seed: Seed(seed),
            algorithm: credential.algorithm.cose_id(),
            rp_id: credential.rp_id.clone(),
            user_handle: BASE64.encode(&credential.user_handle),
            sign_count: credential.sign_count,
        });
    }

    /// Remembers how far the passkey has counted.
    pub(crate) fn note_passkey_use(&mut self, credential: &Credential) {
        for passkey in &mut self.passkeys {
            let known = passkey.credential();
            if known.is_ok_and(|known| known.id == credential.id) {
                passkey.sign_count = credential.sign_count;
            }
        }
    }
}

impl Passkey {
    fn credential(&self) -> anyhow::Result<Credential> {
        let algorithm = Algorithm::of_cose_id(self.algorithm);
        let algorithm = algorithm.context("a passkey of an unknown algorithm is remembered")?;
        let mut credential = Credential::new(algorithm, &self.seed.0, LABEL);
        credential.rp_id.clone_from(&self.rp_id);
        let handle = BASE64.decode(self.user_handle.as_bytes());
        credential.user_handle =
            handle.context("a user handle that is remembered is not base64")?;
        credential.sign_count = self.sign_count;
        credential.discoverable = true;
        Ok(credential)
    }
}
