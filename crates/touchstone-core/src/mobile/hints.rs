//! Decides what may have gone wrong when evidence carries another nonce: the slips that integrators make are tried out and named, never
//! accepted (spec mobile.md 4.8). At most 12 candidates where each costs a signature, some more where each costs a comparison.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER};
use subtle::ConstantTimeEq as _;
use touchstone_evidence::client_data::{Composition, Profile};
use touchstone_evidence::jose::decode_any;

use super::claim::Bound;

/// A client data hash that a device may have used, and how it came to it.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    /// What Apple's framework was given.
    pub(super) client_data_hash: Vec<u8>,
    /// Such as `profile=raw composition=sha256_device_server`.
    pub(super) hint: String,
}

impl fmt::Debug for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Candidate")
            .field("hint", &self.hint)
            .finish_non_exhaustive()
    }
}

/// Names the first candidate that `matches`.
pub(super) fn find(bound: &Bound, matches: impl Fn(&[u8]) -> bool) -> Option<String> {
    candidates(bound)
        .into_iter()
        .find(|candidate| matches(&candidate.client_data_hash))
        .map(|candidate| candidate.hint)
}

/// Names the slip that made a nonce, of evidence that carries the nonce itself, into `received`.
pub(super) fn find_nonce(bound: &Bound, received: &[u8]) -> Option<String> {
    raw_candidates(bound)
        .into_iter()
        .chain(candidates(bound))
        .find(|candidate| bool::from(candidate.client_data_hash.ct_eq(received)))
        .map(|candidate| candidate.hint)
}

/// Other compositions, and texts of the right nonce where its bytes were due.
fn raw_candidates(bound: &Bound) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = nonces(bound)
        .into_iter()
        .map(|(composition, nonce)| Candidate {
            client_data_hash: nonce,
            hint: format!("nonce{composition}"),
        })
        .collect();
    for (name, text) in texts(&bound.final_nonce) {
        // Where the field is base64, its reader has decoded the text once.
        let decoded = decode_any(&text);
        for bytes in [Some(text.into_bytes()), decoded].into_iter().flatten() {
            out.push(Candidate {
                client_data_hash: bytes,
                hint: format!("nonce={name}_text"),
            });
        }
    }
    out
}

/// The nonce as text.
fn texts(nonce: &[u8]) -> [(&'static str, String); 3] {
    [
        ("base64", BASE64.encode(nonce)),
        ("base64url", BASE64URL_NOPAD.encode(nonce)),
        ("hex", HEXLOWER.encode(nonce)),
    ]
}

/// Every slip; the configured way is among them and harmless, for it did not match.
pub(super) fn candidates(bound: &Bound) -> Vec<Candidate> {
    let mut out = Vec::new();
    for (composition, nonce) in nonces(bound) {
        for profile in Profile::ALL {
            let hint = format!("profile={}{composition}", profile.name());
            out.push(Candidate {
                client_data_hash: profile.hash(&nonce).to_vec(),
                hint,
            });
        }
    }
    let nonce = &bound.final_nonce;
    out.push(Candidate {
        client_data_hash: nonce.clone(),
        hint: "hash=final_nonce".to_owned(),
    });
    for (name, text) in texts(nonce) {
        let client_data_hash = digest(&SHA256, text.as_bytes()).as_ref().to_vec();
        out.push(Candidate {
            client_data_hash,
            hint: format!("hash=sha256_of_{name}_text"),
        });
    }
    out
}

/// The final nonces that a device may have made of what it had.
fn nonces(bound: &Bound) -> Vec<(String, Vec<u8>)> {
    let (Some(server), Some(device)) = (&bound.server_nonce, &bound.device_nonce) else {
        return vec![(String::new(), bound.final_nonce.clone())];
    };
    let mut out: Vec<_> = Composition::ALL
        .into_iter()
        .map(|composition| {
            let nonce = composition.final_nonce(server, Some(device));
            (format!(" composition={}", composition.name()), nonce)
        })
        .collect();
    out.push((
        " composition=server_nonce_alone".to_owned(),
        server.to_vec(),
    ));
    out
}

#[cfg(test)]
mod tests;
