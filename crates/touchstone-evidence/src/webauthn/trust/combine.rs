//! Decides what the judgements of a compound statement's elements amount to (spec webauthn.md section 4.3, end): by the rule
//! that its signatures were judged by.

use alloc::vec::Vec;

use super::super::statement::CompoundRule;
use super::{Judgement, Outcome};

/// The one judgement that stands for all: under `all` the first that failed, else the least certain; under `any` the most
/// certain. `None` when there is none.
pub fn combine(judgements: Vec<Judgement>, rule: CompoundRule) -> Option<Judgement> {
    let rank = |judgement: &Judgement| match &judgement.result {
        Err(_) => 0,
        // Not evaluated goes with its policy: then none of them is.
        Ok(Outcome::Uncertain | Outcome::NotEvaluated) => 1,
        Ok(Outcome::SelfAttested) => 2,
        Ok(Outcome::Trusted | Outcome::None) => 3,
    };
    // `none` says nothing beside others. Smallest and greatest are the first of their equals.
    let says_nothing = |judgement: &Judgement| judgement.result == Ok(Outcome::None);
    let (silent, elements): (Vec<_>, Vec<_>) = judgements.into_iter().partition(says_nothing);
    let standing = match rule {
        CompoundRule::All => elements.into_iter().min_by_key(rank),
        CompoundRule::Any => elements.into_iter().rev().max_by_key(rank),
    };
    standing.or_else(|| silent.into_iter().next())
}
