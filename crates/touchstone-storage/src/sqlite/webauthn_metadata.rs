//! Decides how sources of metadata and the tenants' own statements are kept in SQLite.

use std::collections::BTreeSet;

use async_trait::async_trait;
use bytes::Bytes;
use rusqlite::params;
use touchstone_core::TenantId;
use touchstone_core::ports::{
    AuditRow, Change, LocalStatement, MdsSource, Notice, Reevaluation, StatementHead,
    StatementLimits, StoreError, WebauthnMetadataStore, Written,
};

use super::audit::record;
use super::read::{all, execute, first};
use super::writer::Changed;
use super::{SqliteStore, webauthn_statements, webauthn_trust};
use crate::rows::{
    MDS_BLOB, MDS_SOURCES, NOTE_MDS_ASKED, PUT_MDS_BLOB, STATEMENT_HEADS, blob_number,
    count_number, mds_blob, mds_source, statement_head,
};

#[async_trait]
impl WebauthnMetadataStore for SqliteStore {
    async fn mds_sources(&self) -> Result<Vec<MdsSource>, StoreError> {
        self.readers
            .run(|connection| all(connection, MDS_SOURCES, [], mds_source))
            .await
    }

    async fn mds_blob(&self, url: &str) -> Result<Option<Bytes>, StoreError> {
        let url = url.to_owned();
        let blob = self
            .readers
            .run(move |connection| first(connection, MDS_BLOB, [url], mds_blob))
            .await?;
        Ok(blob.flatten().map(Bytes::from))
    }

    async fn put_mds_blob(
        &self,
        source: &MdsSource,
        blob: &[u8],
        walk: Option<&Reevaluation>,
        trace: Option<&AuditRow>,
    ) -> Result<bool, StoreError> {
        let number = blob_number(source)?;
        let walk = walk.cloned();
        let (source, blob, trace) = (source.clone(), blob.to_vec(), trace.cloned());
        self.writer
            .change(move |connection| {
                let put = params![
                    source.url,
                    number,
                    source.next_update,
                    source.etag,
                    source.fetched_at.map(|at| at.unix_ms()),
                    source.taken_over_at.map(|at| at.unix_ms()),
                    source.asked_at.map(|at| at.unix_ms()),
                    source.reason,
                    count_number(source.entries),
                    count_number(source.skipped),
                    blob,
                ];
                let value = execute(connection, PUT_MDS_BLOB, put)? == 1;
                if let Some(walk) = walk.as_ref().filter(|_| value) {
                    webauthn_trust::insert(connection, walk)?;
                }
                if let Some(trace) = &trace {
                    record(connection, trace)?;
                }
                let notice = value.then_some(Notice::Everything);
                Ok(Changed { value, notice })
            })
            .await
    }

    async fn note_mds_asked(
        &self,
        source: &MdsSource,
        trace: Option<&AuditRow>,
    ) -> Result<(), StoreError> {
        let (source, trace) = (source.clone(), trace.cloned());
        self.writer
            .run(move |connection| {
                let note = params![
                    source.url,
                    source.etag,
                    source.fetched_at.map(|at| at.unix_ms()),
                    source.asked_at.map(|at| at.unix_ms()),
                    source.reason,
                ];
                execute(connection, NOTE_MDS_ASKED, note)?;
                if let Some(trace) = &trace {
                    record(connection, trace)?;
                }
                Ok(())
            })
            .await
    }

    async fn statement_heads(&self, tenant_id: TenantId) -> Result<Vec<StatementHead>, StoreError> {
        let params = [tenant_id.to_string()];
        self.readers
            .run(move |connection| all(connection, STATEMENT_HEADS, params, statement_head))
            .await
    }

    async fn local_statements(
        &self,
        tenant_id: TenantId,
        models: &[[u8; 16]],
    ) -> Result<Vec<LocalStatement>, StoreError> {
        let models = BTreeSet::from_iter(models.iter().copied());
        self.readers
            .run(move |connection| webauthn_statements::about(connection, tenant_id, models))
            .await
    }

    async fn put_local_statement(
        &self,
        change: Change<LocalStatement>,
        limits: StatementLimits,
        walk: &Reevaluation,
    ) -> Result<Written<LocalStatement>, StoreError> {
        let walk = walk.clone();
        self.writer
            .change(move |connection| webauthn_statements::put(connection, change, limits, &walk))
            .await
    }

    async fn remove_local_statement(
        &self,
        tenant_id: TenantId,
        change: Change<[u8; 16]>,
        walk: &Reevaluation,
    ) -> Result<Written<()>, StoreError> {
        let walk = walk.clone();
        self.writer
            .change(move |connection| {
                webauthn_statements::remove(connection, tenant_id, &change, &walk)
            })
            .await
    }
}
