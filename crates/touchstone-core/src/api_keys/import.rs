//! Decides how a key comes in that was issued elsewhere, so that nobody's clients must change on the day of a move.

use super::store_new::store_new;
use super::{ApiKeySecret, NewApiKey};
use crate::ports::{ApiKey, Versioned};
use crate::{AdminCall, AdminError, scope};

/// Imports a key. Takes the scope `<noun>:keys` of its kind; for kind `admin` `*`.
pub async fn import(
    admin: &AdminCall<'_>,
    secret: ApiKeySecret,
    new: NewApiKey,
) -> Result<Versioned<ApiKey>, AdminError> {
    admin.require(scope::keys(new.kind))?;
    if !new.kind.has_foreign_form(secret.reveal()) {
        return Err(AdminError::invalid(
            "key",
            format!("must be {}", new.kind.foreign_form()),
        ));
    }
    let key = new.checked(admin, &secret).await?;
    store_new(admin, key, "key.import").await
}
