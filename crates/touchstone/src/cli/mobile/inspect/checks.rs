//! Decides which checks are made of evidence for which nothing is expected: those that reading it makes.

use serde_json::Value;
use touchstone_evidence::app_attest::{assertion, attestation};
use touchstone_evidence::{android_key, mobile_token, play_integrity, sys_integrity};

use crate::offline::{Check, Table, up_to};

/// The checks that reading one kind of evidence makes: all checks of its format, and the numbers of those.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading(Table, &'static [&'static str]);

/// An envelope.
pub(super) const ENVELOPE: Reading = Reading(mobile_token::CHECKS, &["T1", "T2", "T3", "T4"]);
/// An attestation object.
pub(super) const ATTESTATION: Reading = Reading(attestation::CHECKS, &["A1"]);
/// An assertion.
pub(super) const ASSERTION: Reading = Reading(assertion::CHECKS, &["B1"]);
/// A chain of Android Key Attestation: of K9, that the target has one description, which can be read.
pub(super) const CHAIN: Reading = Reading(android_key::CHECKS, &["K1", "K9"]);
/// A Play token that is opened with its keys.
pub(super) const PLAY_TOKEN: Reading = Reading(play_integrity::CHECKS, &["G2", "G3", "G4"]);
/// A Play payload.
pub(super) const PLAY_PAYLOAD: Reading = Reading(play_integrity::CHECKS, &["G6"]);
/// A Huawei token.
pub(super) const HUAWEI: Reading = Reading(sys_integrity::CHECKS, &["H1"]);

/// What was checked so far.
#[derive(Debug, Default)]
pub(super) struct Checks {
    made: Vec<Check>,
    is_unreadable: bool,
}

impl Checks {
    /// It was read: every check of it held.
    pub(super) fn held(&mut self, reading: Reading) {
        self.note(reading, None);
    }

    /// It was not read, for this check.
    pub(super) fn failed(&mut self, reading: Reading, check: &str) {
        self.note(reading, Some(check));
        self.unreadable();
    }

    /// It was not read; no check has a number for that.
    pub(super) fn unreadable(&mut self) {
        self.is_unreadable = true;
    }

    fn note(&mut self, Reading(table, numbers): Reading, failed: Option<&str>) {
        let made = up_to(table, failed).into_iter();
        self.made
            .extend(made.filter(|check| !check.is_ok || numbers.contains(&check.number)));
    }

    /// Whether everything was read and opened.
    pub(super) fn all_held(&self) -> bool {
        !self.is_unreadable
    }

    /// For programs.
    pub(super) fn to_json(&self) -> Value {
        self.made.iter().map(|check| check.to_json()).collect()
    }

    /// For people, a line each.
    pub(super) fn to_text(&self) -> String {
        self.made.iter().map(|check| check.to_text()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(note: impl FnOnce(&mut Checks)) -> String {
        let mut checks = Checks::default();
        note(&mut checks);
        let words: Vec<String> = checks
            .made
            .iter()
            .map(|check| format!("{}:{}", check.number, check.is_ok))
            .collect();
        words.join(" ")
    }

    #[test]
    fn only_what_reading_establishes_is_told_as_made() {
        assert_eq!(text(|checks| checks.held(CHAIN)), "K1:true K9:true");
        let no_description = text(|checks| checks.failed(CHAIN, "K7"));
        assert_eq!(no_description, "K1:true K7:false");
        let not_opened = text(|checks| checks.failed(PLAY_TOKEN, "G3"));
        assert_eq!(not_opened, "G2:true G3:false");
    }

    #[test]
    fn a_failure_anywhere_is_the_end_of_all() {
        let mut checks = Checks::default();
        checks.held(ENVELOPE);
        assert!(checks.all_held());
        checks.failed(HUAWEI, "H1");
        assert!(!checks.all_held());
    }
}
