//! Decides how the outcome of T4 to T12 is told and recorded.

use alloc::borrow::Cow;
use alloc::format;
use alloc::vec::Vec;

use super::{AnchorSource, Error};
use crate::digest::Sha256;

/// What became of a statement that is not refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// There is no statement.
    None,
    /// The credential's key vouches for itself.
    SelfAttested,
    /// Its chain ends at an anchor, and nothing speaks against it.
    Trusted,
    /// Nothing is known about it.
    Uncertain,
    /// The policy judges no chains.
    NotEvaluated,
}

impl Outcome {
    /// The word that is stored with a credential.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::SelfAttested => "self",
            Self::Trusted => "trusted",
            Self::Uncertain => "uncertain",
            Self::NotEvaluated => "not_evaluated",
        }
    }
}

/// What T4 to T12 found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The checks that were made, in their order; when one failed, it is the last.
    pub made: Vec<&'static str>,
    /// The outcome, or why the statement is not trusted.
    pub result: Result<Outcome, Error>,
    /// What was found on the way.
    pub facts: Facts,
}

impl Judgement {
    /// The outcome as it is stored with a credential: a word, or `untrusted:<reason>`.
    pub fn trust(&self) -> Cow<'static, str> {
        match &self.result {
            Ok(outcome) => Cow::Borrowed(outcome.name()),
            Err(error) => Cow::Owned(format!("untrusted:{}", error.reason())),
        }
    }
}

/// What is worth recording beside the outcome.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The anchor that the chain ends at.
    pub anchor: Option<AnchorFacts>,
    /// The certificates (0 = leaf) of which no current revocation list was at hand, where that is no reason to refuse.
    pub revocation_unknown: Vec<usize>,
}

/// Which anchor a chain ends at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnchorFacts {
    /// Who vouches for it.
    pub source: AnchorSource,
    /// SHA-256 of its SubjectPublicKeyInfo.
    pub spki_sha256: Sha256,
}
