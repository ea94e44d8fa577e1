//! Decides who may list Android apps.

use super::RegisteredAndroidApp;
use crate::mobile::admin::READ;
use crate::ports::{Page, PageRequest, Versioned};
use crate::{AdminCall, AdminError, AppId};

/// The tenant's apps, newest first. Takes the scope `mobile:read`.
pub async fn android_apps(
    admin: &AdminCall<'_>,
    page: PageRequest<AppId>,
) -> Result<Page<Versioned<RegisteredAndroidApp>, AppId>, AdminError> {
    admin.require(READ)?;
    let tenant_id = admin.tenant_id().await?;
    let page = admin
        .touchstone
        .world
        .store
        .android_apps(tenant_id, page)
        .await?;
    let items = page
        .items
        .into_iter()
        .map(RegisteredAndroidApp::read)
        .collect::<Result<_, _>>()?;
    Ok(Page {
        items,
        next: page.next,
    })
}
