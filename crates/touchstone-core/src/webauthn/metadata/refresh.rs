//! Decides how another BLOB is taken over: it is asked for when it is due, judged, stored, put in force on every node, and the credentials of
//! the models that changed are judged again (spec webauthn.md 4.5 and 7). Whatever fails, the BLOB at hand stays.

use std::sync::Arc;

use touchstone_evidence::Timestamp;
use touchstone_evidence::mds3::{Certificates, Error};

use super::super::reevaluation::metadata_walk;
use super::super::service::Webauthn;
use super::blob::{self, BlobError, Judged};
use super::kept::Fetched;
use super::source::{Source, count};
use super::{MdsView, Metadata, Models};
use crate::ports::{AuditRow, MdsAnswer, MdsSource, StoreError};
use crate::{Call, World};

/// What an administrator's refresh leaves in the audit log.
pub(in crate::webauthn) type Traced<'t> =
    &'t (dyn Fn(&MdsSource) -> Option<AuditRow> + Send + Sync);

/// What a source that was asked has.
enum News {
    /// Nothing new. The validator, where it gave another.
    None { etag: Option<String> },
    /// Another BLOB.
    Blob {
        judged: Box<Judged>,
        etag: Option<String>,
    },
}

/// A source cannot be asked to the end.
#[derive(Debug, thiserror::Error)]
enum AskError {
    #[error(transparent)]
    Blob(#[from] BlobError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Webauthn {
    /// Asks every metadata service that is due, or all when `forced`; how they stand afterwards. A service that fails is told by its view and by
    /// the log. One call at a time; the next one finds the work done.
    pub async fn refresh_mds(&self, call: &Call, forced: bool) -> Result<Vec<MdsView>, StoreError> {
        self.refresh_mds_traced(call.now, forced, &|_| None).await
    }

    /// The same; what `trace` makes of each source that was asked is left in the audit log.
    pub(in crate::webauthn) async fn refresh_mds_traced(
        &self,
        now: Timestamp,
        forced: bool,
        trace: Traced<'_>,
    ) -> Result<Vec<MdsView>, StoreError> {
        let (metadata, world) = (&self.metadata, &self.world);
        let _one_at_a_time = metadata.refreshing.lock().await;
        metadata.adopt_blobs(world).await?;
        for source in &metadata.sources {
            if forced || source.is_due(now) {
                metadata.refresh_source(world, source, now, trace).await?;
            }
        }
        Ok(metadata.view(now))
    }
}

impl Metadata {
    async fn refresh_source(
        &self,
        world: &World,
        source: &Source,
        now: Timestamp,
        trace: Traced<'_>,
    ) -> Result<(), StoreError> {
        let asked = self.ask(world, source, now).await;
        source.asked(&*world.random);
        let row = MdsSource {
            asked_at: Some(now),
            reason: None,
            ..source.row()
        };
        match asked {
            Ok(News::None { etag }) => {
                let row = MdsSource {
                    fetched_at: Some(now),
                    etag,
                    ..row
                };
                note(world, source, row, trace).await
            }
            Ok(News::Blob { judged, etag }) => {
                let row = MdsSource {
                    fetched_at: Some(now),
                    taken_over_at: Some(now),
                    number: Some(judged.blob.number),
                    next_update: Some(judged.blob.next_update.to_string()),
                    entries: count(judged.blob.models.entries().len()),
                    skipped: judged.blob.skipped,
                    etag,
                    ..row
                };
                self.take_over(world, source, *judged, row, trace).await
            }
            Err(AskError::Store(error)) => Err(error),
            Err(AskError::Blob(error)) => {
                let reason = error.reason();
                let url = &source.options.url;
                tracing::warn!(
                    event = "webauthn.mds.failed",
                    reason,
                    "Failed to refresh MetadataBLOB from MDS3 endpoint {url}: {error}"
                );
                let row = MdsSource {
                    reason: Some(reason),
                    ..row
                };
                note(world, source, row, trace).await
            }
        }
    }

    async fn ask(&self, world: &World, source: &Source, now: Timestamp) -> Result<News, AskError> {
        let at_hand = source.blob();
        let url = &source.options.url;
        let number = at_hand.map(|blob| blob.number);
        let stored = source.row();
        // A validator is worth something only beside the BLOB that came with it.
        let is_at_hand = number.is_some() && number == stored.number;
        let known = stored.etag.filter(|_| is_at_hand);
        let answer = world.upstream.fetch_mds_blob(url, known.clone()).await;
        let (body, etag) = match answer.map_err(BlobError::from)? {
            MdsAnswer::Unchanged => return Ok(News::None { etag: known }),
            MdsAnswer::Blob { body, etag } => (body, etag),
        };
        let text = String::from_utf8(body).map_err(|_| BlobError::NotText)?;
        let fetched = Arc::new(with_certificates(world, url, text).await?);
        let options = &source.options;
        let named = blob::crl_places(Arc::clone(&fetched), Arc::clone(options), now).await?;
        self.need_crls(world, named, now).await?;
        let (options, crls) = (Arc::clone(options), self.crls.at_hand());
        match blob::judge(fetched, options, crls, number, now).await {
            Ok(judged) => {
                not_before(judged.blob.number, stored.number)?;
                let judged = Box::new(judged);
                Ok(News::Blob { judged, etag })
            }
            Err(BlobError::Refused(Error::NumberUnchanged { .. })) => Ok(News::None { etag }),
            Err(error) => Err(error.into()),
        }
    }

    /// What is stored by another node meanwhile and as new or newer goes before; unless it does not hold here.
    async fn take_over(
        &self,
        world: &World,
        source: &Source,
        judged: Judged,
        row: MdsSource,
        trace: Traced<'_>,
    ) -> Result<(), StoreError> {
        let Judged { blob, packed } = judged;
        let before = source.blob();
        let trace = trace(&row);
        let nothing = Models::default();
        let known = before.as_ref().map_or(&nothing, |before| &*before.models);
        let change = blob.models.changes_since(known);
        let at = row.fetched_at.filter(|_| !change.is_empty());
        let walk = at.map(|at| metadata_walk(world, change.models(), at));
        let (store, walk, trace) = (&world.store, walk.as_ref(), trace.as_ref());
        if !store.put_mds_blob(&row, &packed, walk, trace).await? {
            self.adopt_blobs(world).await?;
            if not_before(blob.number, source.row().number).is_ok() {
                source.put_blob(blob);
            }
            return Ok(());
        }
        tracing::info!(
            url = row.url, number = blob.number, next_update = %blob.next_update,
            entries = row.entries, skipped = row.skipped, added = change.added.len(),
            changed = change.changed.len(), removed = change.removed.len(),
            "a MetadataBLOB was taken over"
        );
        source.put_blob(blob);
        source.put_row(row);
        Ok(())
    }
}

/// M9 against what is stored, also where that does not hold here: an older BLOB would undo what a newer one reported.
const fn not_before(number: i64, stored: Option<i64>) -> Result<(), BlobError> {
    match stored {
        Some(cached) if number < cached => Err(BlobError::Refused(Error::NumberRegressed {
            number,
            cached,
        })),
        _ => Ok(()),
    }
}

async fn note(
    world: &World,
    source: &Source,
    row: MdsSource,
    trace: Traced<'_>,
) -> Result<(), StoreError> {
    let trace = trace(&row);
    world.store.note_mds_asked(&row, trace.as_ref()).await?;
    source.put_row(row);
    Ok(())
}

/// M3: what is named at the source is fetched from there.
async fn with_certificates(
    world: &World,
    source_url: &str,
    text: String,
) -> Result<Fetched, BlobError> {
    let shared: Arc<str> = Arc::from(text.as_str());
    let named = blob::certificates(shared, source_url.to_owned()).await?;
    let certificates = match named {
        Certificates::Sent(_) => None,
        Certificates::At(url) => {
            let pem = world.upstream.fetch_certificates(&url).await?;
            let pem = String::from_utf8(pem).map_err(|_| Error::CertificatesMissing)?;
            Some(pem)
        }
    };
    Ok(Fetched { text, certificates })
}
