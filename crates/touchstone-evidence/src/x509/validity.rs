//! Decides whether a certificate is valid at a time: not-before with a leeway of 60 s, not-after inclusive and
//! without one (spec mobile.md section 4).

use crate::Timestamp;
use crate::der::{Error, Reader};
use crate::limits::NOT_BEFORE_LEEWAY_S;

/// From when to when a certificate is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// The first instant.
    pub not_before: Timestamp,
    /// The last instant.
    pub not_after: Timestamp,
}

/// A certificate was judged outside its validity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutsideValidity {
    /// Before its first instant, by more than the leeway.
    #[error("valid from {not_before} only")]
    NotYetValid {
        /// The first instant.
        not_before: Timestamp,
    },
    /// After its last instant.
    #[error("valid until {not_after} only")]
    Expired {
        /// The last instant.
        not_after: Timestamp,
    },
}

impl Validity {
    pub(super) fn parse(mut times: Reader<'_>) -> Result<Self, Error> {
        let validity = Self {
            not_before: times.any()?.time()?,
            not_after: times.any()?.time()?,
        };
        times.finish()?;
        Ok(validity)
    }

    /// That the certificate is valid at `now`.
    pub fn check(&self, now: Timestamp) -> Result<(), OutsideValidity> {
        if now.plus_s(NOT_BEFORE_LEEWAY_S) < self.not_before {
            return Err(OutsideValidity::NotYetValid {
                not_before: self.not_before,
            });
        }
        if now > self.not_after {
            return Err(OutsideValidity::Expired {
                not_after: self.not_after,
            });
        }
        Ok(())
    }
}
