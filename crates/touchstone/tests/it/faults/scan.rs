//! Looks for secrets in what was told.

use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER};

use crate::support::Answer;

/// What must not be told, and what was.
#[derive(Default)]
pub struct Scan {
    secrets: Vec<(String, String)>,
    /// Whatever was said to anybody.
    pub told: Vec<String>,
}

impl Scan {
    /// A text.
    pub fn text(&mut self, what: &str, secret: &str) {
        self.secrets.push((what.to_owned(), secret.to_owned()));
    }

    /// Bytes in every form in which they might be written. The beginning is enough: a log that
    /// tells a part tells too much.
    pub fn bytes(&mut self, what: &str, secret: &[u8]) {
        let part = &secret[..secret.len().min(24)];
        self.text(what, BASE64.encode(part).trim_end_matches('='));
        self.text(what, &BASE64URL_NOPAD.encode(part));
        self.text(what, &HEXLOWER.encode(part));
        self.text(what, format!("{part:?}").trim_matches(['[', ']']));
    }

    /// A refusal of whatever kind: its body and its headers.
    pub fn refusal(&mut self, answer: &Answer) {
        assert!(!answer.is_valid(), "{answer:?}");
        self.told.push(format!("{answer:?}"));
    }

    /// Nothing that was told holds a secret.
    #[track_caller]
    pub fn assert_silent(&self) {
        for (what, secret) in &self.secrets {
            for told in &self.told {
                let line = told.lines().find(|line| line.contains(secret));
                assert_eq!(line, None, "{what}: {secret}");
            }
        }
    }
}
