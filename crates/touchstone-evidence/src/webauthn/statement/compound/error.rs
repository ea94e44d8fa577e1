//! Decides how a refused compound statement is named: variants for the reasons of spec webauthn.md O1 and O2.

use alloc::vec::Vec;

use crate::limits::COMPOUND_ELEMENTS_MAX;
use crate::webauthn::statement::RefusedElement;

/// Why a compound statement was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// O1: fewer than two elements.
    #[error("compound statement of {count} elements")]
    TooShort {
        /// How many there are.
        count: usize,
    },
    /// O1.
    #[error("element {position} of the compound statement malformed")]
    ElementMalformed {
        /// Which, from 0.
        position: usize,
        /// What is wrong with it.
        #[source]
        source: Fault,
    },
    /// O1.
    #[error("element {position} of the compound statement is compound itself")]
    Nested {
        /// Which, from 0.
        position: usize,
    },
    /// O2.
    #[error("too few elements of the compound statement hold")]
    PolicyUnmet {
        /// Those that do not.
        refused: Vec<RefusedElement>,
    },
}

/// What is wrong with the shape of an element (O1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It stands behind the last that is allowed.
    #[error("more than {COMPOUND_ELEMENTS_MAX} elements")]
    TooMany,
    /// No map.
    #[error("not a map")]
    NotAMap,
    /// `fmt` is missing or no text.
    #[error("fmt missing or not text")]
    Format,
    /// `attStmt` is missing or no map.
    #[error("attStmt missing or not a map")]
    Statement,
}

impl Error {
    /// The reason code of the spec.
    pub const fn reason(&self) -> &'static str {
        self.code().1
    }

    /// The check that failed.
    pub const fn check(&self) -> &'static str {
        self.code().0
    }

    const fn code(&self) -> (&'static str, &'static str) {
        match self {
            Self::TooShort { .. } => ("O1", "compound_too_short"),
            Self::ElementMalformed { .. } => ("O1", "compound_element_malformed"),
            Self::Nested { .. } => ("O1", "compound_nested"),
            Self::PolicyUnmet { .. } => ("O2", "compound_policy_unmet"),
        }
    }
}
