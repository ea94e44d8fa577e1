//! Decides how a change of the master key is carried through while the server runs: every sealed value is opened under the old key and
//! sealed under the current one, the check value last. It can be broken off and begun again at any point.

use super::blob::{Place, SealError};
use super::check;
use super::key::Sealer;
use crate::ports::{SealedRow, StoreError};
use crate::{AdminCall, AdminError, SCOPE_ALL, World};

const ROWS_PER_ROUND: u32 = 200;

/// The change was not carried through; what was sealed anew stays so.
#[derive(Debug, thiserror::Error)]
pub enum RotateError {
    /// The caller may not, or the store did not answer.
    #[error(transparent)]
    Admin(#[from] AdminError),
    /// A value was sealed under a key that is not configured.
    #[error(
        "a sealed value of {entity} {row} cannot be opened; is its master key among the previous ones?"
    )]
    Open {
        /// The entity.
        entity: String,
        /// The row.
        row: String,
        /// Why.
        #[source]
        source: SealError,
    },
    /// Rows change under our hands faster than they can be sealed.
    #[error("sealed values keep changing; try again")]
    Busy,
}

impl From<StoreError> for RotateError {
    fn from(error: StoreError) -> Self {
        Self::Admin(error.into())
    }
}

/// Seals everything under the current master key; how many values were sealed anew. Takes the scope `*` and a server-wide key.
pub async fn rotate_master_key(admin: &AdminCall<'_>) -> Result<u64, RotateError> {
    admin.require(SCOPE_ALL)?;
    admin.require_server_wide()?;
    let (world, sealer) = (&admin.touchstone.world, &admin.touchstone.sealer);
    let prefix = sealer.current_prefix();
    let mut resealed = 0;
    loop {
        let rows = world
            .store
            .sealed_otherwise(&prefix, ROWS_PER_ROUND)
            .await?;
        if rows.is_empty() {
            break;
        }
        let mut moved = 0;
        for row in &rows {
            let anew = reseal(row, world, sealer)?;
            moved += u64::from(world.store.reseal(row, &anew).await?);
        }
        if moved == 0 {
            return Err(RotateError::Busy);
        }
        resealed += moved;
    }
    if check::reseal(admin, resealed).await? {
        Ok(resealed)
    } else {
        Err(RotateError::Busy)
    }
}

fn reseal(row: &SealedRow, world: &World, sealer: &Sealer) -> Result<Vec<u8>, RotateError> {
    let place = Place {
        entity: &row.entity,
        column: &row.column,
        row: &row.row,
        tenant_id: row.tenant_id,
    };
    let secret = sealer
        .open(&row.sealed, &place)
        .map_err(|source| RotateError::Open {
            entity: row.entity.clone(),
            row: row.row.clone(),
            source,
        })?;
    Ok(sealer.seal(&secret, &place, &*world.random))
}
