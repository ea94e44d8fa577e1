//! `/admin/v1/audit`.

mod list;
mod shape;

pub(crate) use list::list;

use serde_json::Value;
use touchstone_core::AdminError;
use touchstone_core::ports::StoreError;

/// JSON that was stored as text.
pub(super) fn stored_json(text: &str, what: &'static str) -> Result<Value, AdminError> {
    serde_json::from_str(text).map_err(|_| AdminError::Store(StoreError::Corrupt { what }))
}
