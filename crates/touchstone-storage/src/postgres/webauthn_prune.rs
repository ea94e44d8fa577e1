//! Decides how ended sessions, and users that never came to a credential, are forgotten in PostgreSQL.

use touchstone_core::Timestamp;

use super::fault::Fault;
use super::read::{all, execute};
use super::{PostgresStore, write};
use crate::rows::{Fields, Row};

impl PostgresStore {
    /// Deletes the oldest ended sessions, but those that another node holds.
    pub(super) async fn prune_ended_sessions(
        &self,
        before: Timestamp,
        limit: u32,
    ) -> Result<u64, Fault> {
        self.execute(
            "DELETE FROM webauthn_sessions WHERE id_sha256 IN \
             (SELECT id_sha256 FROM webauthn_sessions WHERE visible_until < $1 \
             ORDER BY visible_until LIMIT $2 FOR UPDATE SKIP LOCKED)",
            &[&before.unix_ms(), &i64::from(limit)],
        )
        .await
    }

    /// Deletes the oldest users that nobody is using. First they are locked, as openings lock theirs: what the second statement then does
    /// not see will not come.
    pub(super) async fn prune_pending_users(
        &self,
        before: Timestamp,
        limit: u32,
    ) -> Result<u64, Fault> {
        macro_rules! is_unused {
            () => {
                "NOT EXISTS (SELECT 1 FROM webauthn_credentials c \
                 WHERE c.tenant_id = u.tenant_id AND c.user_ext_id = u.ext_id) \
                 AND NOT EXISTS (SELECT 1 FROM webauthn_sessions s \
                 WHERE s.tenant_id = u.tenant_id AND s.user_ext_id = u.ext_id)"
            };
        }
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let locked = all(
            &transaction,
            concat!(
                "SELECT u.tenant_id, u.ext_id FROM webauthn_users u \
                 WHERE u.state = 'pending' AND u.created_at < $1 AND ",
                is_unused!(),
                " ORDER BY u.created_at LIMIT $2 FOR UPDATE SKIP LOCKED"
            ),
            &[&before.unix_ms(), &i64::from(limit)],
            |row: &dyn Row| {
                let mut fields = Fields::new(row);
                let tenant_id = fields.text("webauthn_users.tenant_id")?;
                Ok((tenant_id, fields.text("webauthn_users.ext_id")?))
            },
        )
        .await?;
        let (tenant_ids, ext_ids): (Vec<String>, Vec<String>) = locked.into_iter().unzip();
        let deleted = execute(
            &transaction,
            concat!(
                "DELETE FROM webauthn_users u USING UNNEST($1::text[], $2::text[]) \
                 AS l (tenant_id, ext_id) WHERE u.tenant_id = l.tenant_id \
                 AND u.ext_id = l.ext_id AND u.state = 'pending' AND ",
                is_unused!()
            ),
            &[&tenant_ids, &ext_ids],
        )
        .await?;
        write::commit(transaction).await?;
        Ok(deleted)
    }
}
