//! Decides how a sealed value looks: version 1, key id (8 bytes), nonce (12), ciphertext and tag. The place it belongs to is the
//! additional data, so that a blob moved to another row, column or tenant does not open.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use zeroize::Zeroizing;

use super::key::{KEY_ID_BYTES, MasterKey};
use crate::{Random, TenantId, random_bytes};

const VERSION: u8 = 1;
const NONCE_BYTES: usize = 12;

/// Where a sealed value lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The entity, such as `session_master_key`.
    pub entity: &'a str,
    /// The column.
    pub column: &'a str,
    /// The identifier of the row.
    pub row: &'a str,
    /// The tenant of the row.
    pub tenant_id: Option<TenantId>,
}

/// A sealed value cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// It is not a sealed value of a known version.
    #[error("not a sealed value")]
    Malformed,
    /// It was sealed under a master key that is not configured.
    #[error("sealed under another master key")]
    KeyUnknown,
    /// It was changed, or belongs to another place.
    #[error("changed, or sealed for another place")]
    Refused,
}

impl Place<'_> {
    /// Each part with its length, so that no two places share their additional data.
    fn additional_data(&self) -> Vec<u8> {
        let tenant = self.tenant_id.map(|id| id.to_string()).unwrap_or_default();
        let mut out = Vec::new();
        for part in [self.entity, self.column, self.row, &tenant] {
            out.extend_from_slice(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            out.extend_from_slice(part.as_bytes());
        }
        out
    }
}

pub(super) fn prefix(key: &MasterKey) -> Vec<u8> {
    let mut out = vec![VERSION];
    out.extend_from_slice(key.id());
    out
}

pub(super) fn key_id(sealed: &[u8]) -> Result<[u8; KEY_ID_BYTES], SealError> {
    match sealed.split_first() {
        Some((&VERSION, rest)) => rest.first_chunk().copied().ok_or(SealError::Malformed),
        _ => Err(SealError::Malformed),
    }
}

#[expect(
    clippy::expect_used,
    reason = "the key has 32 bytes, secrets are far below the limit"
)]
pub(super) fn seal(
    key: &MasterKey,
    secret: &[u8],
    place: &Place<'_>,
    random: &dyn Random,
) -> Vec<u8> {
    let nonce: [u8; NONCE_BYTES] = random_bytes(random);
    let mut text = secret.to_vec();
    cipher(key)
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(place.additional_data()),
            &mut text,
        )
        .expect("a secret is sealed");
    let mut out = prefix(key);
    out.extend_from_slice(&nonce);
    out.append(&mut text);
    out
}

pub(super) fn open(
    key: &MasterKey,
    sealed: &[u8],
    place: &Place<'_>,
) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let rest = sealed.get(1 + KEY_ID_BYTES..).ok_or(SealError::Malformed)?;
    let (nonce, text) = rest
        .split_first_chunk::<NONCE_BYTES>()
        .ok_or(SealError::Malformed)?;
    let mut text = Zeroizing::new(text.to_vec());
    let opened = cipher(key)
        .open_in_place(
            Nonce::assume_unique_for_key(*nonce),
            Aad::from(place.additional_data()),
            &mut text,
        )
        .map_err(|_| SealError::Refused)?
        .len();
    text.truncate(opened);
    Ok(text)
}

#[expect(clippy::expect_used, reason = "a master key has 32 bytes by its type")]
fn cipher(key: &MasterKey) -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key.bytes()).expect("32 bytes"))
}

#[cfg(test)]
mod tests;
