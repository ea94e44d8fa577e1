//! Status lists by hand: how serial numbers are written, which entries count, and what is no list.

use proptest::prelude::*;

use super::{Standing, StatusList, StatusListError, serial, serial_text};
use crate::json;

fn list(entries: &str) -> Result<StatusList, StatusListError> {
    StatusList::parse(format!(r#"{{"entries":{{{entries}}}}}"#).as_bytes())
}

/// The standing of a serial number when one entry has this key.
fn revoked(key: &str, serial: &[u8]) -> bool {
    let list = list(&format!(r#""{key}":{{"status":"REVOKED"}}"#)).unwrap();
    let standing = list.standing(serial);
    assert_eq!(standing, list.standing_of_text(&serial_text(serial)));
    standing == Standing::Revoked
}

#[test]
fn serial_numbers_are_written_in_lower_case_without_leading_zeros() {
    assert_eq!(serial_text(&[0, 0xab, 0x0c]), "ab0c");
    assert_eq!(serial_text(&[0x0f]), "f");
    assert_eq!(serial_text(&[0, 0]), "0");
    assert_eq!(serial_text(&[]), "0");
    assert_eq!(serial_text(&[0x80; 64]), "80".repeat(64));
}

#[test]
fn keys_match_whatever_their_case_and_leading_zeros() {
    assert!(revoked("AB0C", &[0xab, 0x0c]) && revoked("000ab0c", &[0, 0, 0xab, 0x0c]));
    assert!(revoked("0", &[0]) && revoked("00", &[]) && revoked("0", &[]));
    assert!(!revoked("ab0c", &[0xab, 0x0c, 0]) && !revoked("ab0c", &[0xab]));
}

#[test]
fn keys_of_digits_only_are_read_in_both_notations() {
    assert!(revoked("10", &[0x10]) && revoked("10", &[10]) && !revoked("10", &[16, 0]));
    assert!(revoked(
        "6681152659205225093",
        &[0x5c, 0xb8, 0x38, 0xf1, 0xfe, 0x15, 0x7a, 0x85]
    ));
    assert!(revoked("256", &[1, 0]) && revoked("0256", &[1, 0]) && revoked("65535", &[0xff; 2]));
    assert!(!revoked("1a", &[26]) || serial_text(&[26]) == "1a");
}

#[test]
fn decimal_numbers_are_converted_exactly() {
    for number in [0_u64, 1, 9, 10, 255, 256, 65_536, 999_999_999_999, u64::MAX] {
        let hexadecimal = serial::from_decimal(&number.to_string());
        assert_eq!(hexadecimal, Some(format!("{number:x}")));
    }
    assert_eq!(serial::from_decimal(""), None);
    assert_eq!(serial::from_decimal("1a"), None);
    let greatest = "9".repeat(160);
    assert!(serial::from_decimal(&greatest).is_some_and(|text| text.len() > 128));
}

#[test]
fn every_status_but_revoked_counts_as_suspended() {
    for entry in [
        r#"{"status":"SUSPENDED"}"#,
        r#"{"status":"revoked"}"#,
        r#"{"status":"ON_HOLD"}"#,
        r#"{"status":null}"#,
        r#"{"status":["REVOKED"]}"#,
        "{}",
        "null",
        "\"REVOKED\"",
    ] {
        let list = list(&format!(r#""0a":{entry}"#)).unwrap();
        assert_eq!(list.standing(&[10]), Standing::Suspended, "{entry}");
    }
}

#[test]
fn of_several_entries_for_one_serial_number_the_gravest_counts() {
    for (first, second) in [("SUSPENDED", "REVOKED"), ("REVOKED", "SUSPENDED")] {
        for (key, same) in [("0a", "A"), ("10", "a"), ("a", "10"), ("a", "a")] {
            let entries =
                format!(r#""{key}":{{"status":"{first}"}},"{same}":{{"status":"{second}"}}"#);
            let list = list(&entries).unwrap();
            assert_eq!(
                (list.standing(&[10]), list.entries()),
                (Standing::Revoked, 2)
            );
        }
    }
}

#[test]
fn of_several_statuses_of_one_entry_the_gravest_counts() {
    for entry in [
        r#"{"status":"REVOKED","status":"SUSPENDED"}"#,
        r#"{"status":{},"x":[{"status":1}],"status":"REVOKED"}"#,
    ] {
        let list = list(&format!(r#""0a":{entry}"#)).unwrap();
        assert_eq!(list.standing(&[10]), Standing::Revoked, "{entry}");
    }
}

#[test]
fn keys_that_are_no_serial_numbers_make_the_list_unusable() {
    let long = "1".repeat(161);
    for key in [
        "", "xyz", "0x1", "-1", "1 ", " 1", "1:2", "1.0", "é", "\u{661}", &long,
    ] {
        let refused = list(&format!(r#""a":{{}},"{key}":{{"status":"REVOKED"}}"#));
        assert_eq!(refused, Err(StatusListError::Key), "{key}");
    }
}

#[test]
fn what_is_no_list_is_refused() {
    for text in [
        "[]",
        "{}",
        "null",
        r#"{"entries":null}"#,
        r#"{"entries":[]}"#,
        "\"entries\"",
    ] {
        let refused = StatusList::parse(text.as_bytes());
        assert_eq!(refused, Err(StatusListError::EntriesMissing), "{text}");
    }
    for text in ["", "{", r#"{"entries":{}}x"#, "<html>"] {
        let refused = StatusList::parse(text.as_bytes());
        assert!(matches!(refused, Err(StatusListError::Json(_))), "{text}");
    }
    let twice = StatusList::parse(br#"{"entries":{},"entries":{}}"#);
    assert_eq!(twice, Err(StatusListError::EntriesRepeated));
    let deep = list(&format!(r#""a":{}{}"#, "[".repeat(7), "]".repeat(7)));
    assert!(matches!(
        deep,
        Err(StatusListError::Json(json::Error::Malformed { .. }))
    ));
    let long = [b"{\"entries\":{}}".as_slice(), &vec![b' '; 16_777_216]].concat();
    assert_eq!(
        StatusList::parse(&long),
        Err(StatusListError::Json(json::Error::TooLong))
    );
    assert_eq!(StatusListError::Key.reason(), "status_list_malformed");
}

#[test]
fn more_entries_than_are_kept_make_the_list_unusable() {
    let entries = |count: usize| {
        let entries: Vec<String> = (0..count).map(|n| format!("\"{n}\":0")).collect();
        list(&entries.join(",")).map(|list| list.entries())
    };
    let max = crate::limits::STATUS_LIST_ENTRIES_MAX;
    assert_eq!(entries(max), Ok(max));
    assert_eq!(entries(max + 1), Err(StatusListError::TooManyEntries));
}

#[test]
fn a_stored_text_that_is_no_serial_number_counts_as_suspended() {
    let empty = list("").unwrap();
    assert_eq!(empty.standing_of_text("AB"), Standing::Good);
    assert_eq!(empty.standing_of_text(""), Standing::Suspended);
    assert_eq!(empty.standing_of_text("x"), Standing::Suspended);
}

#[test]
fn a_list_tells_its_size_and_digest_but_not_its_entries() {
    let list = list(r#""10":{},"b":{}"#).unwrap();
    assert_eq!(list.entries(), 2);
    assert_eq!(
        *list.digest(),
        crate::digest::sha256(&[br#"{"entries":{"10":{},"b":{}}}"#])
    );
    assert_eq!(format!("{list:?}"), "StatusList { entries: 2, .. }");
}

proptest! {
    #[test]
    fn a_serial_number_is_found_as_it_is_written(serial in proptest::collection::vec(any::<u8>(), 0..65)) {
        let key = serial_text(&serial);
        prop_assert!(revoked(&key, &serial));
        prop_assert!(revoked(&key.to_uppercase(), &serial));
    }

    #[test]
    fn never_panics(text in "\\PC{0,60}") {
        let _ = list(&text);
    }
}
