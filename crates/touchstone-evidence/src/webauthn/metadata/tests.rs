//! Entries by hand: what is read leniently, what makes one useless, and what reports mean.

use data_encoding::BASE64;
use serde_json::{Value, json};

use super::{
    Date, Dated, Entry, EntryError, Named, StatusError, StatusPolicy, StatusReport, StatusScope,
    Wearer, cose_algorithm,
};
use crate::Timestamp;
use crate::x509::pem_certificates;

const MODEL: &str = "01020304-0102-0102-0102-010203040506";

fn root() -> Vec<u8> {
    let pem = include_str!("../../../anchors/apple_webauthn_root_ca.pem");
    pem_certificates(pem).unwrap().remove(0)
}

/// Certificates of different names.
fn three() -> [Vec<u8>; 3] {
    let pem = include_str!("../../../anchors/fido_metadata_service_roots.pem");
    let [one, two, ..] = &pem_certificates(pem).unwrap()[..] else {
        panic!("two roots");
    };
    [one.clone(), two.clone(), root()]
}

fn whole() -> Value {
    json!({
        "aaguid": MODEL,
        "metadataStatement": {
            "description": "a model",
            "protocolFamily": "fido2",
            "authenticatorVersion": 5,
            "attestationTypes": ["basic_full", "later"],
            "authenticationAlgorithms": ["secp256r1_ecdsa_sha256_raw", "later"],
            "attestationRootCertificates": [BASE64.encode(&root())],
        },
        "statusReports": [{"status": "LATER", "effectiveDate": "2020-02-29"}],
        "timeOfLastStatusChange": "2020-02-29",
    })
}

fn parse(value: &Value) -> Result<Entry, EntryError> {
    Entry::parse(value.to_string().as_bytes())
}

#[test]
fn an_entry_is_read_with_words_that_are_unknown() {
    let entry = parse(&whole()).unwrap();
    assert_eq!(entry.aaguid.unwrap().to_string(), MODEL);
    assert_eq!(entry.description.as_deref(), Some("a model"));
    assert_eq!(entry.protocol_family.as_deref(), Some("fido2"));
    assert_eq!(entry.authenticator_version, Some(5));
    assert_eq!(entry.attestation_types, ["basic_full", "later"]);
    assert_eq!(entry.algorithms.len(), 2);
    assert_eq!((entry.anchors, entry.anchors_left_out), (vec![root()], 0));
    assert_eq!(entry.status_reports[0].status, "LATER");
    assert_eq!(
        entry.time_of_last_status_change.as_deref(),
        Some("2020-02-29")
    );
}

#[test]
fn white_space_and_missing_padding_do_not_matter_inside_certificates() {
    let mut spaced = BASE64.encode(&root());
    spaced.insert_str(0, "\r\n ");
    spaced.insert(40, '\t');
    let bare = BASE64.encode(&root()).trim_end_matches('=').to_owned();
    for text in [spaced, bare] {
        let mut value = whole();
        value["metadataStatement"]["attestationRootCertificates"] = json!([text]);
        assert_eq!(parse(&value).unwrap().anchors, [root()]);
    }
}

#[test]
fn what_is_no_certificate_is_left_out_and_counted() {
    let mut value = whole();
    let texts = json!(["", "=", "not base64!", "MAA=", BASE64.encode(&root())]);
    value["metadataStatement"]["attestationRootCertificates"] = texts;
    let entry = parse(&value).unwrap();
    assert_eq!((entry.anchors.len(), entry.anchors_left_out), (1, 4));
}

#[test]
fn an_entry_without_a_statement_still_reports() {
    let mut value = whole();
    value.as_object_mut().unwrap().remove("metadataStatement");
    let entry = parse(&value).unwrap();
    assert_eq!((entry.anchors.len(), entry.status_reports.len()), (0, 1));
}

#[test]
fn a_known_member_of_another_type_makes_an_entry_useless() {
    let changes = [
        ("/aaguid", json!("no uuid")),
        ("/aaguid", json!(7)),
        ("/metadataStatement", json!([])),
        ("/metadataStatement/description", json!(7)),
        ("/metadataStatement/authenticatorVersion", json!(-1)),
        ("/metadataStatement/attestationTypes", json!("basic_full")),
        ("/metadataStatement/attestationTypes", json!([7])),
        ("/metadataStatement/attestationRootCertificates", json!([7])),
        (
            "/metadataStatement/attestationRootCertificates",
            json!(vec![""; 1_025]),
        ),
        ("/statusReports", json!({})),
        ("/statusReports/0", json!("REVOKED")),
        ("/statusReports/0/status", json!(null)),
        ("/statusReports/0/effectiveDate", json!(20)),
    ];
    for (pointer, value) in changes {
        let mut entry = whole();
        *entry.pointer_mut(pointer).unwrap() = value;
        assert!(parse(&entry).is_err(), "{pointer}");
    }
    for text in ["", "7", "[]", r#"{"aaguid":"a","aaguid":"b"}"#] {
        assert!(Entry::parse(text.as_bytes()).is_err(), "{text}");
    }
    let nameless = json!({"metadataStatement": {}, "statusReports": []});
    assert_eq!(parse(&nameless), Err(EntryError::Nameless));
    let long = whole().to_string() + &" ".repeat(1_048_576);
    assert!(Entry::parse(long.as_bytes()).is_err());
}

#[test]
fn key_ids_are_twenty_bytes_in_hexadecimal() {
    let with = |ids: Value| {
        let mut value = whole();
        value["attestationCertificateKeyIdentifiers"] = ids;
        parse(&value).map(|entry| entry.key_ids)
    };
    assert_eq!(with(json!(["0A".repeat(20)])), Ok(vec![[10; 20]]));
    for ids in [
        json!(["0a".repeat(19)]),
        json!(["0g".repeat(20)]),
        json!("0a"),
        json!([1]),
    ] {
        assert!(with(ids).is_err());
    }
}

#[test]
fn an_operators_statement_may_be_bare_or_an_entry() {
    let local = |value: &Value| Entry::parse_local(value.to_string().as_bytes());
    let mut bare = whole()["metadataStatement"].take();
    bare["aaguid"] = MODEL.into();
    let entry = local(&bare).unwrap();
    assert_eq!((entry.anchors.len(), entry.status_reports.len()), (1, 0));
    assert_eq!(local(&whole()), parse(&whole()));
    assert!(local(&json!({"description": "of no model"})).is_err());
    assert!(local(&json!([])).is_err());
}

#[test]
fn dates_are_days_of_the_calendar() {
    let date: Date = "2024-02-29".parse().unwrap();
    assert_eq!(date.to_string(), "2024-02-29");
    assert_eq!(date.start().to_string(), "2024-02-29T00:00:00.000Z");
    let last = "2024-02-29T23:59:59.999Z".parse().unwrap();
    assert!(Date::of(last) == date && Date::of(last.plus_ms(1)) > date);
    let before: Timestamp = "1969-12-31T23:00:00Z".parse().unwrap();
    assert_eq!(Date::of(before).to_string(), "1969-12-31");
    for text in [
        "",
        "2023-02-29",
        "2024-2-29",
        "2024-02-29T",
        "2024-02-29-",
        "+024-02-29",
    ] {
        assert!(text.parse::<Date>().is_err(), "{text}");
    }
}

#[test]
fn words_of_algorithms_stand_for_cose_algorithms_in_both_encodings() {
    assert_eq!(cose_algorithm("secp256r1_ecdsa_sha256_raw"), Some(-7));
    assert_eq!(cose_algorithm("secp256r1_ecdsa_sha256_der"), Some(-7));
    assert_eq!(cose_algorithm("rsassa_pkcsv15_sha1_raw"), Some(-65_535));
    assert_eq!(cose_algorithm("ed25519_eddsa_sha512_raw"), Some(-8));
    for word in [
        "",
        "_raw",
        "secp256r1_ecdsa_sha256",
        "sm2_sm3_raw",
        "ED25519_EDDSA_SHA512_RAW",
    ] {
        assert_eq!(cose_algorithm(word), None, "{word}");
    }
}

fn report(status: &str) -> StatusReport {
    StatusReport {
        status: status.to_owned(),
        effective: Dated::Absent,
        sunset: Dated::Absent,
        certificates: Named::Any,
        authenticator_version: None,
    }
}

fn on(date: &str) -> Dated {
    Dated::On(date.parse().unwrap())
}

const ANYONE: Wearer<'_> = Wearer {
    x5c: &[],
    firmware_version: Ok(None),
};

fn check(policy: &StatusPolicy, reports: &[StatusReport], wearer: &Wearer<'_>) -> Option<bool> {
    let now = "2026-05-31T12:00:00Z".parse().unwrap();
    match policy.check(reports, wearer, now) {
        Ok(()) => None,
        Err(StatusError::Undesired { .. }) => Some(true),
        Err(StatusError::Insufficient { .. }) => Some(false),
    }
}

fn refuses(report: StatusReport, wearer: &Wearer<'_>) -> bool {
    check(&StatusPolicy::default(), &[report], wearer) == Some(true)
}

fn requiring(word: &str, scope: StatusScope) -> StatusPolicy {
    StatusPolicy {
        required: vec![word.to_owned()],
        scope,
        ..StatusPolicy::default()
    }
}

fn certifies(report: StatusReport, wearer: &Wearer<'_>) -> bool {
    let policy = requiring(&report.status, StatusScope::Any);
    check(&policy, &[report], wearer).is_none()
}

#[test]
fn a_report_is_in_effect_from_its_first_day_until_its_last() {
    let dated = |status, effective, sunset| StatusReport {
        effective,
        sunset,
        ..report(status)
    };
    let cases = [
        (Dated::Absent, Dated::Absent, true),
        (on("2026-05-31"), Dated::Absent, true),
        (on("2026-06-01"), Dated::Absent, false),
        (Dated::Absent, on("2026-06-01"), true),
        (Dated::Absent, on("2026-05-31"), false),
        (on("2026-05-30"), on("2026-05-31"), false),
    ];
    for (effective, sunset, counts) in cases {
        assert_eq!(
            refuses(dated("REVOKED", effective, sunset), &ANYONE),
            counts
        );
        assert_eq!(
            certifies(dated("FIDO_CERTIFIED", effective, sunset), &ANYONE),
            counts
        );
    }
    for (effective, sunset) in [
        (Dated::Unreadable, Dated::Absent),
        (Dated::Absent, Dated::Unreadable),
    ] {
        assert!(refuses(dated("REVOKED", effective, sunset), &ANYONE));
        assert!(!certifies(
            dated("FIDO_CERTIFIED", effective, sunset),
            &ANYONE
        ));
    }
}

#[test]
fn a_report_about_certificates_counts_for_those_who_carry_one() {
    let [leaf, own, other] = three();
    let x5c = [leaf, own.clone()];
    let carrier = Wearer {
        x5c: &x5c,
        ..ANYONE
    };
    let about = |status, certificates| StatusReport {
        certificates,
        ..report(status)
    };
    let stranger = || Named::Only(vec![other.clone()]);
    let own = || Named::Only(vec![other.clone(), own.clone()]);
    assert!(refuses(about("REVOKED", own()), &carrier));
    assert!(!refuses(about("REVOKED", own()), &ANYONE));
    assert!(!refuses(about("REVOKED", stranger()), &carrier));
    assert!(!certifies(about("FIDO_CERTIFIED", stranger()), &carrier));
    assert!(refuses(about("REVOKED", Named::Unreadable), &ANYONE));
    assert!(certifies(about("FIDO_CERTIFIED", own()), &carrier));
    assert!(!certifies(
        about("FIDO_CERTIFIED", Named::Unreadable),
        &carrier
    ));
}

#[test]
fn certificates_of_a_report_are_read_from_both_members() {
    let mut value = whole();
    let member = |text: &str| json!([{"status": "REVOKED", "batchCertificate": text}]);
    let [one, two, _] = three();
    value["statusReports"] = member(&BASE64.encode(&one));
    let named = |value: &Value| parse(value).unwrap().status_reports.remove(0).certificates;
    assert_eq!(named(&value), Named::Only(vec![one.clone()]));
    value["statusReports"][0]["certificate"] = BASE64.encode(&two).into();
    assert_eq!(named(&value), Named::Only(vec![two, one]));
    for wrong in ["!", "AQI="] {
        value["statusReports"][0]["batchCertificate"] = wrong.into();
        assert_eq!(named(&value), Named::Unreadable, "{wrong}");
    }
}

#[test]
fn a_warning_reaches_down_and_a_certification_up_the_versions() {
    let of = |status| StatusReport {
        authenticator_version: Some(5),
        ..report(status)
    };
    let cases = [(4, true, false), (5, true, true), (6, false, true)];
    for (version, warned, certified) in cases {
        let wearer = Wearer {
            firmware_version: Ok(Some(version)),
            ..ANYONE
        };
        assert_eq!(refuses(of("REVOKED"), &wearer), warned, "{version}");
        assert_eq!(
            certifies(of("FIDO_CERTIFIED"), &wearer),
            certified,
            "{version}"
        );
    }
    assert!(refuses(of("REVOKED"), &ANYONE) && certifies(of("FIDO_CERTIFIED"), &ANYONE));
    let unreadable = Wearer {
        firmware_version: Err(()),
        ..ANYONE
    };
    assert!(refuses(of("REVOKED"), &unreadable));
    assert!(!certifies(of("FIDO_CERTIFIED"), &unreadable));
}

#[test]
fn the_newest_is_the_last_of_the_latest_day() {
    let since = |status, date| StatusReport {
        effective: on(date),
        ..report(status)
    };
    let latest = StatusPolicy {
        scope: StatusScope::Latest,
        ..StatusPolicy::default()
    };
    let old = [
        since("REVOKED", "2020-01-01"),
        since("UPDATE_AVAILABLE", "2021-01-01"),
    ];
    assert_eq!(check(&latest, &old, &ANYONE), None);
    assert_eq!(check(&StatusPolicy::default(), &old, &ANYONE), Some(true));
    let same_day = [
        since("UPDATE_AVAILABLE", "2020-01-01"),
        since("REVOKED", "2020-01-01"),
    ];
    assert_eq!(check(&latest, &same_day, &ANYONE), Some(true));
    let undated = [since("UPDATE_AVAILABLE", "2020-01-01"), report("REVOKED")];
    assert_eq!(check(&latest, &undated, &ANYONE), None);
    let future = [report("REVOKED"), since("UPDATE_AVAILABLE", "2027-01-01")];
    assert_eq!(check(&latest, &future, &ANYONE), Some(true));
}

#[test]
fn the_newest_certification_is_a_required_one() {
    let l1 = requiring("FIDO_CERTIFIED_L1", StatusScope::Any);
    assert_eq!(check(&l1, &[], &ANYONE), Some(false));
    let [certified, lower] = ["FIDO_CERTIFIED_L1", "NOT_FIDO_CERTIFIED"].map(report);
    let news = report("UPDATE_AVAILABLE");
    assert_eq!(
        check(&l1, &[lower.clone(), certified.clone(), news], &ANYONE),
        None
    );
    assert_eq!(
        check(&l1, &[certified.clone(), lower], &ANYONE),
        Some(false)
    );
    let lenient = StatusPolicy {
        undesired: Vec::new(),
        ..l1
    };
    for end in ["REVOKED", "RETIRED"] {
        let reports = [certified.clone(), report(end)];
        assert_eq!(check(&lenient, &reports, &ANYONE), Some(false), "{end}");
    }
}
