//! What does a fido-u2f statement look like (WebAuthn L3 8.6)?

use super::{Ceremony, x5c};
use crate::cbor::{self, Cbor};
use crate::webauthn::ca::AttestationChain;

/// Would name the key of the intermediate.
const AUTHORITY_KEY_IDENTIFIER: &[u32] = &[2, 5, 29, 35];

/// A fido-u2f statement.
#[derive(Clone)]
pub struct FidoU2f {
    /// The maker's certificates.
    pub chain: AttestationChain,
    /// What stands in `sig`; `None`: a signature over the bytes of the ceremony.
    pub signature: Option<Vec<u8>>,
}

impl FidoU2f {
    /// Attested by its maker. Only the leaf is sent, so the root issues it unless another authority is named.
    #[must_use]
    pub fn by(mut chain: AttestationChain) -> Self {
        let root = chain.ca.root.clone();
        if chain.leaf_issuer.is_none() {
            chain.leaf.remove(AUTHORITY_KEY_IDENTIFIER);
            chain.leaf_issuer = Some(root);
        }
        chain.leaf_alone = true;
        Self {
            chain,
            signature: None,
        }
    }

    pub(super) fn value(&self, ceremony: &Ceremony<'_>) -> Cbor {
        let sign = || self.chain.sign(&verification_data(ceremony));
        cbor::map([
            (
                "sig",
                Cbor::Bytes(self.signature.clone().unwrap_or_else(sign)),
            ),
            ("x5c", x5c(&self.chain)),
        ])
    }
}

/// What U2F signs at a registration: a zero, the hashes, the id and the uncompressed point.
fn verification_data(ceremony: &Ceremony<'_>) -> Vec<u8> {
    [
        &[0],
        ceremony.auth_data.rp_id_hash.as_slice(),
        &ceremony.client_data_hash,
        ceremony.credential_id(),
        &ceremony.credential.key.subject_public_key(),
    ]
    .concat()
}
