//! How is a standard token sealed? So that the simulated Google alone reads it, with a key that nobody else asks for.

use crate::jose::{self, base64url, from_base64url};
use crate::key::{derive, sha256};

/// The token of this payload for an app.
pub(super) fn make(package: &str, payload: &str) -> String {
    let iv = jose::iv(sha256(
        &[package.as_bytes(), &[0], payload.as_bytes()].concat(),
    ));
    let sealed = jose::seal(&key(), iv, package.as_bytes(), payload.as_bytes());
    base64url(&[iv.as_slice(), &sealed].concat())
}

/// What Google reads in a token of this app; `None` when it is none.
pub(crate) fn open(package: &str, token: &str) -> Option<String> {
    let token = from_base64url(token)?;
    let (iv, sealed) = token.split_first_chunk::<12>()?;
    let payload = jose::open(&key(), *iv, package.as_bytes(), sealed)?;
    String::from_utf8(payload).ok()
}

fn key() -> [u8; 32] {
    derive(&[0; 32], "key of the simulated Google")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn google_reads_the_token_of_the_app_that_asks() {
        let token = make("com.example.app", "{}");
        assert_eq!(open("com.example.app", &token).as_deref(), Some("{}"));
        assert_eq!(open("com.example.other", &token), None);
        assert_eq!(open("com.example.app", &format!("{token}A")), None);
        assert_eq!(open("com.example.app", ""), None);
    }
}
