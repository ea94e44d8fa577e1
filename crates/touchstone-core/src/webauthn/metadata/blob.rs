//! Decides whether a BLOB that was fetched, or is read back, is put in force: checks M1 to M9 of the evidence crate, away from the threads that
//! serve requests, for it has megabytes.

use std::sync::Arc;

use tokio::task::spawn_blocking;
use touchstone_evidence::Timestamp;
use touchstone_evidence::mds3::{Accepted, Blob, Certificates, Error, Source};
use touchstone_evidence::x509::{CrlPlace, Crls, Revocation};

use super::kept::Fetched;
use super::source::{BlobAtHand, count};
use super::{MdsSourceOptions, Models};
use crate::ports::UpstreamError;

/// Why a source brought no other BLOB.
#[derive(Debug, thiserror::Error)]
pub(super) enum BlobError {
    /// It gave no answer.
    #[error("no answer: {0}")]
    Upstream(#[from] UpstreamError),
    /// Its answer does not hold.
    #[error("{code}: {0}", code = .0.reason())]
    Refused(#[from] Error),
    /// Its answer is no text at all.
    #[error("blob_malformed: the BLOB is not UTF-8")]
    NotText,
    /// What is stored is not what was stored.
    #[error("what is stored cannot be read")]
    Unreadable,
    /// The work was broken off.
    #[error("the BLOB was not judged to its end")]
    Interrupted,
}

impl BlobError {
    /// What is kept of it: a reason code, or what the network said.
    pub(super) fn reason(&self) -> String {
        match self {
            Self::Refused(error) => error.reason().to_owned(),
            Self::NotText => "blob_malformed".to_owned(),
            Self::Upstream(error) => error.to_string(),
            Self::Unreadable | Self::Interrupted => self.to_string(),
        }
    }
}

/// A BLOB that was accepted, and how it is stored.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) blob: BlobAtHand,
    pub(super) packed: Vec<u8>,
}

/// M1 to M3: where its certificates are.
pub(super) async fn certificates(
    text: Arc<str>,
    source_url: String,
) -> Result<Certificates, BlobError> {
    let find = move || Ok(Blob::parse(&text)?.certificates(&source_url)?);
    apart(find).await
}

/// M4, M5: the revocation lists that its path names.
pub(super) async fn crl_places(
    fetched: Arc<Fetched>,
    options: Arc<MdsSourceOptions>,
    now: Timestamp,
) -> Result<Vec<CrlPlace>, BlobError> {
    apart(move || {
        let certificates = fetched.certificates(&options.url)?;
        let crls = Crls::new();
        let source = source(&options, options.revocation, &crls);
        Ok(Blob::parse(&fetched.text)?.crl_places(&certificates, &source, now)?)
    })
    .await
}

/// M4 to M9.
pub(super) async fn judge(
    fetched: Arc<Fetched>,
    options: Arc<MdsSourceOptions>,
    crls: Arc<Crls>,
    number_at_hand: Option<i64>,
    now: Timestamp,
) -> Result<Judged, BlobError> {
    apart(move || {
        let certificates = fetched.certificates(&options.url)?;
        let source = source(&options, options.revocation, &crls);
        let blob = Blob::parse(&fetched.text)?;
        let accepted = blob.judge(&certificates, &source, number_at_hand, now)?;
        if !accepted.revocation_unknown.is_empty() {
            tracing::warn!(
                url = options.url,
                "no current revocation list for the signer of a BLOB"
            );
        }
        Ok(Judged {
            blob: at_hand(accepted),
            packed: fetched.pack(),
        })
    })
    .await
}

/// What was stored, judged as of when it was taken over: meanwhile its signer's certificate may have ended, and the list that was current then may
/// be gone. What is known to be revoked is not put in force.
pub(super) async fn read_back(
    packed: bytes::Bytes,
    options: Arc<MdsSourceOptions>,
    crls: Arc<Crls>,
    taken_over_at: Timestamp,
) -> Result<BlobAtHand, BlobError> {
    apart(move || {
        let fetched = Fetched::unpack(&packed).ok_or(BlobError::Unreadable)?;
        let certificates = fetched.certificates(&options.url)?;
        let revocation = match options.revocation {
            Revocation::Off => Revocation::Off,
            Revocation::Soft | Revocation::Hard => Revocation::Soft,
        };
        let source = source(&options, revocation, &crls);
        let blob = Blob::parse(&fetched.text)?;
        Ok(at_hand(blob.judge(
            &certificates,
            &source,
            None,
            taken_over_at,
        )?))
    })
    .await
}

fn source<'s>(options: &'s MdsSourceOptions, revocation: Revocation, crls: &'s Crls) -> Source<'s> {
    Source {
        roots: &options.roots,
        signer: options.signer.as_deref(),
        revocation,
        crls,
    }
}

fn at_hand(accepted: Accepted) -> BlobAtHand {
    let payload = accepted.payload;
    BlobAtHand {
        number: payload.number,
        next_update: payload.next_update,
        models: Arc::new(Models::of_blob(payload.entries)),
        skipped: count(payload.skipped),
    }
}

async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BlobError> + Send + 'static,
) -> Result<T, BlobError> {
    let done = spawn_blocking(work).await;
    done.unwrap_or(Err(BlobError::Interrupted))
}
