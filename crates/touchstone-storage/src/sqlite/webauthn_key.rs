//! Decides how the sealed key of the family `webauthn` is kept in SQLite.

use async_trait::async_trait;
use touchstone_core::ports::{StoreError, WebauthnKeyStore};

use super::SqliteStore;
use super::read::{execute, first};
use crate::rows::{Fields, INSERT_WEBAUTHN_KEY, WEBAUTHN_KEY, corrupt};

#[async_trait]
impl WebauthnKeyStore for SqliteStore {
    async fn ensure_webauthn_key(&self, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        let sealed = sealed.to_vec();
        self.writer
            .run(move |connection| {
                execute(connection, INSERT_WEBAUTHN_KEY, [sealed])?;
                let stored = first(connection, WEBAUTHN_KEY, [], |row| {
                    Fields::new(row).blob("webauthn_key.sealed")
                })?;
                stored.ok_or_else(|| corrupt("webauthn_key.sealed").into())
            })
            .await
    }
}
