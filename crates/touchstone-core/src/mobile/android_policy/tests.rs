//! What may be set, and above all what may not.

use super::{AcceptedBootState, AndroidAppPolicy, AndroidService};
use crate::mobile::sha256_text::Sha256Text;

fn good() -> AndroidAppPolicy {
    AndroidAppPolicy {
        signer_sha256: vec![Sha256Text([7; 32])],
        services: vec![AndroidService::Gms],
        ..AndroidAppPolicy::default()
    }
}

fn refused(change: impl FnOnce(&mut AndroidAppPolicy)) -> Vec<String> {
    let mut policy = good();
    change(&mut policy);
    policy
        .issues()
        .into_iter()
        .map(|issue| issue.path)
        .collect()
}

#[test]
fn the_defaults_with_a_signer_and_a_service_are_accepted() {
    assert_eq!(good().issues(), []);
}

#[test]
fn no_signers_and_no_services_are_refused() {
    assert_eq!(refused(|p| p.signer_sha256.clear()), ["signer_sha256"]);
    assert_eq!(refused(|p| p.services.clear()), ["services"]);
}

#[test]
fn repeated_and_too_many_values_are_refused() {
    let twice = vec![Sha256Text([7; 32]); 2];
    assert_eq!(refused(|p| p.signer_sha256 = twice), ["signer_sha256"]);
    let many = (0..17).map(|n| Sha256Text([n; 32])).collect();
    assert_eq!(refused(|p| p.signer_sha256 = many), ["signer_sha256"]);
}

#[test]
fn asking_nothing_of_device_and_app_is_refused() {
    let issues = refused(|p| {
        p.gms.device_labels.clear();
        p.gms.app_recognition.clear();
    });
    assert_eq!(issues, ["gms.device_labels"]);
    let issues = refused(|p| {
        p.gms.device_labels.clear();
        p.gms.app_recognition = vec!["UNEVALUATED".to_owned()];
    });
    assert_eq!(issues, ["gms.device_labels"]);
    assert!(refused(|p| p.gms.device_labels.clear()).is_empty());
}

#[test]
fn a_misspelt_word_is_refused_with_the_one_that_was_meant() {
    let mut policy = good();
    policy.gms.play_protect_reject = vec!["HIGH_RISKS".to_owned()];
    let issues = policy.issues();
    assert_eq!(issues[0].path, "gms.play_protect_reject[0]");
    assert!(issues[0].message.contains("HIGH_RISK?"), "{issues:?}");
}

#[test]
fn windows_out_of_range_are_refused() {
    assert_eq!(refused(|p| p.gms.max_age_s = 0), ["gms.max_age_s"]);
    assert_eq!(refused(|p| p.hms.max_age_s = 86_401), ["hms.max_age_s"]);
    assert_eq!(
        refused(|p| p.hms.future_skew_s = 3_601),
        ["hms.future_skew_s"]
    );
}

#[test]
fn self_signed_systems_take_a_boot_key() {
    let states = vec![AcceptedBootState::SelfSigned];
    let issues = refused(|p| p.android_key.boot_states = states.clone());
    assert_eq!(issues, ["android_key.boot_keys"]);
    let issues = refused(|p| {
        p.android_key.boot_states = states;
        p.android_key.boot_keys = vec![Sha256Text([1; 32])];
    });
    assert!(issues.is_empty());
    assert_eq!(
        refused(|p| p.android_key.boot_states.clear()),
        ["android_key.boot_states"]
    );
}

#[test]
fn patch_levels_are_a_year_and_a_month() {
    for level in [0, 2024, 202_400, 202_413, 20_240_601, 200_912] {
        assert_eq!(
            refused(|p| p.android_key.min_vendor_patch = Some(level)),
            ["android_key.min_vendor_patch"],
            "{level}"
        );
    }
    assert!(refused(|p| p.android_key.min_os_patch = Some(202_406)).is_empty());
}

#[test]
fn unknown_members_and_keys_of_another_length_cannot_be_read() {
    for text in [
        r#"{"signer_sha256":["abcd"],"services":["gms"]}"#,
        r#"{"services":["android_key"]}"#,
        r#"{"gms":{"max_age":1}}"#,
        r#"{"android_key":{"boot_states":["failed"]}}"#,
        r#"{"android_key":{"boot_keys":["00"]}}"#,
    ] {
        assert!(
            serde_json::from_str::<AndroidAppPolicy>(text).is_err(),
            "{text}"
        );
    }
}
