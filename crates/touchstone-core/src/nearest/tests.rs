//! Decides that hints help and never mislead.

use super::{WORD_CHARS_MAX, distance, nearest};

const KNOWN: [&str; 4] = ["session_ttl_s", "explain", "nonce_hints", "enabled"];

fn chars(word: &str) -> Vec<char> {
    word.chars().collect()
}

#[test]
fn edits_are_counted() {
    let cases = [
        ("explain", "explain", 0),
        ("explan", "explain", 1),
        ("explaiin", "explain", 1),
        ("explein", "explain", 1),
        ("expalin", "explain", 1),
        ("", "abc", 3),
        ("abc", "", 3),
        ("kitten", "sitting", 3),
    ];
    for (word, candidate, edits) in cases {
        assert_eq!(
            distance(&chars(word), candidate),
            edits,
            "{word} {candidate}"
        );
    }
}

#[test]
fn a_misspelt_word_finds_its_neighbour() {
    assert_eq!(nearest("sesion_ttl", KNOWN), Some("session_ttl_s"));
    assert_eq!(nearest("enabeld", KNOWN), Some("enabled"));
    assert_eq!(nearest("nonce_hint", KNOWN), Some("nonce_hints"));
}

#[test]
fn a_word_that_is_far_from_all_finds_none() {
    assert_eq!(nearest("colour", KNOWN), None);
    assert_eq!(nearest("", KNOWN), None);
    assert_eq!(nearest("x", ["y", "ab"]), None);
    assert_eq!(nearest("enabled", []), None);
}

#[test]
fn a_word_beyond_the_limit_is_not_compared() {
    let long = "e".repeat(WORD_CHARS_MAX + 1);
    assert_eq!(nearest(&long, [long.as_str()]), None);
}

#[test]
fn words_outside_ascii_are_compared_by_characters() {
    assert_eq!(nearest("größe", ["grösse", "größen"]), Some("größen"));
}
