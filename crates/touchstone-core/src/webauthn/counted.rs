//! Decides which elements of a compound statement its credential is judged again by: those whose judgement is the registration's. Under `any` the
//! others need not hold, and anybody can add one.

use std::ptr;

use touchstone_evidence::webauthn::FormatSetting;
use touchstone_evidence::webauthn::statement::{
    CompoundRule, VerifiedStatement, VerifiedStatements,
};

/// Their positions in the statement, upwards; none for one that is not compound. `judged` are the elements that passed the gate, each with
/// what its trust came to; `trust` is what all of it came to.
pub(super) fn counted(
    whole: &VerifiedStatements,
    judged: &[(&VerifiedStatement, String)],
    rule: CompoundRule,
    trust: &str,
) -> Vec<usize> {
    if whole.setting != FormatSetting::Compound {
        return Vec::new();
    }
    let is_refused = |position: &usize| whole.refused.iter().any(|of| of.position == *position);
    let all = 0..whole.elements.len().saturating_add(whole.refused.len());
    let held = all.filter(|position| !is_refused(position));
    let counts = |element: &VerifiedStatement| {
        let mut of_element = judged.iter().filter(|(of, _)| ptr::eq(*of, element));
        of_element.any(|(_, word)| rule == CompoundRule::All || word == trust)
    };
    let placed = held.zip(&whole.elements);
    let counting = placed.filter(|(_, element)| counts(element));
    counting.map(|(position, _)| position).collect()
}

#[cfg(test)]
mod tests;
