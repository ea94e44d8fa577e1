//! Decides what is kept in memory of a metadata service: its BLOB, read once, and how it was last asked.

use std::sync::{Arc, PoisonError, RwLock};

use touchstone_evidence::Timestamp;
use touchstone_evidence::webauthn::metadata::Date;

use super::due::{self, Jitter};
use super::view::{MdsState, MdsView};
use super::{MdsSourceOptions, Models};
use crate::Random;
use crate::ports::MdsSource;

/// A metadata service.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) options: Arc<MdsSourceOptions>,
    state: RwLock<State>,
}

#[derive(Clone, Debug)]
struct State {
    row: MdsSource,
    blob: Option<Arc<BlobAtHand>>,
    jitter: Jitter,
    /// Whether this server has asked it, or does not need to at its start.
    was_asked: bool,
    /// The number of a stored BLOB that does not hold.
    refused: Option<i64>,
}

/// A BLOB that was accepted.
#[derive(Debug)]
pub(super) struct BlobAtHand {
    pub(super) number: i64,
    pub(super) next_update: Date,
    pub(super) models: Arc<Models>,
    /// How many entries could not be read.
    pub(super) skipped: u64,
}

impl Source {
    /// A service about which nothing is known yet.
    pub(super) fn new(options: MdsSourceOptions, random: &dyn Random) -> Self {
        let row = MdsSource {
            url: options.url.clone(),
            number: None,
            next_update: None,
            etag: None,
            fetched_at: None,
            taken_over_at: None,
            asked_at: None,
            reason: None,
            entries: 0,
            skipped: 0,
        };
        let state = State {
            row,
            blob: None,
            jitter: Jitter::draw(random),
            was_asked: false,
            refused: None,
        };
        Self {
            options: Arc::new(options),
            state: RwLock::new(state),
        }
    }

    /// Its BLOB.
    pub(super) fn blob(&self) -> Option<Arc<BlobAtHand>> {
        self.read(|state| state.blob.clone())
    }

    /// How it was last asked, by whichever node.
    pub(super) fn row(&self) -> MdsSource {
        self.read(|state| state.row.clone())
    }

    /// Puts a BLOB in force unless the one at hand is as new.
    pub(super) fn put_blob(&self, blob: BlobAtHand) {
        self.write(|state| {
            let known = state.blob.as_ref().map(|known| known.number);
            if known.is_none_or(|known| known < blob.number) {
                state.blob = Some(Arc::new(blob));
            }
        });
    }

    /// Takes note of how it was asked.
    pub(super) fn put_row(&self, row: MdsSource) {
        self.write(|state| state.row = row);
    }

    /// Whether the stored BLOB of this number does not hold.
    pub(super) fn has_refused(&self, number: i64) -> bool {
        self.read(|state| state.refused == Some(number))
    }

    /// The stored BLOB of this number does not hold: it is not read every time.
    pub(super) fn refuse(&self, number: i64) {
        self.write(|state| state.refused = Some(number));
    }

    /// It was asked from here: the next time lies elsewhere in its span.
    pub(super) fn asked(&self, random: &dyn Random) {
        let jitter = Jitter::draw(random);
        self.write(|state| {
            state.jitter = jitter;
            state.was_asked = true;
        });
    }

    /// Whether it is to be asked now; without a BLOB the start of a server does not wait for the end of a pause.
    pub(super) fn is_due(&self, now: Timestamp) -> bool {
        self.read(|state| {
            let next_update = state.blob.as_ref().map(|blob| blob.next_update);
            let starts_empty = state.blob.is_none() && !state.was_asked;
            starts_empty || due::is_due(&state.row, next_update, state.jitter, now)
        })
    }

    pub(super) fn view(&self, now: Timestamp) -> MdsView {
        self.read(|state| {
            let blob = state.blob.as_deref();
            let next_update = blob.map(|blob| blob.next_update);
            let row = &state.row;
            MdsView {
                url: row.url.clone(),
                state: MdsState::of(next_update, now),
                number: blob.map(|blob| blob.number),
                next_update: next_update.map(|date| date.to_string()),
                fetched_at: row.fetched_at.filter(|_| blob.is_some()),
                asked_at: row.asked_at,
                due_at: due::due_at(row, next_update, state.jitter).unwrap_or(now),
                reason: row.reason.clone(),
                entries: blob.map_or(0, |blob| count(blob.models.entries().len())),
                skipped: blob.map_or(0, |blob| blob.skipped),
            }
        })
    }

    fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn write(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.write().unwrap_or_else(PoisonError::into_inner));
    }
}

pub(super) fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
