//! Decides what a relying party lacks: origins, something to judge attestation by, anchors that have not lapsed; and how its metadata services
//! are.

use serde_json::Value;
use touchstone_core::Timestamp;
use touchstone_evidence::x509::{Certificate, pem_certificates};

use super::{Finding, State};

/// How findings of relying parties are called, before the RP ID.
const WHAT: &str = "relying party ";

/// What is told of a relying party without asking anybody; in order when it lacks nothing.
pub(super) fn examine(rp: &Value, has_metadata: bool, now: Timestamp) -> Vec<Finding> {
    let mut findings: Vec<Finding> = origins(rp).into_iter().collect();
    findings.extend(nothing_to_judge_by(rp, has_metadata));
    findings.extend(lapsed_anchors(rp, now));
    findings.extend(lists_of_own_anchors(rp));
    let id = text(rp, "id");
    for warning in list(rp, "/warnings") {
        let remedy = format!("touchstone webauthn rp show {id} shows the policy in force");
        findings.push(Finding::warning(name(rp), text(warning, "message"), remedy));
    }
    if findings.is_empty() {
        let origins: Vec<&str> = list(rp, "/origins").filter_map(Value::as_str).collect();
        findings.push(Finding::ok(name(rp), origins.join(", ")));
    }
    findings
}

/// What is told of a metadata service; without relying parties none is missed.
pub(super) fn of_service(service: &Value, is_needed: bool) -> Finding {
    let finding = state_of_service(service);
    if is_needed || finding.state == State::Ok {
        return finding;
    }
    let found = format!("{}; only relying parties need one", finding.found);
    Finding::ok(finding.what, found)
}

fn state_of_service(service: &Value) -> Finding {
    let what = "metadata service";
    let url = text(service, "url");
    let reason = service.get("reason").and_then(Value::as_str);
    let reason = reason.map_or(String::new(), |reason| format!(": {reason}"));
    let remedy = "let the server reach it, then touchstone webauthn mds refresh; without a way out leave webauthn.mds.sources empty and put statements into webauthn.mds.local_dir";
    match text(service, "state") {
        "up" => {
            let number = |name: &str| service.get(name).and_then(Value::as_u64).unwrap_or(0);
            let due = text(service, "next_update");
            let found = format!(
                "{url}: BLOB {} with {} entries, the next is due on {due}",
                number("number"),
                number("entries"),
            );
            if reason.is_empty() {
                Finding::ok(what, found)
            } else {
                Finding::warning(
                    what,
                    format!("{found}; the last attempt failed{reason}"),
                    remedy,
                )
            }
        }
        "out_of_service" => {
            let found = format!("{url}: the BLOB is overdue, and used all the same{reason}");
            Finding::warning(what, found, remedy)
        }
        _ => Finding::warning(what, format!("{url}: there is no BLOB{reason}"), remedy),
    }
}

fn origins(rp: &Value) -> Option<Finding> {
    if list(rp, "/origins").next().is_some() {
        return None;
    }
    let (id, rp_id) = (text(rp, "id"), text(rp, "rp_id"));
    Some(Finding::problem(
        name(rp),
        "has no origin: every ceremony fails",
        format!("touchstone webauthn rp set {id} --origin=https://{rp_id}"),
    ))
}

/// Where authenticators that nothing is known about are refused, something must be known.
fn nothing_to_judge_by(rp: &Value, has_metadata: bool) -> Option<Finding> {
    let refuses = word(rp, "/policy/attestation/mode") == "enforced"
        && word(rp, "/policy/attestation/unknown_authenticator") == "refuse";
    if !refuses || has_metadata || anchors(rp).next().is_some() {
        return None;
    }
    Some(Finding::problem(
        name(rp),
        "refuses authenticators that nothing is known about, but no metadata is at hand and it has no anchors",
        "touchstone webauthn mds status says what keeps metadata away; touchstone webauthn statement add takes an entry of your own",
    ))
}

/// Anchors are trusted by name and key whatever their dates; who has replaced one has seldom meant to keep it.
fn lapsed_anchors(rp: &Value, now: Timestamp) -> Option<Finding> {
    let lapsed: Vec<String> = anchors(rp)
        .filter(|(_, pem)| has_lapsed(pem, now))
        .map(|(format, _)| format!("policy.anchors.{format}"))
        .collect();
    if lapsed.is_empty() {
        return None;
    }
    let id = text(rp, "id");
    Some(Finding::warning(
        name(rp),
        format!(
            "an anchor's certificate has ended, and is trusted all the same: {}",
            lapsed.join(", ")
        ),
        format!(
            "if its maker has another one, touchstone webauthn rp set {id} --anchors FORMAT=FILE"
        ),
    ))
}

fn has_lapsed(pem: &str, now: Timestamp) -> bool {
    let ders = pem_certificates(pem).unwrap_or_default();
    ders.iter().any(|der| {
        let certificate = Certificate::parse(der);
        certificate.is_ok_and(|certificate| certificate.validity.not_after < now)
    })
}

/// Revocation lists are fetched for chains that the operator's anchors vouch for.
fn lists_of_own_anchors(rp: &Value) -> Option<Finding> {
    let is_hard = word(rp, "/policy/attestation/revocation") == "hard";
    if !is_hard || anchors(rp).next().is_none() {
        return None;
    }
    Some(Finding::warning(
        name(rp),
        "attestation.revocation is hard, but no revocation list is fetched for anchors of its own: their authenticators are refused where their certificates name a list",
        "have the operator put the model into webauthn.mds.local_dir, or set attestation.revocation=soft",
    ))
}

/// Its own anchors: format, PEM.
fn anchors(rp: &Value) -> impl Iterator<Item = (&str, &str)> {
    let formats = rp.pointer("/policy/anchors").and_then(Value::as_object);
    let formats = formats.into_iter().flatten();
    formats.flat_map(|(format, list)| {
        let list = list.as_array().into_iter().flatten();
        list.filter_map(Value::as_str)
            .map(move |pem| (format.as_str(), pem))
    })
}

/// Whether this was found of a relying party.
pub(super) fn is_about_one(finding: &Finding) -> bool {
    finding.what.starts_with(WHAT)
}

fn name(rp: &Value) -> String {
    format!("{WHAT}{}", text(rp, "rp_id"))
}

fn list<'a>(value: &'a Value, path: &str) -> impl Iterator<Item = &'a Value> {
    let list = value.pointer(path).and_then(Value::as_array);
    list.into_iter().flatten()
}

fn word<'a>(value: &'a Value, path: &str) -> &'a str {
    value
        .pointer(path)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests;
