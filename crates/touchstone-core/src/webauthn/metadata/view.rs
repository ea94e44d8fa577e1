//! Decides how the state of a metadata service is told.

use touchstone_evidence::Timestamp;
use touchstone_evidence::webauthn::metadata::Date;

use super::super::service::Webauthn;

/// How much a metadata service's BLOB is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MdsState {
    /// There is one, and the next is not overdue.
    Up,
    /// The next one is overdue; what is at hand is used.
    OutOfService,
    /// There is none.
    Down,
}

impl MdsState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Up, Self::OutOfService, Self::Down];

    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::OutOfService => "out_of_service",
            Self::Down => "down",
        }
    }

    /// With a BLOB whose successor comes on this day, if any.
    pub(super) fn of(next_update: Option<Date>, now: Timestamp) -> Self {
        match next_update {
            None => Self::Down,
            Some(next_update) if Date::of(now) > next_update => Self::OutOfService,
            Some(_) => Self::Up,
        }
    }
}

/// A metadata service as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MdsView {
    /// Its address.
    pub url: String,
    /// What its BLOB is worth.
    pub state: MdsState,
    /// The number of the BLOB at hand.
    pub number: Option<i64>,
    /// The day from which another one is due, as `YYYY-MM-DD`.
    pub next_update: Option<String>,
    /// When the BLOB at hand was last known to be the newest.
    pub fetched_at: Option<Timestamp>,
    /// When the service was last asked, by whichever node and with whatever end.
    pub asked_at: Option<Timestamp>,
    /// When this node asks it next.
    pub due_at: Timestamp,
    /// Why the last attempt failed: a reason code, or what the network said.
    pub reason: Option<String>,
    /// How many entries are known.
    pub entries: u64,
    /// How many entries of the BLOB could not be read.
    pub skipped: u64,
}

impl Webauthn {
    /// The metadata services, in their order.
    pub fn mds_view(&self, now: Timestamp) -> Vec<MdsView> {
        self.metadata.view(now)
    }
}

impl super::Metadata {
    pub(super) fn view(&self, now: Timestamp) -> Vec<MdsView> {
        self.sources.iter().map(|source| source.view(now)).collect()
    }
}

#[cfg(test)]
mod tests;
