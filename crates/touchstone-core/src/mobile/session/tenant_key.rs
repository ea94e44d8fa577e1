//! Decides whether a reference is one of this tenant's, and which nonce belongs to it. Each tenant has keys of its own, derived from
//! a session master key, so that no reference passes from one tenant to another.

use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use aws_lc_rs::hmac::{HMAC_SHA256, Key, sign};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::codec::Reference;
use crate::TenantId;

const INFO: &[u8] = b"touchstone/mobile/session/v1";

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

/// The two keys of a tenant under one session master key.
pub(in crate::mobile) struct TenantKey {
    tag: Key,
    nonce: Key,
}

impl TenantKey {
    /// HKDF-SHA256 with an empty salt; the first half makes tags, the second nonces.
    #[expect(
        clippy::expect_used,
        reason = "64 bytes are far below what HKDF-SHA256 can give"
    )]
    pub(in crate::mobile) fn derive(master: &[u8], tenant_id: TenantId) -> Self {
        let mut both = Zeroizing::new([0; 64]);
        Salt::new(HKDF_SHA256, &[])
            .extract(master)
            .expand(&[INFO, &tenant_id.to_bytes()], Length(64))
            .and_then(|okm| okm.fill(&mut *both))
            .expect("64 bytes are derived");
        let (tag, nonce) = both.split_at(32);
        Self {
            tag: Key::new(HMAC_SHA256, tag),
            nonce: Key::new(HMAC_SHA256, nonce),
        }
    }

    /// The first 28 bits of the HMAC.
    fn tag(&self, reference: &Reference) -> u32 {
        let mac = sign(&self.tag, &reference.tag_input());
        let first = mac.as_ref().first_chunk().copied().unwrap_or([0; 4]);
        u32::from_be_bytes(first) >> 4
    }

    /// The reference with its tag.
    pub(super) fn tagged(&self, reference: Reference) -> Reference {
        Reference {
            tag: self.tag(&reference),
            ..reference
        }
    }

    /// Whether the tag fits.
    pub(in crate::mobile) fn owns(&self, reference: &Reference) -> bool {
        self.tag(reference).ct_eq(&reference.tag).into()
    }

    /// The server's nonce of this session.
    pub(in crate::mobile) fn server_nonce(&self, reference: &Reference) -> [u8; 32] {
        let mac = sign(&self.nonce, &reference.to_bytes());
        mac.as_ref().first_chunk().copied().unwrap_or([0; 32])
    }
}
