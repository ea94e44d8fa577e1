//! Decides what a name that cannot sign in is told under `conceal` (spec webauthn.md 2.10): one credential id that is the same each time and
//! that nobody can tell from a real one.

use aws_lc_rs::hmac;

use super::rp::Rp;
use super::service::Webauthn;

/// The key of the family: 32 bytes, one per deployment, sealed in the store.
pub(super) struct FamilyKey(hmac::Key);

impl FamilyKey {
    pub(super) fn new(bytes: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, bytes))
    }
}

impl Webauthn {
    /// The credential id that this name gets at the relying party.
    pub(super) fn decoy_id(&self, rp: &Rp, username: &str) -> Vec<u8> {
        let mut context = hmac::Context::with_key(&self.key.0);
        let tenant_id = rp.tenant_id().to_bytes();
        let rp_id = rp.id().to_bytes();
        // Two parts of fixed length and the rest: no two names share their input.
        for part in [b"decoy", &tenant_id[..], &rp_id[..], username.as_bytes()] {
            context.update(part);
        }
        context.sign().as_ref().to_vec()
    }
}
