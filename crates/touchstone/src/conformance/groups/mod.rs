//! Decides the cases, group by group as the FIDO tool has them; the last is ours: each fault alone.

mod algorithms;
mod client_data;
mod direct;
mod envelope;
mod formats;
mod metadata;
mod object;
mod options;
mod packed;
mod sign_in;
mod tpm;

use serde_json::{Value, json};

use super::case::Case;

/// Every case, in the order in which they are played.
pub(super) fn all() -> Vec<Case> {
    [
        options::cases(),
        envelope::registration(),
        client_data::registration(),
        object::cases(),
        algorithms::cases(),
        packed::cases(),
        formats::cases(),
        tpm::cases(),
        envelope::sign_in(),
        client_data::sign_in(),
        sign_in::cases(),
        direct::cases(),
        metadata::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A value of each JSON type but text. The number's digits are base64url.
fn no_texts() -> [Value; 4] {
    [json!(1469), json!(true), json!({}), json!([])]
}

/// A value of each JSON type but object.
fn no_objects() -> [Value; 4] {
    [json!(1469), json!(true), json!("text"), json!([])]
}
