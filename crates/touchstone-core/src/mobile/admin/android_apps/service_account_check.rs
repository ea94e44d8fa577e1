//! Decides how an administrator learns whether Google accepts an app's service account: by asking for an access token, now.

use super::RegisteredAndroidApp;
use super::get::stored_app;
use super::secret::{SERVICE_ACCOUNT, place};
use crate::mobile::admin::KEYS;
use crate::ports::{ServiceAccount, StoreError, UpstreamError};
use crate::{AdminCall, AdminError, AppId};

/// What Google says of a service account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceAccountCheck {
    /// Whether it gives an access token.
    pub accepted: bool,
    /// Why not; what Google says, without what was sent.
    pub detail: Option<String>,
}

/// Google was not asked, or did not say.
#[derive(Debug, thiserror::Error)]
pub enum ServiceAccountCheckError {
    /// The caller may not, or there is no such app or no service account.
    #[error(transparent)]
    Admin(#[from] AdminError),
    /// Google cannot be reached: nothing is known of the account.
    #[error(transparent)]
    Upstream(UpstreamError),
}

impl From<StoreError> for ServiceAccountCheckError {
    fn from(error: StoreError) -> Self {
        Self::Admin(error.into())
    }
}

/// Asks Google for an access token in the account's name; not found while the app has none. Takes the scope `mobile:keys`.
pub async fn check_service_account(
    admin: &AdminCall<'_>,
    id: AppId,
) -> Result<ServiceAccountCheck, ServiceAccountCheckError> {
    admin.require(KEYS)?;
    let tenant_id = admin.tenant_id().await?;
    let app = stored_app(admin, tenant_id, id).await?.value;
    let account = account(admin, &app)?;
    let upstream = &admin.touchstone.world.upstream;
    let asked = upstream.check_service_account(tenant_id, account, admin.now());
    match asked.await {
        Ok(()) => Ok(ServiceAccountCheck {
            accepted: true,
            detail: None,
        }),
        Err(error @ UpstreamError::Unavailable { .. }) => {
            Err(ServiceAccountCheckError::Upstream(error))
        }
        Err(error) => Ok(ServiceAccountCheck {
            accepted: false,
            detail: Some(error.to_string()),
        }),
    }
}

fn account(
    admin: &AdminCall<'_>,
    app: &RegisteredAndroidApp,
) -> Result<ServiceAccount, AdminError> {
    let sealed = app.service_account.as_ref().ok_or(AdminError::NotFound)?;
    let row = app.id.to_string();
    let opened = admin
        .touchstone
        .sealer
        .open(&sealed.0, &place(app, SERVICE_ACCOUNT, &row))
        .map_err(|error| StoreError::Failed(Box::new(error)))?;
    let corrupt = StoreError::Corrupt {
        what: "android app service account",
    };
    Ok(ServiceAccount::from_json(&opened).ok_or(corrupt)?)
}
