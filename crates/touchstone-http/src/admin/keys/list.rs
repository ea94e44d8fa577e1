//! `GET /admin/v1/keys`: the API keys that the key may handle (`kind`).

use touchstone_core::api_keys;
use touchstone_core::ports::KeyKind;

use super::shape::KeyShape;
use crate::admin::error::Refused;
use crate::admin::request::{PAGE, page};
use crate::admin::{Admin, Answer};

/// 200 with a part of the list.
pub(crate) async fn list(admin: Admin) -> Result<Answer, Refused> {
    let [limit, cursor] = PAGE;
    let params = admin.params(&[limit, cursor, "kind"])?;
    let kinds = "mobile, purchases, knox, webauthn or admin";
    let kind = params.read("kind", kinds, KeyKind::from_word)?;
    let found = api_keys::list(&admin.within(&params), kind, page(&params)?).await?;
    let items = found
        .items
        .into_iter()
        .map(|key| KeyShape::from(key.value))
        .collect();
    Ok(Answer::list(items, found.next.map(|id| id.to_string())))
}
