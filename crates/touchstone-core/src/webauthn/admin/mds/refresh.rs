//! Decides how an administrator has the metadata services asked at once.

use serde_json::{Value, json};

use crate::audit::Trace;
use crate::ports::MdsSource;
use crate::webauthn::MdsView;
use crate::webauthn::admin::WRITE;
use crate::{AdminCall, AdminError};

/// Asks every metadata service now; how they stand afterwards. A service that failed says why in its `reason`, and its BLOB stays. Takes the
/// scope `webauthn:write` and a server-wide key.
pub async fn refresh_mds(admin: &AdminCall<'_>) -> Result<Vec<MdsView>, AdminError> {
    admin.require(WRITE)?;
    admin.require_server_wide()?;
    let webauthn = &admin.touchstone.webauthn;
    let before = webauthn.mds_view(admin.now());
    let trace = |after: &MdsSource| {
        let before = before.iter().find(|view| view.url == after.url);
        Some(admin.audit(Trace {
            action: "webauthn.mds.refresh",
            tenant_id: None,
            object: after.url.clone(),
            before: before.map(|view| snapshot(view.number, view.reason.as_deref())),
            after: Some(snapshot(after.number, after.reason.as_deref())),
        }))
    };
    Ok(webauthn
        .refresh_mds_traced(admin.now(), true, &trace)
        .await?)
}

/// Never its entries, of which there are hundreds.
fn snapshot(number: Option<i64>, reason: Option<&str>) -> Value {
    json!({ "number": number, "reason": reason })
}
