//! Decides how sources of metadata and the tenants' own statements are kept in PostgreSQL.

use async_trait::async_trait;
use bytes::Bytes;
use touchstone_core::TenantId;
use touchstone_core::ports::{
    AuditRow, Change, LocalStatement, MdsSource, Notice, Reevaluation, StatementHead,
    StatementLimits, StoreError, WebauthnMetadataStore, Written,
};

use super::audit::record;
use super::fault::Fault;
use super::read::{Params, all, execute};
use super::{PostgresStore, webauthn_trust, write};
use crate::rows::{
    MDS_BLOB, MDS_SOURCES, NOTE_MDS_ASKED, PUT_MDS_BLOB, Row, STATEMENT_HEADS, blob_number,
    count_number, local_statement, local_statement_columns, mds_blob, mds_source, statement_head,
};

/// The statements of tenant `$1` about models of `$2`.
const LOCAL_STATEMENTS: &str = concat!(
    "SELECT ",
    local_statement_columns!(),
    " FROM webauthn_statements WHERE tenant_id = $1 AND aaguid = ANY($2) ORDER BY aaguid"
);

#[async_trait]
impl WebauthnMetadataStore for PostgresStore {
    async fn mds_sources(&self) -> Result<Vec<MdsSource>, StoreError> {
        Ok(self.all(MDS_SOURCES, &[], mds_source).await?)
    }

    async fn mds_blob(&self, url: &str) -> Result<Option<Bytes>, StoreError> {
        let blob = self.first(MDS_BLOB, &[&url], mds_blob).await?;
        Ok(blob.flatten().map(Bytes::from))
    }

    async fn put_mds_blob(
        &self,
        source: &MdsSource,
        blob: &[u8],
        walk: Option<&Reevaluation>,
        trace: Option<&AuditRow>,
    ) -> Result<bool, StoreError> {
        Ok(self.put_newer_blob(source, blob, walk, trace).await?)
    }

    async fn note_mds_asked(
        &self,
        source: &MdsSource,
        trace: Option<&AuditRow>,
    ) -> Result<(), StoreError> {
        Ok(self.note_asked(source, trace).await?)
    }

    async fn statement_heads(&self, tenant_id: TenantId) -> Result<Vec<StatementHead>, StoreError> {
        let tenant_id = tenant_id.to_string();
        Ok(self
            .all(STATEMENT_HEADS, &[&tenant_id], statement_head)
            .await?)
    }

    async fn local_statements(
        &self,
        tenant_id: TenantId,
        models: &[[u8; 16]],
    ) -> Result<Vec<LocalStatement>, StoreError> {
        let tenant_id = tenant_id.to_string();
        let models: Vec<&[u8]> = models.iter().map(<[u8; 16]>::as_slice).collect();
        let of: Params<'_> = &[&tenant_id, &models];
        Ok(self.all(LOCAL_STATEMENTS, of, local_statement).await?)
    }

    async fn put_local_statement(
        &self,
        change: Change<LocalStatement>,
        limits: StatementLimits,
        walk: &Reevaluation,
    ) -> Result<Written<LocalStatement>, StoreError> {
        Ok(self.put_statement(change, limits, walk).await?)
    }

    async fn remove_local_statement(
        &self,
        tenant_id: TenantId,
        change: Change<[u8; 16]>,
        walk: &Reevaluation,
    ) -> Result<Written<()>, StoreError> {
        Ok(self.delete_statement(tenant_id, change, walk).await?)
    }
}

impl PostgresStore {
    /// The rows, on a connection of the pool.
    async fn all<T>(
        &self,
        sql: &str,
        params: Params<'_>,
        read: impl Fn(&dyn Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, Fault> {
        let client = self.pool.get().await?;
        all(&client, sql, params, read).await
    }

    async fn put_newer_blob(
        &self,
        source: &MdsSource,
        blob: &[u8],
        walk: Option<&Reevaluation>,
        trace: Option<&AuditRow>,
    ) -> Result<bool, Fault> {
        let number = blob_number(source)?;
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let put = execute(
            &transaction,
            PUT_MDS_BLOB,
            &[
                &source.url,
                &number,
                &source.next_update,
                &source.etag,
                &source.fetched_at.map(|at| at.unix_ms()),
                &source.taken_over_at.map(|at| at.unix_ms()),
                &source.asked_at.map(|at| at.unix_ms()),
                &source.reason,
                &count_number(source.entries),
                &count_number(source.skipped),
                &blob,
            ],
        )
        .await?;
        if let Some(walk) = walk.filter(|_| put == 1) {
            webauthn_trust::insert(&transaction, walk).await?;
        }
        if let Some(trace) = trace {
            record(&transaction, trace).await?;
        }
        if put == 1 {
            self.commit_news(transaction, Notice::Everything).await?;
        } else {
            write::commit(transaction).await?;
        }
        Ok(put == 1)
    }

    async fn note_asked(&self, source: &MdsSource, trace: Option<&AuditRow>) -> Result<(), Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        execute(
            &transaction,
            NOTE_MDS_ASKED,
            &[
                &source.url,
                &source.etag,
                &source.fetched_at.map(|at| at.unix_ms()),
                &source.asked_at.map(|at| at.unix_ms()),
                &source.reason,
            ],
        )
        .await?;
        if let Some(trace) = trace {
            record(&transaction, trace).await?;
        }
        write::commit(transaction).await
    }
}
