//! Minted registrations: what A1 to A14, K1 to K4, F1, F2 and N1 refuse, and in which order.

use touchstone_evidence::cbor;
use touchstone_evidence::cose::CredentialKeyError;
use touchstone_evidence::webauthn::registration::{Error, Expected, Verified, checks, verify};
use touchstone_evidence::webauthn::statement::{FormatSettings, StatementPolicy};
use touchstone_evidence::webauthn::{
    AttestationType, BackupEligible, Format, FormatSetting, authenticator_data,
};

use crate::minted::now;
use crate::webauthn_minted::{
    AAGUID, CLIENT_DATA_HASH, CREDENTIAL_ID, Credential, RP_ID, array, bytes, int, map, text,
};

/// An object without statement, over this authenticator data.
fn none(auth_data: &[u8]) -> Vec<u8> {
    map(&[
        ("fmt", text("none")),
        ("attStmt", map(&[])),
        ("authData", bytes(auth_data)),
    ])
}

fn with_flags(flags: u8) -> Vec<u8> {
    let mut data = Credential::new().auth_data();
    data[32] = flags;
    data
}

fn judge_under(object: &[u8], change: impl FnOnce(&mut Expected<'_>)) -> Result<Verified, Error> {
    let policy = StatementPolicy::default();
    let mut expected = Expected {
        rp_id: RP_ID,
        credential_id: &CREDENTIAL_ID,
        client_data_hash: &CLIENT_DATA_HASH,
        user_presence_waived: false,
        user_verification_required: false,
        backup_eligible: BackupEligible::Any,
        algorithms: &[-7],
        statement: &policy,
    };
    change(&mut expected);
    verify(object, &expected, now())
}

#[track_caller]
fn refused(object: &[u8], check: &str, reason: &str) {
    let error = judge_under(object, |_| {}).unwrap_err();
    assert_eq!(
        (error.check(), error.reason()),
        (check, reason),
        "{error:?}"
    );
    let listed = checks(error.setting());
    assert!(listed.iter().any(|(number, _)| *number == check), "{check}");
}

#[test]
fn a_right_registration_is_accepted_with_its_facts() {
    let credential = Credential::new();
    let extensions = map(&[("credProtect", int(2))]);
    let mut data = [credential.auth_data(), extensions.clone()].concat();
    data[32] = 0x01 | 0x04 | 0x08 | 0x10 | 0x40 | 0x80;
    let verified = judge_under(&none(&data), |_| {}).unwrap();
    assert_eq!(verified.aaguid.0, AAGUID);
    assert_eq!(verified.credential_id, CREDENTIAL_ID);
    assert_eq!((verified.algorithm, verified.sign_count), (-7, 9));
    assert_eq!(verified.public_key, credential.cose);
    assert!(verified.user_present && verified.user_verified);
    assert!(verified.backup_eligible && verified.backup_state);
    assert_eq!(verified.extensions, Some(extensions));
    assert_eq!(verified.format(), Format::None);
    assert_eq!(verified.attestation_type(), AttestationType::None);
}

#[test]
fn the_object_is_one_bounded_cbor_map() {
    let right = none(&Credential::new().auth_data());
    let behind = [right.clone(), vec![0]].concat();
    let twice = [
        &[0xa2][..],
        &text("fmt"),
        &text("none"),
        &text("fmt"),
        &text("none"),
    ];
    let twice = twice.concat();
    let tagged = [&[0xd9, 0xd9, 0xf7][..], &right].concat();
    let labels = [&[0xa1][..], &int(1), &int(1)].concat();
    for wrong in [
        &b""[..],
        b"\xff",
        b"\x80",
        b"\x40",
        &right[..right.len() - 1],
        &behind,
        &twice,
        &tagged,
        &labels,
    ] {
        refused(wrong, "A1", "attestation_object_invalid");
    }
    let trailing = judge_under(&behind, |_| {}).unwrap_err();
    assert_eq!(trailing, Error::ObjectInvalid(Some(cbor::Error::Trailing)));
}

#[test]
fn maps_have_32_entries_and_arrays_16_at_most() {
    let with = |statement: Vec<u8>| {
        let data = Credential::new().auth_data();
        let members = [
            ("fmt", text("packed")),
            ("attStmt", statement),
            ("authData", bytes(&data)),
        ];
        map(&members)
    };
    let names: Vec<String> = (0..33).map(|number| format!("n{number}")).collect();
    let entries: Vec<_> = names.iter().map(|name| (name.as_str(), int(0))).collect();
    refused(&with(map(&entries[..32])), "P1", "att_stmt_field_missing");
    refused(&with(map(&entries)), "A1", "attestation_object_invalid");
    let chain = |count: usize| map(&[("x5c", array(&vec![int(0); count]))]);
    refused(&with(chain(16)), "P1", "att_stmt_field_missing");
    refused(&with(chain(17)), "A1", "attestation_object_invalid");
}

/// Other encoders than authenticators write the outer object.
#[test]
fn the_outer_object_may_have_indefinite_and_long_lengths() {
    let data = Credential::new().auth_data();
    let data = [
        &[0x5f][..],
        &bytes(&data[..40]),
        &bytes(&data[40..]),
        &[0xff],
    ]
    .concat();
    let parts = [
        &[0xbf][..],
        &text("authData"),
        &data,
        &text("attStmt"),
        &[0xb8, 0x00],
        &[0x78, 0x03],
        b"fmt",
        &[0x7f],
        &text("no"),
        &text("ne"),
        &[0xff, 0xff],
    ];
    assert!(judge_under(&parts.concat(), |_| {}).is_ok());
}

#[test]
fn members_are_there_and_of_their_types() {
    let data = bytes(&Credential::new().auth_data());
    let object = |format: Option<Vec<u8>>, statement: Option<Vec<u8>>, data: Option<Vec<u8>>| {
        let members = [("fmt", format), ("attStmt", statement), ("authData", data)];
        let present = members
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)));
        map(&present.collect::<Vec<_>>())
    };
    let (format, statement) = (Some(text("none")), Some(map(&[])));
    let data = Some(data);
    let (no_text, no_map) = (Some(int(1)), Some(array(&[])));
    refused(
        &object(None, statement.clone(), data.clone()),
        "A2",
        "fmt_missing",
    );
    refused(
        &object(no_text, statement.clone(), data.clone()),
        "A3",
        "fmt_malformed",
    );
    refused(
        &object(format.clone(), None, data.clone()),
        "A4",
        "att_stmt_missing",
    );
    refused(
        &object(format.clone(), no_map.clone(), data.clone()),
        "A5",
        "att_stmt_malformed",
    );
    let compound = Some(text("compound"));
    refused(
        &object(compound, statement.clone(), data),
        "A5",
        "att_stmt_malformed",
    );
    refused(
        &object(format.clone(), statement.clone(), None),
        "A6",
        "auth_data_missing",
    );
    refused(
        &object(format, statement, no_map),
        "A7",
        "auth_data_malformed",
    );
}

#[test]
fn authenticator_data_keeps_its_own_reasons() {
    refused(&none(&[]), "A8", "auth_data_too_short");
    let whole = with_flags(0x45);
    refused(&none(&whole[..50]), "A9a", "attested_data_truncated");
    let mut long = whole.clone();
    long[53] = 0x04;
    refused(&none(&long), "A9a", "credential_id_too_long");
    let mut empty = whole.clone();
    empty[54] = 0;
    refused(&none(&empty), "A9a", "credential_id_empty");
    refused(&none(&with_flags(0xc5)), "A9b", "extension_data_invalid");
    let behind = [whole, vec![0]].concat();
    let error = judge_under(&none(&behind), |_| {}).unwrap_err();
    let trailing = authenticator_data::Error::TrailingBytes { bytes: 1 };
    assert_eq!(error, Error::AuthData(trailing));
    refused(&none(&with_flags(0x05)), "A9c", "auth_data_trailing_bytes");
}

#[test]
fn the_rp_id_is_the_expected_one() {
    let object = none(&Credential::new().auth_data());
    let error = judge_under(&object, |expected| expected.rp_id = "example.com").unwrap_err();
    assert_eq!(
        (error.check(), error.reason()),
        ("A9d", "rp_id_hash_mismatch")
    );
}

#[test]
fn somebody_is_present_unless_that_is_waived() {
    let object = none(&with_flags(0x40));
    refused(&object, "A10", "user_not_present");
    assert!(judge_under(&object, |expected| expected.user_presence_waived = true).is_ok());
}

#[test]
fn the_user_is_verified_where_that_is_required() {
    let required = |expected: &mut Expected<'_>| expected.user_verification_required = true;
    let error = judge_under(&none(&with_flags(0x41)), required).unwrap_err();
    assert_eq!(
        (error.check(), error.reason()),
        ("A11", "user_not_verified")
    );
    assert!(judge_under(&none(&with_flags(0x45)), required).is_ok());
}

#[test]
fn backup_flags_are_consistent_and_as_the_policy_wants() {
    refused(&none(&with_flags(0x51)), "A12", "backup_flags_inconsistent");
    let under = |flags, policy| {
        let judged = judge_under(&none(&with_flags(flags)), |expected| {
            expected.backup_eligible = policy;
        });
        judged.map(|_| ()).map_err(|error| error.reason())
    };
    let not_allowed = Err("backup_eligibility_not_allowed");
    assert_eq!(under(0x49, BackupEligible::Require), Ok(()));
    assert_eq!(under(0x41, BackupEligible::Require), not_allowed);
    assert_eq!(under(0x41, BackupEligible::Forbid), Ok(()));
    assert_eq!(under(0x49, BackupEligible::Forbid), not_allowed);
}

#[test]
fn a_credential_was_made_and_is_that_of_the_envelope() {
    let without = &with_flags(0x05)[..37];
    refused(&none(without), "A13", "attested_data_flag_missing");
    let object = none(&with_flags(0x45));
    for other in [&b""[..], &CREDENTIAL_ID[1..], &[0; 16]] {
        let error = judge_under(&object, |expected| expected.credential_id = other).unwrap_err();
        assert_eq!(
            (error.check(), error.reason()),
            ("A14", "credential_id_mismatch")
        );
    }
}

/// An object whose credential key is these bytes.
fn with_key(key: &[u8]) -> Vec<u8> {
    let credential = Credential {
        cose: key.to_vec(),
        ..Credential::new()
    };
    none(&credential.auth_data())
}

#[test]
fn the_key_is_strict_implemented_offered_and_a_key() {
    refused(
        &with_key(b"\xbf\x01\x02\x03\x26\xff"),
        "K1",
        "cose_key_invalid",
    );
    refused(
        &with_key(b"\xa3\x01\x02\x03\x26\x01\x02"),
        "K1",
        "cose_key_invalid",
    );
    refused(&with_key(b"\x00"), "K1", "cose_key_invalid");
    refused(
        &with_key(b"\xa2\x01\x02\x03\x38\x29"),
        "K2",
        "cose_key_alg_unsupported",
    );
    refused(
        &with_key(b"\xa2\x01\x02\x03\x27"),
        "K3",
        "cose_key_alg_not_allowed",
    );
    refused(
        &with_key(b"\xa2\x01\x02\x03\x26"),
        "K4",
        "cose_key_params_invalid",
    );
    let mut off_curve = Credential::new().cose;
    *off_curve.last_mut().unwrap() ^= 1;
    let error = judge_under(&with_key(&off_curve), |_| {}).unwrap_err();
    assert_eq!(error, Error::Key(CredentialKeyError::Parameters));
}

fn with_format(format: &str) -> Vec<u8> {
    Credential::new().object(format, &map(&[]))
}

#[test]
fn formats_are_known_to_the_letter_and_listed() {
    for unknown in ["", "None", "packed ", "android_key", "fido-u2f2"] {
        refused(
            &with_format(unknown),
            "F1",
            "attestation_format_unsupported",
        );
    }
    let listing = |format: &str, formats: &[FormatSetting], required: bool| {
        let policy = StatementPolicy {
            formats: FormatSettings::of(formats),
            attestation_required: required,
            ..StatementPolicy::default()
        };
        let judged = crate::webauthn_minted::judge(&with_format(format), &policy);
        judged.map(|_| ()).map_err(|error| error.reason())
    };
    let not_allowed = Err("attestation_format_not_allowed");
    let missing = Err("att_stmt_field_missing");
    assert_eq!(
        listing("packed", &[FormatSetting::PackedFull], false),
        not_allowed
    );
    assert_eq!(
        listing("packed", &[FormatSetting::PackedSelf], false),
        missing
    );
    assert_eq!(
        listing("tpm", &[FormatSetting::PackedSelf], false),
        not_allowed
    );
    assert_eq!(listing("none", &[], false), Ok(()));
    assert_eq!(listing("none", &[], true), not_allowed);
}

#[test]
fn a_none_statement_is_empty() {
    let object = Credential::new().object("none", &map(&[("sig", bytes(b"x"))]));
    refused(&object, "N1", "none_statement_not_empty");
}

#[test]
fn errors_tell_the_setting_whose_checks_were_made() {
    let setting = |format: &str, statement: Vec<u8>| {
        let object = Credential::new().object(format, &statement);
        judge_under(&object, |_| {}).unwrap_err().setting()
    };
    let x5c = map(&[("x5c", array(&[]))]);
    assert_eq!(setting("packed", map(&[])), Some(FormatSetting::PackedSelf));
    assert_eq!(setting("packed", x5c), Some(FormatSetting::PackedFull));
    assert_eq!(setting("other", map(&[])), None);
    let last = |setting| checks(setting).last().unwrap().0;
    assert_eq!(last(None), "F2");
    assert_eq!(last(Some(FormatSetting::PackedSelf)), "P3");
    assert_eq!(last(Some(FormatSetting::PackedFull)), "P9");
}
