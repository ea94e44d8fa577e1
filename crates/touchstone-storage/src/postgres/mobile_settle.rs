//! Decides what a settlement of the family `mobile` is in PostgreSQL: a place in the next batch of this node.

use touchstone_core::ports::{MobileSettlement, Settled, StoreError};

use super::PostgresStore;

impl PostgresStore {
    pub(super) async fn settle(&self, settlement: MobileSettlement) -> Result<Settled, StoreError> {
        self.settlements.write(settlement).await
    }
}
