//! Decides what is shown of JSON: a status list of Android keys, or a Play Integrity payload as it was opened by Google.

use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use touchstone_evidence::android_key::StatusList;
use touchstone_evidence::play_integrity;

use super::checks::{Checks, PLAY_PAYLOAD};
use super::{failure, told};
use crate::offline::{facts, payload_of};

pub(super) fn inspect(text: &str, checks: &mut Checks) -> Value {
    let value: Option<Value> = serde_json::from_str(text).ok();
    let is_list = value
        .as_ref()
        .is_some_and(|value| value.get("entries").is_some());
    if is_list {
        list(text, checks)
    } else {
        payload(text, checks)
    }
}

fn list(text: &str, checks: &mut Checks) -> Value {
    match StatusList::parse(text.as_bytes()) {
        Ok(list) => json!({ "status_list": {
            "entries": list.entries(),
            "sha256": HEXLOWER.encode(list.digest()),
        } }),
        Err(error) => {
            checks.unreadable();
            json!({ "not_a_status_list": format!("{}: {}", error.reason(), told(&error)) })
        }
    }
}

fn payload(text: &str, checks: &mut Checks) -> Value {
    match play_integrity::inspect(payload_of(text)) {
        Ok(found) => {
            checks.held(PLAY_PAYLOAD);
            json!({ "play_integrity": facts::play_integrity(&found) })
        }
        Err(error) => {
            checks.failed(PLAY_PAYLOAD, error.check());
            json!({ "not_a_payload": failure(error.check(), &error) })
        }
    }
}
