//! Decides how revocation lists are wished for, leased and stored in PostgreSQL: rows that another node is leasing are passed over.

use touchstone_core::Timestamp;
use touchstone_core::ports::{Notice, StoredCrl};

use super::fault::Fault;
use super::mobile_admin_write::{count, lock};
use super::read::{all, execute};
use super::{PostgresStore, locks, write};
use crate::rows::{IS_CRL_KNOWN, PUT_CRL, WANT_CRL, count_number, crl_columns, stored_crl};

const LEASE: &str = concat!(
    "WITH due AS (SELECT url AS due_url FROM webauthn_crls WHERE due_at <= $2 \
     ORDER BY due_at, url LIMIT $3 FOR UPDATE SKIP LOCKED) \
     UPDATE webauthn_crls SET due_at = $1 FROM due WHERE url = due_url RETURNING ",
    crl_columns!()
);

impl PostgresStore {
    pub(super) async fn want_lists(
        &self,
        urls: &[String],
        now: Timestamp,
        max: u64,
    ) -> Result<(), Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        lock(&transaction, locks::LIMITS).await?;
        for url in urls {
            execute(
                &transaction,
                WANT_CRL,
                &[url, &now.unix_ms(), &count_number(max)],
            )
            .await?;
        }
        write::commit(transaction).await
    }

    pub(super) async fn lease_lists(
        &self,
        now: Timestamp,
        leased_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<StoredCrl>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let leased = all(
            &transaction,
            LEASE,
            &[&leased_until.unix_ms(), &now.unix_ms(), &i64::from(limit)],
            stored_crl,
        )
        .await?;
        write::commit(transaction).await?;
        Ok(leased)
    }

    pub(super) async fn put_revocation_list(&self, crl: &StoredCrl) -> Result<(), Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let der = crl.der.as_deref();
        let is_known = count(&transaction, IS_CRL_KNOWN, &[&crl.url, &der]).await? > 0;
        execute(
            &transaction,
            PUT_CRL,
            &[
                &crl.url,
                &der,
                &crl.next_update.map(|at| at.unix_ms()),
                &crl.fetched_at.map(|at| at.unix_ms()),
                &crl.due_at.unix_ms(),
            ],
        )
        .await?;
        if der.is_some() && !is_known {
            self.commit_news(transaction, Notice::Everything).await
        } else {
            write::commit(transaction).await
        }
    }
}
