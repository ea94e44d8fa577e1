//! Decides how the sealed key of the family `webauthn` is kept in PostgreSQL.

use async_trait::async_trait;
use touchstone_core::ports::{StoreError, WebauthnKeyStore};

use super::PostgresStore;
use crate::rows::{Fields, INSERT_WEBAUTHN_KEY, WEBAUTHN_KEY, corrupt};

#[async_trait]
impl WebauthnKeyStore for PostgresStore {
    async fn ensure_webauthn_key(&self, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        self.execute(INSERT_WEBAUTHN_KEY, &[&sealed]).await?;
        let stored = self
            .first(WEBAUTHN_KEY, &[], |row| {
                Fields::new(row).blob("webauthn_key.sealed")
            })
            .await?;
        stored.ok_or(corrupt("webauthn_key.sealed"))
    }
}
