//! Decides how a key is issued. It is shown to the caller once and kept only as its hash.

use super::store_new::store_new;
use super::{ApiKeySecret, NewApiKey, new_secret};
use crate::ports::{ApiKey, Versioned};
use crate::{AdminCall, AdminError};

/// A key that was just made.
#[derive(Clone, Debug)]
pub struct Issued {
    /// The key in the clear: this once.
    pub secret: ApiKeySecret,
    /// What is stored.
    pub key: Versioned<ApiKey>,
}

/// Issues a key. Takes the scope `<noun>:keys` of its kind; for kind `admin` `*`.
pub async fn issue(admin: &AdminCall<'_>, new: NewApiKey) -> Result<Issued, AdminError> {
    let secret = new_secret(new.kind, &*admin.touchstone.world.random);
    let key = new.checked(admin, &secret).await?;
    let key = store_new(admin, key, "key.issue").await?;
    Ok(Issued { secret, key })
}
