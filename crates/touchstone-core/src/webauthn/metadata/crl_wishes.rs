//! Decides how often the store hears that a list is needed: once a day for each, however many authenticators name it. As often is asked
//! whether a chain is the operator's to follow.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use touchstone_evidence::Timestamp;

use super::crl_room::LISTS_MAX;

/// For how long a wish counts.
const FRESH_MS: i64 = 86_400_000;
/// Wishes that are remembered: issuers change, so there may be more than lists.
const WISHES_MAX: usize = 4 * LISTS_MAX;

/// An address, and SHA-256 of the certificate that says who signs there.
pub(in crate::webauthn) type Wish = (String, [u8; 32]);

/// What was wished for not long ago.
#[derive(Debug, Default)]
pub(super) struct CrlWishes(Mutex<BTreeMap<Wish, Timestamp>>);

impl CrlWishes {
    /// Whether the store has heard of all of these lately.
    pub(super) fn are_known(&self, wishes: &[Wish], now: Timestamp) -> bool {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_fresh = |at: &Timestamp| (0..FRESH_MS).contains(&now.ms_since(*at));
        let mut wishes = wishes.iter();
        wishes.all(|wish| known.get(wish).is_some_and(is_fresh))
    }

    /// The store has heard of these.
    pub(super) fn note(&self, wishes: Vec<Wish>, now: Timestamp) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() + wishes.len() > WISHES_MAX {
            known.clear();
        }
        known.extend(wishes.into_iter().map(|wish| (wish, now)));
    }
}

#[cfg(test)]
mod tests;
