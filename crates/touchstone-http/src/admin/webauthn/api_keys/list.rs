//! `GET /admin/v1/webauthn/api-keys`: the SecTokens of the tenant.

use touchstone_core::api_keys;
use touchstone_core::ports::KeyKind;

use super::shape::SecTokenShape;
use crate::admin::error::Refused;
use crate::admin::request::{PAGE, page};
use crate::admin::{Admin, Answer};

/// 200 with a part of the list.
pub(crate) async fn list(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&PAGE)?;
    let (call, wanted) = (request.within(&params), page(&params)?);
    let found = api_keys::list(&call, Some(KeyKind::Webauthn), wanted).await?;
    let items = found.items.into_iter();
    let items = items.map(|key| SecTokenShape::from(key.value)).collect();
    Ok(Answer::list(items, found.next.map(|id| id.to_string())))
}
