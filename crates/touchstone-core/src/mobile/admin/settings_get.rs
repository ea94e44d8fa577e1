//! Decides what a tenant's settings are: what was stored, else the defaults of spec mobile.md 5.2.

use super::READ;
use crate::mobile::MobileSettings;
use crate::ports::{StoreError, Versioned};
use crate::{AdminCall, AdminError, TenantId};

/// The tenant's settings; version 0 while nobody has set any. Takes the scope `mobile:read`.
pub async fn settings(admin: &AdminCall<'_>) -> Result<Versioned<MobileSettings>, AdminError> {
    admin.require(READ)?;
    let tenant_id = admin.tenant_id().await?;
    stored_settings(admin, tenant_id).await
}

pub(super) async fn stored_settings(
    admin: &AdminCall<'_>,
    tenant_id: TenantId,
) -> Result<Versioned<MobileSettings>, AdminError> {
    let policy = admin
        .touchstone
        .world
        .store
        .mobile_policy(tenant_id)
        .await?;
    match policy.settings {
        None => Ok(Versioned {
            value: MobileSettings::default(),
            version: 0,
        }),
        Some(text) => Ok(Versioned {
            value: read(&text.value)?,
            version: text.version,
        }),
    }
}

pub(super) fn read(text: &str) -> Result<MobileSettings, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Corrupt {
        what: "mobile settings",
    })
}
