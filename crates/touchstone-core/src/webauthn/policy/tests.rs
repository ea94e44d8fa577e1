//! What profiles preset, and what a relying party can set.

use serde_json::{Map, Value, json};

use touchstone_evidence::webauthn::FormatSetting;
use touchstone_evidence::webauthn::trust::AttestationMode;

use super::{Profile, RpPolicy, UnknownUser};

fn set(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => panic!("an object"),
    }
}

fn paths(profile: Profile, value: Value) -> Vec<String> {
    let issues = RpPolicy::of(profile, &set(value)).unwrap_err();
    issues.into_iter().map(|issue| issue.path).collect()
}

#[test]
fn nothing_set_is_the_profile() {
    for profile in Profile::ALL {
        assert_eq!(
            RpPolicy::of(profile, &Map::new()).unwrap(),
            RpPolicy::defaults(profile)
        );
        assert_eq!(RpPolicy::defaults(profile).issues(), []);
    }
}

#[test]
fn profiles_differ_where_the_spec_says() {
    let (nevis, l3) = (
        RpPolicy::defaults(Profile::Nevis),
        RpPolicy::defaults(Profile::L3),
    );
    let conformance = RpPolicy::defaults(Profile::Conformance);
    assert_eq!(nevis.algorithms, [-7, -8]);
    assert_eq!(l3.unknown_user, UnknownUser::Conceal);
    assert_eq!(conformance.attestation.mode, AttestationMode::Enforced);
    assert!(
        conformance
            .formats
            .contains(&FormatSetting::AndroidSafetynet)
    );
    assert!(!nevis.formats.contains(&FormatSetting::AndroidSafetynet));
    assert!(nevis.token_binding_shape && !l3.token_binding_shape);
}

#[test]
fn what_is_set_is_laid_over_the_defaults() {
    let policy = RpPolicy::of(
        Profile::Nevis,
        &set(json!({"attestation": {"mode": "enforced", "default": null}, "algorithms": [-257]})),
    )
    .unwrap();
    assert_eq!(policy.attestation.mode, AttestationMode::Enforced);
    assert_eq!(policy.algorithms, [-257]);
    assert!(policy.requires_aaguid_proof());
}

#[test]
fn unknown_lines_and_words_are_named() {
    assert_eq!(
        paths(Profile::Nevis, json!({"atestation": {}})),
        ["atestation"]
    );
    assert_eq!(
        paths(Profile::Nevis, json!({"attestation": {"mode": "strict"}})),
        ["attestation.mode"]
    );
    assert_eq!(
        paths(
            Profile::Nevis,
            json!({"attestation": {"modus": "enforced"}})
        ),
        ["attestation.modus"]
    );
}

#[test]
fn values_out_of_range_are_named() {
    let wrong = [
        (json!({"algorithms": []}), "algorithms"),
        (json!({"algorithms": [-7, -9999]}), "algorithms[1]"),
        (json!({"algorithms": [-7, -7]}), "algorithms[1]"),
        (json!({"formats": []}), "formats"),
        (
            json!({"timeout": {"user_verification_ms": 14_999}}),
            "timeout.user_verification_ms",
        ),
        (
            json!({"status": {"retention_s": 599}}),
            "status.retention_s",
        ),
        (json!({"aaguid": {"allow": ["abc"]}}), "aaguid.allow[0]"),
        (
            json!({"aaguid": {"require_proof": true}}),
            "aaguid.require_proof",
        ),
        (json!({"anchors": {"packed": ["junk"]}}), "anchors.packed"),
        (
            json!({"attestation": {"accepted_types": []}}),
            "attestation.accepted_types",
        ),
    ];
    for (value, path) in wrong {
        assert_eq!(paths(Profile::Nevis, value.clone()), [path], "{value}");
    }
}

#[test]
fn lists_that_are_too_long_are_refused_as_a_whole() {
    let many = |n: usize, one: Value| Value::Array(vec![one; n]);
    let cases = [
        (
            "algorithms",
            json!({"algorithms": many(100_000, json!(-7))}),
        ),
        (
            "aaguid.allow",
            json!({"aaguid": {"allow": many(100_000, json!("no"))}}),
        ),
        (
            "aaguid.deny",
            json!({"aaguid": {"deny": many(4_097, json!("no"))}}),
        ),
        (
            "anchors.tpm",
            json!({"anchors": {"tpm": many(65, json!(""))}}),
        ),
        (
            "anchors.apple",
            json!({"anchors": {"apple": ["A".repeat(1_048_577)]}}),
        ),
        ("formats", json!({"formats": many(10, json!("tpm"))})),
        ("app_ids", json!({"app_ids": many(100_000, json!(""))})),
    ];
    for (path, value) in cases {
        assert_eq!(paths(Profile::Nevis, value), [path]);
    }
}
