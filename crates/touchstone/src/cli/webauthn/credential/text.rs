//! Decides how a credential looks to people: what is known of it, what became of its trust, then the verdict of its registration.

use serde_json::{Value, json};

use crate::cli::table;
use crate::cli::verdict_text::explain;

const HISTORY_COLUMNS: [&str; 5] = ["at", "from", "to", "cause", "stateName"];

pub(super) fn shown(credential: &Value, verdict: Option<&Value>) -> String {
    let mut rest = credential.clone();
    let history = match rest.as_object_mut() {
        Some(members) => members.remove("trustHistory"),
        None => None,
    };
    let mut text = table::members(&rest);
    text.push_str("\ntrust, as it changed since\n");
    let history = json!({ "items": history, "next_cursor": null });
    text.push_str(&table::rows(&history, &HISTORY_COLUMNS));
    match verdict {
        Some(verdict) => {
            text.push_str("\nregistration\n");
            text.push_str(&explain(verdict));
        }
        None => text.push_str("\nregistration: imported, or its verdict is no longer kept\n"),
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn history_and_registration_stand_behind_the_facts() {
        let credential = json!({
            "extId": "cred_1", "trust": "untrusted:cert_revoked",
            "trustHistory": [{"at": "T", "from": "trusted", "to": "untrusted:cert_revoked", "cause": "metadata", "stateName": "active"}],
        });
        let text = shown(&credential, None);
        assert!(text.contains("extId  cred_1\n"), "{text}");
        assert!(
            text.contains("trusted  untrusted:cert_revoked  metadata  active"),
            "{text}"
        );
        assert!(text.ends_with("no longer kept\n"), "{text}");
        let verdict = json!({"id": "vdt_1", "outcome": "valid", "reason": "accepted"});
        assert!(shown(&credential, Some(&verdict)).contains("vdt_1  valid: accepted"));
    }
}
