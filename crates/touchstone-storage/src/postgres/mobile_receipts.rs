//! Decides how receipts of iPhones are leased and exchanged in PostgreSQL: rows that another node is leasing are passed over.

use async_trait::async_trait;
use touchstone_core::Timestamp;
use touchstone_core::ports::{AppleKey, ExchangedReceipt, MobileReceiptStore, StoreError};

use super::fault::Fault;
use super::read::all;
use super::{PostgresStore, write};
use crate::rows::{apple_key, apple_key_columns};

/// Per app the receipts that are due longest, of these the oldest: apps that do not refresh cost nothing. What is due is asked again of
/// the locked row, which another node may have leased meanwhile.
const LEASE: &str = concat!(
    "WITH due AS ( \
     SELECT k.tenant_id AS due_tenant_id, k.key_id AS due_key_id \
     FROM apple_apps a CROSS JOIN LATERAL ( \
     SELECT c.tenant_id, c.key_id FROM apple_keys c \
     WHERE c.tenant_id = a.tenant_id AND c.app_id = a.id AND c.revoked_at IS NULL \
     AND c.receipt IS NOT NULL AND c.receipt_due_at <= $2 \
     ORDER BY c.receipt_due_at LIMIT $3) o \
     JOIN apple_keys k ON k.tenant_id = o.tenant_id AND k.key_id = o.key_id \
     WHERE a.enabled AND a.refreshes_receipts \
     AND k.revoked_at IS NULL AND k.receipt_due_at <= $2 \
     ORDER BY k.receipt_due_at LIMIT $3 FOR UPDATE OF k SKIP LOCKED) \
     UPDATE apple_keys SET receipt_due_at = $1 FROM due \
     WHERE tenant_id = due_tenant_id AND key_id = due_key_id RETURNING ",
    apple_key_columns!()
);

#[async_trait]
impl MobileReceiptStore for PostgresStore {
    async fn lease_due_receipts(
        &self,
        now: Timestamp,
        leased_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<AppleKey>, StoreError> {
        Ok(self.lease(now, leased_until, limit).await?)
    }

    async fn store_exchanged_receipt(
        &self,
        exchanged: ExchangedReceipt,
    ) -> Result<bool, StoreError> {
        let new = exchanged.receipt.as_ref();
        let metric = new.and_then(|receipt| Some((receipt.risk_metric?, receipt.created_at)));
        let stored = self
            .execute(
                "UPDATE apple_keys SET receipt_due_at = $1, receipt = COALESCE($2, receipt), \
                 receipt_type = COALESCE($3, receipt_type), \
                 risk_metric = COALESCE($4, risk_metric), \
                 risk_metric_at = COALESCE($5, risk_metric_at) \
                 WHERE tenant_id = $6 AND key_id = $7",
                &[
                    &exchanged.due_at.map(|at| at.unix_ms()),
                    &new.map(|receipt| &receipt.bytes),
                    &new.map(|receipt| &receipt.kind),
                    &metric.map(|(metric, _)| i64::from(metric)),
                    &metric.map(|(_, at)| at.unix_ms()),
                    &exchanged.tenant_id.to_string(),
                    &exchanged.key_id.as_slice(),
                ],
            )
            .await?;
        Ok(stored == 1)
    }
}

impl PostgresStore {
    async fn lease(
        &self,
        now: Timestamp,
        leased_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<AppleKey>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let leased = all(
            &transaction,
            LEASE,
            &[&leased_until.unix_ms(), &now.unix_ms(), &i64::from(limit)],
            apple_key,
        )
        .await?;
        write::commit(transaction).await?;
        Ok(leased)
    }
}
