//! Decides which of Google's words a policy may name. A verdict's words are taken as they come; a policy's words must be known, as a
//! misspelt one in a list of what refuses would refuse nothing.

use crate::{Issue, nearest};

pub(super) const UNEVALUATED: &str = "UNEVALUATED";
pub(super) const DEVICE_LABELS: &[&str] = &[
    "MEETS_BASIC_INTEGRITY",
    "MEETS_DEVICE_INTEGRITY",
    "MEETS_STRONG_INTEGRITY",
    "MEETS_VIRTUAL_INTEGRITY",
];
pub(super) const APP_RECOGNITION: &[&str] =
    &["PLAY_RECOGNIZED", "UNRECOGNIZED_VERSION", UNEVALUATED];
pub(super) const LICENSING: &[&str] = &["LICENSED", "UNLICENSED", UNEVALUATED];
pub(super) const PLAY_PROTECT: &[&str] = &[
    "NO_ISSUES",
    "NO_DATA",
    "POSSIBLE_RISK",
    "MEDIUM_RISK",
    "HIGH_RISK",
    UNEVALUATED,
];
pub(super) const APP_ACCESS: &[&str] = &[
    "KNOWN_INSTALLED",
    "KNOWN_CAPTURING",
    "KNOWN_CONTROLLING",
    "KNOWN_OVERLAYS",
    "UNKNOWN_INSTALLED",
    "UNKNOWN_CAPTURING",
    "UNKNOWN_CONTROLLING",
    "UNKNOWN_OVERLAYS",
];

/// What is wrong with the words of a list.
pub(super) fn check_words<'a>(
    path: &'a str,
    words: &'a [String],
    known: &'static [&'static str],
) -> impl Iterator<Item = Issue> + 'a {
    let numbered = words.iter().enumerate();
    numbered
        .filter(|(_, word)| !known.contains(&word.as_str()))
        .map(move |(index, word)| {
            let message = match nearest(&word.to_uppercase(), known.iter().copied()) {
                Some(meant) => format!("is not a known word; did you mean {meant}?"),
                None => format!(
                    "is not a known word; the known ones are {}",
                    known.join(", ")
                ),
            };
            Issue {
                path: format!("{path}[{index}]"),
                message,
            }
        })
}
