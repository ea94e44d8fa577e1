//! Decides how receipts of iPhones are leased and exchanged in SQLite; the one writer gives each to one caller.

use async_trait::async_trait;
use rusqlite::{Connection, params};
use touchstone_core::Timestamp;
use touchstone_core::ports::{AppleKey, ExchangedReceipt, MobileReceiptStore, StoreError};

use super::SqliteStore;
use super::fault::Fault;
use super::read::{all, execute};
use crate::rows::{apple_key, apple_key_columns};

/// Per app the receipts that are due longest, of these the oldest: apps that do not refresh cost nothing.
const LEASE: &str = concat!(
    "UPDATE apple_keys SET receipt_due_at = $1 WHERE rowid IN ( \
     SELECT k.rowid FROM apple_apps a JOIN apple_keys k ON k.rowid IN ( \
     SELECT c.rowid FROM apple_keys c WHERE c.tenant_id = a.tenant_id AND c.app_id = a.id \
     AND c.revoked_at IS NULL AND c.receipt IS NOT NULL AND c.receipt_due_at <= $2 \
     ORDER BY c.receipt_due_at LIMIT $3) \
     WHERE a.enabled = 1 AND a.refreshes_receipts = 1 \
     ORDER BY k.receipt_due_at LIMIT $3) RETURNING ",
    apple_key_columns!()
);

#[async_trait]
impl MobileReceiptStore for SqliteStore {
    async fn lease_due_receipts(
        &self,
        now: Timestamp,
        leased_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<AppleKey>, StoreError> {
        self.writer
            .run(move |connection| {
                let params = params![leased_until.unix_ms(), now.unix_ms(), limit];
                all(connection, LEASE, params, apple_key)
            })
            .await
    }

    async fn store_exchanged_receipt(
        &self,
        exchanged: ExchangedReceipt,
    ) -> Result<bool, StoreError> {
        self.writer
            .run(move |connection| store(connection, &exchanged))
            .await
    }
}

fn store(connection: &Connection, exchanged: &ExchangedReceipt) -> Result<bool, Fault> {
    let new = exchanged.receipt.as_ref();
    let metric = new.and_then(|receipt| Some((receipt.risk_metric?, receipt.created_at)));
    let stored = execute(
        connection,
        "UPDATE apple_keys SET receipt_due_at = $1, receipt = COALESCE($2, receipt), \
         receipt_type = COALESCE($3, receipt_type), risk_metric = COALESCE($4, risk_metric), \
         risk_metric_at = COALESCE($5, risk_metric_at) WHERE tenant_id = $6 AND key_id = $7",
        params![
            exchanged.due_at.map(|at| at.unix_ms()),
            new.map(|receipt| &receipt.bytes),
            new.map(|receipt| &receipt.kind),
            metric.map(|(metric, _)| metric),
            metric.map(|(_, at)| at.unix_ms()),
            exchanged.tenant_id.to_string(),
            exchanged.key_id,
        ],
    )?;
    Ok(stored == 1)
}
