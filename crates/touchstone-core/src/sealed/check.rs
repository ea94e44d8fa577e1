//! Decides whether the configured master key is the one this store was made with: a known text, sealed and stored at the first start.

use serde_json::json;

use super::blob::{Place, SealError};
use super::key::Sealer;
use super::rotate::RotateError;
use crate::audit::Trace;
use crate::ports::{Change, StoreError};
use crate::{AdminCall, World};

const PLACE: Place<'static> = Place {
    entity: "master_key",
    column: "check",
    row: "1",
    tenant_id: None,
};
const TEXT: &[u8] = b"touchstone master key check";

/// The master key does not fit the store.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyCheckError {
    /// The store did not answer.
    #[error("the check value of the master key cannot be read")]
    Store(#[from] StoreError),
    /// Another master key sealed what is stored, or the check value was changed.
    #[error("the configured master key is not the one this store was made with")]
    WrongKey(#[source] SealError),
}

/// How sealed secrets stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncryptionError {
    /// No check value is stored.
    #[error("key missing")]
    KeyMissing,
    /// The stored check value is none.
    #[error("key invalid")]
    KeyInvalid,
    /// Another master key sealed it.
    #[error("key mismatch")]
    KeyMismatch,
}

/// Stores the check value at the first start and compares it at every other.
pub async fn ensure_master_key(world: &World, sealer: &Sealer) -> Result<(), MasterKeyCheckError> {
    let mut stored = world.store.master_key_check().await?;
    if stored.is_none() {
        let sealed = sealer.seal(TEXT, &PLACE, &*world.random);
        stored = Some(world.store.put_master_key_check_if_absent(&sealed).await?);
    }
    let stored = stored.unwrap_or_default();
    match sealer.open(&stored, &PLACE) {
        Ok(text) if *text == TEXT => Ok(()),
        Ok(_) => Err(MasterKeyCheckError::WrongKey(SealError::Malformed)),
        Err(error) => Err(MasterKeyCheckError::WrongKey(error)),
    }
}

/// Whether the stored check value opens, for `/ready`.
pub(crate) fn judge(stored: Option<&[u8]>, sealer: &Sealer) -> Result<(), EncryptionError> {
    match sealer.open(stored.ok_or(EncryptionError::KeyMissing)?, &PLACE) {
        Ok(text) if *text == TEXT => Ok(()),
        Ok(_) | Err(SealError::Malformed) => Err(EncryptionError::KeyInvalid),
        Err(SealError::KeyUnknown | SealError::Refused) => Err(EncryptionError::KeyMismatch),
    }
}

/// Seals the check value anew under the current master key; false when another node changed it meanwhile.
pub(super) async fn reseal(admin: &AdminCall<'_>, resealed: u64) -> Result<bool, RotateError> {
    let (world, sealer) = (&admin.touchstone.world, &admin.touchstone.sealer);
    let Some(stored) = world.store.master_key_check().await? else {
        return Ok(false);
    };
    if stored.starts_with(&sealer.current_prefix()) {
        return Ok(true);
    }
    sealer
        .open(&stored, &PLACE)
        .map_err(|source| RotateError::Open {
            entity: PLACE.entity.to_owned(),
            row: PLACE.row.to_owned(),
            source,
        })?;
    let audit = admin.audit(Trace {
        action: "master_key.rotate",
        tenant_id: None,
        object: PLACE.entity.to_owned(),
        before: None,
        after: Some(json!({ "sealed": resealed })),
    });
    let value = sealer.seal(TEXT, &PLACE, &*world.random);
    let change = Change {
        value,
        if_version: None,
        audit,
    };
    Ok(world
        .store
        .replace_master_key_check(&stored, change)
        .await?)
}
