//! Each thing that a relying party or a metadata service can lack is found, with what to do.

use serde_json::json;

use super::*;

const NOW: Timestamp = Timestamp::from_unix_s(1_800_000_000);

/// Apple's roots: until 2045 and 2039.
const ROOT: &str =
    include_str!("../../../../touchstone-evidence/anchors/apple_webauthn_root_ca.pem");

fn rp(attestation: Value, anchors: Value) -> Value {
    json!({
        "id": "rp_1", "rp_id": "siven.ch", "origins": ["https://siven.ch"], "warnings": [],
        "policy": {"attestation": attestation, "anchors": anchors},
    })
}

fn enforced(revocation: &str) -> Value {
    json!({"mode": "enforced", "unknown_authenticator": "refuse", "revocation": revocation})
}

#[track_caller]
fn one(findings: Vec<Finding>, state: State, said: &str) {
    let [finding] = findings.as_slice() else {
        panic!("{findings:?}");
    };
    assert_eq!(finding.state, state, "{finding:?}");
    let whole = format!("{} -> {:?}", finding.found, finding.remedy);
    assert!(whole.contains(said), "{whole}");
}

#[test]
fn a_relying_party_that_lacks_nothing_is_in_order() {
    let rp = rp(json!({"mode": "monitor"}), json!({"packed": []}));
    one(examine(&rp, false, NOW), State::Ok, "https://siven.ch");
}

#[test]
fn without_an_origin_nothing_works() {
    let mut rp = rp(json!({}), json!({}));
    rp["origins"] = json!([]);
    let said = "rp set rp_1 --origin=https://siven.ch";
    one(examine(&rp, true, NOW), State::Problem, said);
}

#[test]
fn what_the_server_warns_of_is_told() {
    let mut rp = rp(json!({}), json!({}));
    rp["warnings"] = json!([{"code": "enrolment_open", "message": "whoever reaches"}]);
    one(examine(&rp, true, NOW), State::Warning, "whoever reaches");
}

#[test]
fn refusing_what_is_not_known_takes_metadata_or_anchors() {
    let bare = rp(enforced("soft"), json!({}));
    let said = "no metadata is at hand";
    one(examine(&bare, false, NOW), State::Problem, said);
    one(examine(&bare, true, NOW), State::Ok, "");
    let own = rp(enforced("soft"), json!({"apple": [ROOT]}));
    one(examine(&own, false, NOW), State::Ok, "");
}

#[test]
fn an_anchor_that_has_lapsed_is_told() {
    let own = rp(json!({}), json!({"apple": [ROOT]}));
    let then = "2050-01-01T00:00:00Z".parse().unwrap();
    one(
        examine(&own, true, then),
        State::Warning,
        "policy.anchors.apple",
    );
    one(examine(&own, true, NOW), State::Ok, "");
}

#[test]
fn lists_that_are_not_fetched_are_told_where_they_are_needed() {
    let own = rp(enforced("hard"), json!({"apple": [ROOT]}));
    let said = "no revocation list is fetched";
    one(examine(&own, true, NOW), State::Warning, said);
    let bare = rp(enforced("hard"), json!({"apple": []}));
    one(examine(&bare, true, NOW), State::Ok, "");
}

#[test]
fn a_metadata_service_is_told_as_it_is() {
    let service = |state: &str, reason: Value| {
        let service = json!({
            "url": "https://mds.example/", "state": state, "number": 7, "entries": 300,
            "next_update": "2027-02-01", "reason": reason,
        });
        vec![of_service(&service, true)]
    };
    let none = || Value::Null;
    one(service("up", none()), State::Ok, "BLOB 7 with 300 entries");
    let failed = json!("blob_signature_invalid");
    let warning = State::Warning;
    one(
        service("up", failed.clone()),
        warning,
        "blob_signature_invalid",
    );
    one(service("out_of_service", none()), warning, "is overdue");
    one(
        service("down", failed),
        warning,
        "no BLOB: blob_signature_invalid",
    );
    one(service("down", none()), warning, "mds refresh");
}

#[test]
fn without_relying_parties_no_metadata_is_missed() {
    let service = json!({"url": "https://mds.example/", "state": "down", "reason": "connect"});
    let said = "only relying parties need one";
    one(vec![of_service(&service, false)], State::Ok, said);
}
