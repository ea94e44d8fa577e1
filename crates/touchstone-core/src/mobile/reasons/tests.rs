//! Decides that the table is whole and free of contradictions.

use std::collections::HashSet;

use super::{reason, reasons};
use crate::mobile::check_meaning;
use crate::ports::Outcome;

#[test]
fn every_code_occurs_once() {
    let mut seen = HashSet::new();
    for reason in reasons() {
        assert!(seen.insert(reason.code), "{} occurs twice", reason.code);
    }
}

#[test]
fn a_class_belongs_to_refusals_and_to_nothing_else() {
    for reason in reasons() {
        assert_eq!(
            reason.class.is_some(),
            reason.outcome == Outcome::Invalid,
            "{}",
            reason.code
        );
    }
}

#[test]
fn every_refusal_names_a_check_that_exists() {
    for reason in reasons().filter(|reason| reason.outcome == Outcome::Invalid) {
        assert!(!reason.check.is_empty(), "{}", reason.code);
        for number in reason.check.split(' ') {
            assert!(
                check_meaning(number).is_some(),
                "{} of {}",
                number,
                reason.code
            );
        }
    }
}

#[test]
fn an_unknown_code_has_no_meaning() {
    assert_eq!(
        reason("apple_nonce_mismatch").map(|found| found.check),
        Some("A6")
    );
    assert_eq!(reason("apple_nonce_mismatched"), None);
    assert_eq!(reason(""), None);
    assert_eq!(check_meaning("A14"), None);
}
