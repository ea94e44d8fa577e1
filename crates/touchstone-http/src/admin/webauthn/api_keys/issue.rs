//! `POST /admin/v1/webauthn/api-keys`: issues a SecToken, bound to a relying party when one is named.

use serde::Deserialize;
use touchstone_core::api_keys::{self, NewApiKey};
use touchstone_core::ports::KeyKind;
use touchstone_core::webauthn::admin;
use touchstone_core::{AdminCall, AdminError, RpId};

use super::shape::issued;
use crate::admin::error::Refused;
use crate::admin::request::Rfc3339;
use crate::admin::{Admin, Answer};

const RP: &str = "rp";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SecTokenBody {
    label: String,
    /// Its identifier or RP ID.
    #[serde(default)]
    rp: Option<String>,
    #[serde(default)]
    expires_at: Option<Rfc3339>,
}

/// 201 with the key in the clear: this once.
pub(crate) async fn issue(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let body: SecTokenBody = request.json()?;
    let call = request.within(&params);
    let rp = match &body.rp {
        None => None,
        Some(named) => Some(bound_to(&call, named).await?),
    };
    let new = NewApiKey {
        kind: KeyKind::Webauthn,
        label: body.label,
        app_ids: None,
        rp,
        scopes: Vec::new(),
        expires_at: body.expires_at.map(|Rfc3339(at)| at),
    };
    Ok(issued(api_keys::issue(&call, new).await?))
}

/// The relying party; an identifier is looked up with the key, so that whoever issues keys need not read relying parties.
async fn bound_to(call: &AdminCall<'_>, named: &str) -> Result<RpId, AdminError> {
    if let Ok(id) = named.parse() {
        return Ok(id);
    }
    match admin::rp(call, named).await {
        Err(AdminError::NotFound) => Err(AdminError::invalid(
            RP,
            "is no relying party of this tenant",
        )),
        found => Ok(found?.value.id),
    }
}
