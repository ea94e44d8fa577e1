//! Decides how stored receipts of iPhones are taken up for an exchange, each by one node at a time (spec mobile.md 10.5).

use async_trait::async_trait;
use touchstone_evidence::Timestamp;

use super::{AppleKey, StoreError};
use crate::TenantId;

/// What an exchange left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangedReceipt {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The device key.
    pub key_id: [u8; 32],
    /// The receipt that came in return, with its type and metric; `None` leaves what is stored.
    pub receipt: Option<NewReceipt>,
    /// When the next exchange can be made; `None` for never.
    pub due_at: Option<Timestamp>,
}

/// A receipt that Apple gave in return for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReceipt {
    /// The receipt.
    pub bytes: Vec<u8>,
    /// `ATTEST` or `RECEIPT`.
    pub kind: String,
    /// Apple's risk metric, when it tells one.
    pub risk_metric: Option<u32>,
    /// When Apple made it.
    pub created_at: Timestamp,
}

/// Exchange of receipts.
#[async_trait]
pub trait MobileReceiptStore: Send + Sync + 'static {
    /// At most `limit` live keys with a receipt that is due at `now` and whose app is enabled and refreshes receipts; their due time
    /// moves to `leased_until`, so that no other node takes them up before.
    async fn lease_due_receipts(
        &self,
        now: Timestamp,
        leased_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<AppleKey>, StoreError>;

    /// Stores what the exchange left; false when the key is gone.
    async fn store_exchanged_receipt(
        &self,
        exchanged: ExchangedReceipt,
    ) -> Result<bool, StoreError>;
}
