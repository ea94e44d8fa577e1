//! `/admin/v1/webauthn/api-keys`: SecTokens, the API keys of kind `webauthn` (spec webauthn.md 2.5).

mod get;
mod issue;
mod list;
mod revoke;
mod rotate;
mod shape;

pub(crate) use get::get;
pub(crate) use issue::issue;
pub(crate) use list::list;
pub(crate) use revoke::revoke;
pub(crate) use rotate::rotate;

use touchstone_core::ports::{ApiKey, KeyKind, Versioned};
use touchstone_core::{AdminCall, AdminError, ApiKeyId, api_keys};

/// The SecToken of this identifier; keys of other kinds are none.
async fn sectoken(call: &AdminCall<'_>, id: &str) -> Result<Versioned<ApiKey>, AdminError> {
    let id: ApiKeyId = id.parse().map_err(|_| AdminError::NotFound)?;
    let key = api_keys::get(call, id).await?;
    if key.value.kind == KeyKind::Webauthn {
        Ok(key)
    } else {
        Err(AdminError::NotFound)
    }
}
