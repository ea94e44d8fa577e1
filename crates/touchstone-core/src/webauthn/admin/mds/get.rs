//! Decides who may see how the metadata services stand.

use crate::webauthn::MdsView;
use crate::webauthn::admin::READ;
use crate::{AdminCall, AdminError};

/// The metadata services, in the order in which they are asked. Takes the scope `webauthn:read`.
pub fn mds(admin: &AdminCall<'_>) -> Result<Vec<MdsView>, AdminError> {
    admin.require(READ)?;
    Ok(admin.touchstone.webauthn.mds_view(admin.now()))
}
