//! Decides what is shown of the tokens of Google and Huawei: the header of what is closed, and everything else of what can be opened.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use touchstone_evidence::play_integrity::{self, Keys};
use touchstone_evidence::sys_integrity;

use super::checks::{Checks, HUAWEI, PLAY_PAYLOAD, PLAY_TOKEN};
use super::failure;
use crate::offline::facts;

/// A Huawei token.
pub(super) fn huawei(text: &str, checks: &mut Checks) -> Value {
    match sys_integrity::inspect(text) {
        Ok(found) => {
            checks.held(HUAWEI);
            with_header(text, "facts", facts::sys_integrity(&found))
        }
        Err(error) => {
            checks.failed(HUAWEI, error.check());
            unreadable(text, &failure(error.check(), &error))
        }
    }
}

/// A Play token: with keys what it holds, without them its header alone, of which nothing is checked.
pub(super) fn play(text: &str, keys: Option<&Keys>, checks: &mut Checks) -> Value {
    let Some(keys) = keys else {
        let hint = "give --decryption-key-file and --verification-key-file to open it";
        if header(text).is_some() {
            return with_header(text, "closed", hint.into());
        }
        checks.failed(PLAY_TOKEN, "G2");
        return unreadable(text, "no header in base64url");
    };
    let opened = match play_integrity::open(text, keys) {
        Ok(opened) => opened,
        Err(error) => {
            checks.failed(PLAY_TOKEN, error.check());
            return unreadable(text, &failure(error.check(), &error));
        }
    };
    checks.held(PLAY_TOKEN);
    match play_integrity::inspect(&opened) {
        Ok(found) => {
            checks.held(PLAY_PAYLOAD);
            with_header(text, "facts", facts::play_integrity(&found))
        }
        Err(error) => {
            checks.failed(PLAY_PAYLOAD, error.check());
            unreadable(text, &failure(error.check(), &error))
        }
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
