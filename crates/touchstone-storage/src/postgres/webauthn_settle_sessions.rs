//! Decides which sessions of a batch wait for a result, and how those end.

use std::collections::HashSet;

use tokio_postgres::{Client, Error, Statement};

use super::fault::Fault;
use super::webauthn_settle_batch::Entry;
use crate::rows::{SessionEnd, session_end};

/// The statements.
pub(super) struct Sessions {
    lock: Statement,
    end: Statement,
}

/// Whether session `s` waits for a result. One whose relying party is gone is gone itself.
macro_rules! is_open {
    () => {
        "s.id_sha256 = n.id_sha256 AND s.tenant_id = n.tenant_id AND s.state = 'initialized' \
         AND EXISTS (SELECT 1 FROM webauthn_rps r WHERE r.tenant_id = s.tenant_id \
         AND r.id = s.rp)"
    };
}

impl Sessions {
    pub(super) async fn prepare(client: &Client) -> Result<Self, Error> {
        Ok(Self {
            lock: client
                .prepare(concat!(
                    "SELECT s.id_sha256 FROM UNNEST($1::bytea[], $2::text[]) \
                     AS n (id_sha256, tenant_id) JOIN webauthn_sessions s ON ",
                    is_open!(),
                    " ORDER BY s.id_sha256 FOR UPDATE OF s"
                ))
                .await?,
            // Whose session it is may be known by the credential alone.
            end: client
                .prepare(concat!(
                    "UPDATE webauthn_sessions s SET state = n.state, reason = n.reason, \
                     verdict_id = n.verdict_id, credential_ext_id = n.credential_ext_id, \
                     user_verified = n.user_verified, changed_at = n.at, \
                     visible_until = GREATEST(s.visible_until, n.visible_until), \
                     user_ext_id = COALESCE(s.user_ext_id, (SELECT c.user_ext_id \
                     FROM webauthn_credentials c WHERE c.ext_id = n.credential_ext_id)) \
                     FROM UNNEST($1::bytea[], $2::text[], $3::text[], $4::text[], $5::text[], \
                     $6::text[], $7::boolean[], $8::bigint[], $9::bigint[]) AS n (id_sha256, \
                     tenant_id, state, reason, verdict_id, credential_ext_id, user_verified, \
                     at, visible_until) WHERE ",
                    is_open!(),
                    " RETURNING s.id_sha256"
                ))
                .await?,
        })
    }

    /// Locks the sessions that are open, and notes which are not.
    pub(super) async fn lock(
        &self,
        client: &Client,
        entries: &mut [Entry<'_>],
    ) -> Result<(), Error> {
        let ids: Vec<&[u8]> = entries
            .iter()
            .map(|entry| entry.settlement.session.as_slice())
            .collect();
        let tenant_ids: Vec<String> = entries
            .iter()
            .map(|entry| entry.settlement.head.tenant_id.to_string())
            .collect();
        let rows = client.query(&self.lock, &[&ids, &tenant_ids]).await?;
        let open = rows
            .iter()
            .map(|row| row.try_get(0))
            .collect::<Result<HashSet<Vec<u8>>, Error>>()?;
        for entry in entries.iter_mut() {
            entry.is_used = !open.contains(entry.settlement.session.as_slice());
        }
        Ok(())
    }

    /// Ends the sessions that are open; which were.
    pub(super) async fn end(
        &self,
        client: &Client,
        entries: &[Entry<'_>],
    ) -> Result<HashSet<Vec<u8>>, Fault> {
        let mut rows: Vec<(&Entry<'_>, SessionEnd)> = Vec::with_capacity(entries.len());
        for entry in entries.iter().filter(|entry| !entry.is_used) {
            rows.push((entry, session_end(entry.settlement, entry.conflict)?));
        }
        if rows.is_empty() {
            return Ok(HashSet::new());
        }
        // In the order of their keys, so that two nodes seldom wait for each other.
        rows.sort_unstable_by_key(|(entry, _)| entry.settlement.session);
        macro_rules! column {
            (|$s:ident, $end:ident| $value:expr) => {
                rows.iter()
                    .map(|(entry, $end)| {
                        let $s = entry.settlement;
                        $value
                    })
                    .collect::<Vec<_>>()
            };
        }
        let ended = client
            .query(
                &self.end,
                &[
                    &column!(|s, _end| s.session.as_slice()),
                    &column!(|s, _end| s.head.tenant_id.to_string()),
                    &column!(|_s, end| end.state),
                    &column!(|_s, end| end.reason.as_deref()),
                    &column!(|s, _end| s.head.id.to_string()),
                    &column!(|_s, end| end.credential_ext_id.map(|id| id.to_string())),
                    &column!(|_s, end| end.user_verified),
                    &column!(|s, _end| s.head.created_at.unix_ms()),
                    &column!(|s, _end| s.visible_until.unix_ms()),
                ],
            )
            .await?;
        let ended: Result<_, Error> = ended.iter().map(|row| row.try_get(0)).collect();
        Ok(ended?)
    }
}
