//! Decides who may see a relying party, and by what it is named: its identifier or its RP ID, which never looks like one.

use super::RegisteredRp;
use crate::ports::{RpKey, Versioned};
use crate::webauthn::admin::READ;
use crate::{AdminCall, AdminError, RpId, TenantId};

/// The relying party of this identifier or RP ID, when it belongs to the tenant. Takes the scope `webauthn:read`.
pub async fn rp(admin: &AdminCall<'_>, named: &str) -> Result<Versioned<RegisteredRp>, AdminError> {
    admin.require(READ)?;
    let tenant_id = admin.tenant_id().await?;
    stored_rp(admin, tenant_id, named).await
}

pub(in crate::webauthn::admin) async fn stored_rp(
    admin: &AdminCall<'_>,
    tenant_id: TenantId,
    named: &str,
) -> Result<Versioned<RegisteredRp>, AdminError> {
    let key = match named.parse::<RpId>() {
        Ok(id) => RpKey::Id(id),
        Err(_) => RpKey::RpId(tenant_id, named.to_owned()),
    };
    let found = admin.touchstone.world.store.find_webauthn_rp(&key).await?;
    let found = found.filter(|found| found.value.tenant_id == tenant_id);
    Ok(RegisteredRp::read(found.ok_or(AdminError::NotFound)?)?)
}
