//! Decides whether a list takes the place of the one at hand from the same address. Lists are fetched in plain: nobody on the
//! way may take a revocation back with a list that somebody else signed, or that was signed before.
//!
//! A list whose issuer's key was replaced is signed by another key. While the one at hand is current, that is no successor,
//! for nothing ties the keys together. Afterwards it is: else an authority that takes a new key would never be heard again.

use super::{Crl, CrlError};
use crate::Timestamp;

/// Why a list does not take the place of the one at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SuccessionError {
    /// A key that signed the one at hand, which is current, did not sign it.
    #[error("the revocation list is not signed by all who signed the current one at hand")]
    Issuer,
    /// It was made before the one at hand.
    #[error("the revocation list is older than the one at hand")]
    Older,
    /// It is signed by another key than the one at hand, and is not current.
    #[error("the revocation list is of another key than the one at hand, and is not current")]
    NotCurrent(#[source] CrlError),
}

impl Crl {
    /// That `self`, which [`Crl::verify`] found to be signed by a known issuer, may take the place of `held` at `now`.
    ///
    /// Two keys under which one list verifies are no accident: the second was made to fit a signature. So a list must be
    /// signed by every key that signed the one at hand, and not by one of them.
    pub fn check_succeeds(&self, held: &Self, now: Timestamp) -> Result<(), SuccessionError> {
        if self.is_of_keys_of(held) {
            return match self.was_made_before(held) {
                true => Err(SuccessionError::Older),
                false => Ok(()),
            };
        }
        if !matches!(held.check_current(now), Err(CrlError::Expired { .. })) {
            return Err(SuccessionError::Issuer);
        }
        // Each key may count its lists in its own way.
        if self.this_update < held.this_update {
            return Err(SuccessionError::Older);
        }
        let current = self.check_current(now);
        current.map_err(SuccessionError::NotCurrent)
    }

    /// Whether whoever signed `held` signed this list before: by the numbers of both, or else by when they were made.
    pub fn is_older_than(&self, held: &Self) -> bool {
        self.is_of_keys_of(held) && self.was_made_before(held)
    }

    fn was_made_before(&self, held: &Self) -> bool {
        match (&self.number, &held.number) {
            (Some(own), Some(other)) => (own.len(), own) < (other.len(), other),
            _ => self.this_update < held.this_update,
        }
    }

    /// Whether whoever was found to have signed `held` was found to have signed this list too.
    fn is_of_keys_of(&self, held: &Self) -> bool {
        let mut keys = held.verified_by.iter();
        self.issuer == held.issuer && keys.all(|key| self.verified_by.contains(key))
    }
}
