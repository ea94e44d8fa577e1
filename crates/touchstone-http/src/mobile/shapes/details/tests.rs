//! The details objects as printed in the spec: members in their order, and nothing of what is unknown.

use touchstone_core::Timestamp;

use super::*;

const T: Timestamp = Timestamp::from_unix_ms(1_777_474_200_000);

fn written(details: &TokenDetails) -> String {
    serde_json::to_string(&DetailsBody::new(details)).unwrap()
}

fn google() -> GoogleTokenDetails {
    GoogleTokenDetails {
        package_name: "com.example.app".to_owned(),
        device_integrity_verdicts: Vec::new(),
        token_type: "standard",
        app_recognition_verdict: None,
        app_licensing_verdict: None,
        version_code: None,
        play_protect_verdict: None,
        recent_device_activity_level: None,
        app_access_risk_verdicts: None,
        certificate_sha256: None,
        device_sdk_version: None,
        is_testing_response: false,
        requested_at: T,
    }
}

fn huawei() -> HuaweiTokenDetails {
    HuaweiTokenDetails {
        package_name: "com.example.app".to_owned(),
        app_id: "100001".to_owned(),
        basic_integrity: false,
        advice: None,
        detail: Vec::new(),
        certificate_sha256: vec![[0x0a; 32]],
        made_at: Some(T),
    }
}

fn android_key() -> AndroidKeyDetails {
    AndroidKeyDetails {
        package_name: "com.example.app".to_owned(),
        key_id: [0xAB; 32],
        attested: false,
        attested_at: T,
        attested_facts: AndroidKeyFacts {
            security_level: "StrongBox".to_owned(),
            provisioning: "factory".to_owned(),
            attestation_version: 1,
            verified_boot_state: "SelfSigned".to_owned(),
            device_locked: true,
            verified_boot_key: "0b0b".to_owned(),
            os_version: None,
            os_patch_level: None,
            vendor_patch_level: None,
            boot_patch_level: None,
            certificates_issued_30_days: None,
        },
    }
}

#[test]
fn what_google_did_not_say_is_left_out() {
    let text = concat!(
        r#"{"googleTokenDetails":{"packageName":"com.example.app","deviceIntegrityVerdicts":[],"#,
        r#""tokenType":"standard","requestTimestampUtc":"2026-04-29T14:50:00.000Z"}}"#
    );
    assert_eq!(written(&TokenDetails::Google(google())), text);
}

#[test]
fn all_that_google_can_say_stands_in_the_printed_order() {
    let word = |text: &str| Some(text.to_owned());
    let full = GoogleTokenDetails {
        device_integrity_verdicts: vec!["NEW_WORD".to_owned()],
        app_recognition_verdict: word("PLAY_RECOGNIZED"),
        app_licensing_verdict: word("LICENSED"),
        version_code: word("42"),
        play_protect_verdict: word("NO_ISSUES"),
        recent_device_activity_level: word("LEVEL_1"),
        app_access_risk_verdicts: Some(vec!["KNOWN_INSTALLED".to_owned()]),
        certificate_sha256: Some(vec![[0x0a; 32]]),
        device_sdk_version: Some(36),
        is_testing_response: true,
        ..google()
    };
    let text = concat!(
        r#"{"googleTokenDetails":{"packageName":"com.example.app","#,
        r#""deviceIntegrityVerdicts":["NEW_WORD"],"tokenType":"standard","#,
        r#""appRecognitionVerdict":"PLAY_RECOGNIZED","appLicensingVerdict":"LICENSED","#,
        r#""versionCode":"42","playProtectVerdict":"NO_ISSUES","#,
        r#""recentDeviceActivityLevel":"LEVEL_1","appAccessRiskVerdicts":["KNOWN_INSTALLED"],"#,
        r#""certificateSha256Digests":["#,
        r#""0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"],"#,
        r#""deviceSdkVersion":36,"isTestingResponse":true,"#,
        r#""requestTimestampUtc":"2026-04-29T14:50:00.000Z"}}"#
    );
    assert_eq!(written(&TokenDetails::Google(full)), text);
}

#[test]
fn huawei_s_details_stand_in_the_printed_order() {
    let text = concat!(
        r#"{"huaweiTokenDetails":{"packageName":"com.example.app","appId":"100001","#,
        r#""basicIntegrity":false,"detail":[],"certificateSha256Digests":["#,
        r#""0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"],"#,
        r#""timestampUtc":"2026-04-29T14:50:00.000Z"}}"#
    );
    assert_eq!(written(&TokenDetails::Huawei(huawei())), text);
    let advised = HuaweiTokenDetails {
        advice: Some("RESTORE_TO_FACTORY_ROM".to_owned()),
        detail: vec!["jailbreak".to_owned()],
        ..huawei()
    };
    let part =
        r#""basicIntegrity":false,"advice":"RESTORE_TO_FACTORY_ROM","detail":["jailbreak"],"#;
    assert!(written(&TokenDetails::Huawei(advised)).contains(part));
}

#[test]
fn what_a_chain_did_not_attest_is_left_out() {
    let text = concat!(
        r#"{"androidKeyDetails":{"packageName":"com.example.app","#,
        r#""keyId":"q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=","attested":false,"#,
        r#""attestedAtUtc":"2026-04-29T14:50:00.000Z","securityLevel":"StrongBox","#,
        r#""provisioning":"factory","attestationVersion":1,"verifiedBootState":"SelfSigned","#,
        r#""deviceLocked":true,"verifiedBootKey":"0b0b"}}"#
    );
    assert_eq!(written(&TokenDetails::AndroidKey(android_key())), text);
}
