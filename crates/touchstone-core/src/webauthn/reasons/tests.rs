//! Decides that the table is whole and free of contradictions.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use super::{reason, reasons, sentence};
use crate::webauthn::check_meaning;

#[test]
fn every_code_occurs_once() {
    let mut seen = HashSet::new();
    for reason in reasons() {
        assert!(seen.insert(reason.code), "{} occurs twice", reason.code);
    }
}

#[test]
fn every_check_that_is_named_exists() {
    for reason in reasons().filter(|reason| !reason.check.is_empty()) {
        for number in reason.check.split(' ') {
            let meaning = check_meaning(number);
            assert!(meaning.is_some(), "{number} of {}", reason.code);
        }
    }
}

#[test]
fn every_meaning_is_one_sentence() {
    for reason in reasons() {
        let meaning = reason.meaning;
        let inner = meaning.strip_suffix('.');
        let inner = inner.unwrap_or_else(|| panic!("{} has no full stop", reason.code));
        assert!(!inner.contains(". "), "{} has two", reason.code);
        assert!(!inner.ends_with('.'), "{} ends twice", reason.code);
    }
}

#[test]
fn every_remedy_is_told_in_sentences() {
    for reason in reasons() {
        assert!(reason.remedy.ends_with('.'), "{}", reason.code);
    }
}

#[test]
fn a_field_is_named_inside_the_sentence() {
    assert_eq!(
        sentence("optional_field_malformed", Some("userAgent")),
        "An optional member has another type or is too long (userAgent)."
    );
    assert_eq!(sentence("id_missing", None), "The member id is missing.");
}

#[test]
fn a_code_that_is_not_in_the_table_tells_nothing() {
    assert_eq!(sentence("x", None), "The ceremony failed.");
}

#[test]
fn an_unknown_code_has_no_meaning() {
    let found = reason("client_data_not_json").unwrap();
    assert_eq!(
        (found.check, found.meaning),
        ("C1", "The client data is not a JSON object.")
    );
    assert_eq!(reason("client_data"), None);
    assert_eq!(reason(""), None);
    assert_eq!(check_meaning("T13"), None);
    assert_eq!(check_meaning(""), None);
}

#[test]
fn every_reason_that_evidence_can_give_is_in_the_table_under_its_check() {
    let evidence = Path::new(env!("CARGO_MANIFEST_DIR")).join("../touchstone-evidence/src");
    let mut pairs = Vec::new();
    for folder in ["webauthn", "mds3"] {
        read_pairs(&evidence.join(folder), &mut pairs);
    }
    assert!(pairs.len() > 100, "only {} pairs were read", pairs.len());
    for (check, code) in pairs {
        let found = reason(&code).unwrap_or_else(|| panic!("{code} of {check} has no entry"));
        let is_named = found.check.split(' ').any(|number| number == check);
        assert!(
            is_named,
            "{code} is found by {check}, not by {}",
            found.check
        );
    }
}

/// Every `("A1", "code")` in the sources below the folder.
fn read_pairs(folder: &Path, pairs: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_pairs(&path, pairs);
        } else {
            let source = fs::read_to_string(&path).unwrap();
            let starts = source.match_indices("(\"").map(|(at, _)| at);
            pairs.extend(starts.filter_map(|at| pair(source.get(at..)?)));
        }
    }
}

fn pair(source: &str) -> Option<(String, String)> {
    let mut quoted = source.split('"');
    let (_, check, between, code) = (
        quoted.next()?,
        quoted.next()?,
        quoted.next()?,
        quoted.next()?,
    );
    let is_code = code
        .bytes()
        .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    let fits = between.trim() == "," && check_meaning(check).is_some() && is_code;
    fits.then(|| (check.to_owned(), code.to_owned()))
}
