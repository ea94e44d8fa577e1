//! Decides how the verdict log is kept in PostgreSQL: appended with the settlements, cut into weeks.

use async_trait::async_trait;
use touchstone_core::ports::{
    Ending, MobileSettlement, Page, PageRequest, StoreError, Verdict, VerdictFilter, VerdictHead,
    VerdictStore,
};
use touchstone_core::{TenantId, Timestamp, VerdictId};

use super::fault::Fault;
use super::{PostgresStore, partitions};
use crate::rows::{cut, verdict, verdict_columns, verdicts};

#[async_trait]
impl VerdictStore for PostgresStore {
    async fn write_verdict(&self, head: VerdictHead, ending: Ending) -> Result<(), StoreError> {
        // A settlement that claims nothing and changes no key.
        let settlement = MobileSettlement {
            head,
            claim: None,
            key_change: None,
            ending,
            conflicts: Vec::new(),
        };
        self.settlements.write(settlement).await?;
        Ok(())
    }

    async fn verdict(&self, id: VerdictId) -> Result<Option<Verdict>, StoreError> {
        let sql = concat!(
            "SELECT ",
            verdict_columns!(),
            " FROM verdicts WHERE id = $1"
        );
        Ok(self.first(sql, &[&id.to_string()], verdict).await?)
    }

    async fn verdicts(
        &self,
        filter: &VerdictFilter,
        page: PageRequest<VerdictId>,
    ) -> Result<Page<Verdict, VerdictId>, StoreError> {
        let query = verdicts(filter, &page);
        let rows = self.list(&query, verdict).await?;
        Ok(cut(rows, page.limit, |row| row.head.id))
    }

    async fn expire_verdicts(
        &self,
        tenant_id: TenantId,
        before: Timestamp,
        limit: u32,
    ) -> Result<u64, StoreError> {
        let deleted = self
            .execute(
                "DELETE FROM verdicts WHERE id IN (SELECT id FROM verdicts \
                 WHERE tenant_id = $1 AND id < $2 ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED)",
                &[
                    &tenant_id.to_string(),
                    &VerdictId::first_at(before).to_string(),
                    &i64::from(limit),
                ],
            )
            .await?;
        Ok(deleted)
    }

    async fn arrange_verdicts(
        &self,
        now: Timestamp,
        keep_from: Timestamp,
    ) -> Result<(), StoreError> {
        let arranged = async {
            let client = self.pool.get().await?;
            Ok::<_, Fault>(partitions::arrange(&client, now, keep_from).await?)
        };
        Ok(arranged.await?)
    }
}
