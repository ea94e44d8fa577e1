//! Decides the command `touchstone webauthn diagnose`: what would become of a registration that a browser made, check by check.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use serde_json::{Value, json};

use super::json_file;
use crate::cli::api::Api;
use crate::cli::verdict_text::explain;
use crate::cli::{Ending, Terminal};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// What the browser gave, as JSON with response.attestationObject and response.clientDataJSON; - for standard input
    file: PathBuf,
    /// The relying party that judges: its identifier (rp_...) or RP ID
    #[arg(long)]
    rp: String,
}

pub(super) async fn run(
    arguments: Arguments,
    api: &Api,
    terminal: Terminal,
) -> anyhow::Result<Ending> {
    let sent = json_file::read(&arguments.file)?;
    let body = json!({
        "rp": arguments.rp,
        "attestation_object": member(&sent, "attestationObject", "attestation_object")?,
        "client_data_json": member(&sent, "clientDataJSON", "client_data_json")?,
    });
    let diagnosis = api.post("webauthn/diagnose", body).await?;
    terminal.either(&diagnosis, || told(&diagnosis))?;
    let accepted = diagnosis.get("accepted") == Some(&Value::Bool(true));
    Ok(if accepted {
        Ending::Done
    } else {
        Ending::Refused
    })
}

/// A member of the message, of its response, or of the request of the API.
fn member<'a>(sent: &'a Value, name: &str, own_name: &str) -> anyhow::Result<&'a str> {
    let inside = || sent.get("response").and_then(|response| response.get(name));
    let found = inside()
        .or_else(|| sent.get(name))
        .or_else(|| sent.get(own_name));
    let text = found.and_then(Value::as_str);
    text.with_context(|| format!("the file has no text response.{name}"))
}

/// In the form of a verdict.
fn told(diagnosis: &Value) -> String {
    let accepted = diagnosis.get("accepted") == Some(&Value::Bool(true));
    let mut verdict = diagnosis.clone();
    if let Some(members) = verdict.as_object_mut() {
        members.remove("accepted");
        members.insert("id".to_owned(), "diagnosis".into());
        let outcome = if accepted { "valid" } else { "invalid" };
        members.insert("outcome".to_owned(), outcome.into());
        if accepted {
            members.insert("reason".to_owned(), "accepted".into());
            let meaning = "The relying party would take it.";
            members.insert("reason_meaning".to_owned(), meaning.into());
        }
    }
    explain(&verdict)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_found_in_every_form() {
        let forms = [
            json!({"id": "x", "response": {"attestationObject": "o2"}}),
            json!({"attestationObject": "o2"}),
            json!({"attestation_object": "o2", "rp": "siven.ch"}),
        ];
        for form in forms {
            let found = member(&form, "attestationObject", "attestation_object");
            assert_eq!(found.unwrap(), "o2");
        }
        assert!(member(&json!([]), "attestationObject", "attestation_object").is_err());
    }

    #[test]
    fn a_diagnosis_reads_as_a_verdict() {
        let refused = json!({
            "accepted": false, "reason": "origin_mismatch", "reason_meaning": "M.",
            "reason_remedy": "R.", "checks": [], "facts": {},
        });
        assert!(told(&refused).starts_with("diagnosis  invalid: origin_mismatch\n  found:  M.\n"));
        let accepted = json!({"accepted": true, "reason": null, "checks": [], "facts": {}});
        assert!(told(&accepted).starts_with("diagnosis  valid: accepted\n"));
    }
}
