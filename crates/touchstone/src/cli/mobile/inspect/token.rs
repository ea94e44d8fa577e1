//! Decides what is shown of the tokens of Google and Huawei: the header of what is closed, and everything else of what can be opened.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use touchstone_evidence::play_integrity::{self, Keys};
use touchstone_evidence::sys_integrity;

use super::{Inspected, failure};
use crate::offline::facts;

/// A Huawei token.
pub(super) fn huawei(text: &str) -> Inspected {
    match sys_integrity::inspect(text) {
        Ok(found) => Ok(with_header(text, "facts", facts::sys_integrity(&found))),
        Err(error) => Err(unreadable(text, &failure(error.check(), &error))),
    }
}

/// A Play token: with keys what it holds, without them its header alone.
pub(super) fn play(text: &str, keys: Option<&Keys>) -> Inspected {
    let Some(keys) = keys else {
        let hint = "give --decryption-key-file and --verification-key-file to open it";
        return match header(text) {
            Some(_) => Ok(with_header(text, "closed", hint.into())),
            None => Err(unreadable(text, "no header in base64url")),
        };
    };
    let opened = play_integrity::open(text, keys)
        .map_err(|error| unreadable(text, &failure(error.check(), &error)))?;
    match play_integrity::inspect(&opened) {
        Ok(found) => Ok(with_header(text, "facts", facts::play_integrity(&found))),
        Err(error) => Err(unreadable(text, &failure(error.check(), &error))),
    }
}

fn unreadable(text: &str, why: &str) -> Value {
    with_header(text, "unreadable", why.into())
}

fn with_header(text: &str, name: &str, value: Value) -> Value {
    json!({ "bytes": text.len(), "header": header(text), name: value })
}

/// The first part of a token in compact form. The certificates in it are shown by what they say, not by their bytes.
fn header(text: &str) -> Option<Value> {
    let (first, _) = text.split_once('.')?;
    let bytes = BASE64URL_NOPAD.decode(first.as_bytes()).ok()?;
    let mut header: Value = serde_json::from_slice(&bytes).ok()?;
    if let Some(chain) = header.get_mut("x5c") {
        let count = chain.as_array().map(Vec::len);
        *chain = format!("{} certificates", count.unwrap_or_default()).into();
    }
    Some(header)
}
