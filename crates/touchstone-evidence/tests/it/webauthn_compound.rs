//! Compound statements, wrong in one place each: checks F1, F2, O1 and O2.

use rcgen::SigningKey;
use touchstone_evidence::webauthn::statement::{
    CompoundRule, Error as Statement, FormatSettings, RefusedElement, StatementPolicy, compound,
};
use touchstone_evidence::webauthn::{AttestationType, Format, FormatSetting, registration};

use crate::webauthn_minted::{Credential, array, bytes, int, judge, map, refusal, text};

/// An element of that format.
fn element(format: &str, statement: Vec<u8>) -> Vec<u8> {
    map(&[("fmt", text(format)), ("attStmt", statement)])
}

/// A self statement over the right bytes.
fn right(credential: &Credential) -> Vec<u8> {
    signed(credential, &credential.signed())
}

/// A self statement over other bytes.
fn wrong(credential: &Credential) -> Vec<u8> {
    signed(credential, b"other")
}

fn signed(credential: &Credential, message: &[u8]) -> Vec<u8> {
    let signature = credential.key.sign(message).unwrap();
    let statement = map(&[("alg", int(-7)), ("sig", bytes(&signature))]);
    element("packed", statement)
}

fn nothing() -> Vec<u8> {
    element("none", map(&[]))
}

fn object(credential: &Credential, elements: &[Vec<u8>]) -> Vec<u8> {
    credential.object("compound", &array(elements))
}

/// Check and reason of two elements of which the second is this.
fn with_element(element: Vec<u8>) -> (&'static str, &'static str) {
    let credential = Credential::new();
    refusal(&object(&credential, &[right(&credential), element]))
}

fn any() -> StatementPolicy {
    StatementPolicy {
        compound: CompoundRule::Any,
        ..StatementPolicy::default()
    }
}

/// What both rules say of these elements: `all`, `any`.
fn by_rules(elements: impl Fn(&Credential) -> Vec<Vec<u8>>) -> [Result<(), &'static str>; 2] {
    let credential = Credential::new();
    let object = object(&credential, &elements(&credential));
    [StatementPolicy::default(), any()].map(|policy| {
        let judged = judge(&object, &policy);
        judged.map(|_| ()).map_err(|error| error.reason())
    })
}

const UNMET: Result<(), &str> = Err("compound_policy_unmet");

#[test]
fn every_element_of_a_right_statement_is_told() {
    let credential = Credential::new();
    let object = object(&credential, &[right(&credential), nothing()]);
    let verified = judge(&object, &StatementPolicy::default()).unwrap();
    assert_eq!(verified.format(), Format::Compound);
    assert_eq!(verified.attestation_type(), AttestationType::Compound);
    let types = verified
        .statement
        .elements
        .iter()
        .map(|element| element.attestation_type);
    let expected = [AttestationType::SelfAttested, AttestationType::None];
    assert_eq!(types.collect::<Vec<_>>(), expected);
    assert!(verified.statement.refused.is_empty());
}

#[test]
fn a_statement_that_is_no_array_is_refused() {
    let credential = Credential::new();
    let object = credential.object("compound", &map(&[]));
    assert_eq!(refusal(&object).1, "att_stmt_malformed");
}

#[test]
fn one_element_or_none_is_too_short() {
    let credential = Credential::new();
    for elements in [vec![], vec![right(&credential)]] {
        let refused = refusal(&object(&credential, &elements));
        assert_eq!(refused, ("O1", "compound_too_short"));
    }
}

#[test]
fn eight_elements_are_the_most() {
    let credential = Credential::new();
    let eight = vec![right(&credential); 8];
    let accepted = judge(&object(&credential, &eight), &StatementPolicy::default());
    assert_eq!(accepted.unwrap().statement.elements.len(), 8);
    let nine = vec![right(&credential); 9];
    let refused = refusal(&object(&credential, &nine));
    assert_eq!(refused, ("O1", "compound_element_malformed"));
}

#[test]
fn an_element_without_its_shape_is_refused() {
    let empty = map(&[]);
    let wrong = [
        int(1),
        array(&[]),
        empty.clone(),
        map(&[("fmt", text("none"))]),
        map(&[("attStmt", empty.clone())]),
        map(&[("fmt", int(1)), ("attStmt", empty)]),
        element("none", array(&[])),
        element("none", text("none")),
    ];
    for element in wrong {
        let refused = with_element(element);
        assert_eq!(refused, ("O1", "compound_element_malformed"));
    }
}

#[test]
fn a_compound_element_is_refused_whatever_its_statement() {
    for statement in [array(&[]), map(&[])] {
        let refused = with_element(element("compound", statement));
        assert_eq!(refused, ("O1", "compound_nested"));
    }
}

#[test]
fn a_wrong_shape_is_refused_under_any_too() {
    let credential = Credential::new();
    let elements = [right(&credential), int(1)];
    let refused = judge(&object(&credential, &elements), &any()).unwrap_err();
    assert_eq!(refused.reason(), "compound_element_malformed");
}

#[test]
fn all_wants_every_element_and_any_wants_one() {
    let mixed = by_rules(|credential| vec![wrong(credential), right(credential)]);
    assert_eq!(mixed, [UNMET, Ok(())]);
    let none_right = by_rules(|credential| vec![wrong(credential), wrong(credential)]);
    assert_eq!(none_right, [UNMET, UNMET]);
}

#[test]
fn an_element_that_says_nothing_is_not_the_one_that_any_wants() {
    let elements = by_rules(|credential| vec![nothing(), wrong(credential)]);
    assert_eq!(elements, [UNMET, UNMET]);
    assert_eq!(by_rules(|_| vec![nothing(), nothing()]), [Ok(()), UNMET]);
}

#[test]
fn elements_of_unknown_formats_do_not_hold() {
    let unknown = || element("Packed", map(&[]));
    let elements = by_rules(|credential| vec![right(credential), unknown()]);
    assert_eq!(elements, [UNMET, Ok(())]);
}

#[test]
fn elements_of_formats_that_are_not_listed_do_not_hold() {
    let policy = StatementPolicy {
        formats: FormatSettings::of(&[FormatSetting::Compound, FormatSetting::PackedFull]),
        ..StatementPolicy::default()
    };
    let credential = Credential::new();
    let object = object(&credential, &[right(&credential), right(&credential)]);
    let refused = judge(&object, &policy).unwrap_err();
    assert_eq!(refused.reason(), "compound_policy_unmet");
}

#[test]
fn a_refusal_tells_the_reason_of_each_element() {
    let credential = Credential::new();
    let elements = [
        right(&credential),
        wrong(&credential),
        element("x", map(&[])),
    ];
    let refused = judge(&object(&credential, &elements), &StatementPolicy::default());
    let registration::Error::Statement { source, .. } = refused.unwrap_err() else {
        panic!("not refused by its statement");
    };
    let expected = [
        RefusedElement {
            position: 1,
            check: "P3",
            reason: "attestation_signature_invalid",
        },
        RefusedElement {
            position: 2,
            check: "F1",
            reason: "attestation_format_unsupported",
        },
    ];
    let refused = expected.to_vec();
    let error = compound::Error::PolicyUnmet { refused };
    assert_eq!(source, Statement::Compound(error));
}

#[test]
fn an_unknown_format_is_refused() {
    let credential = Credential::new();
    for format in ["", "Compound", "packed ", "android_key"] {
        let refused = refusal(&credential.object(format, &map(&[])));
        assert_eq!(refused, ("F1", "attestation_format_unsupported"));
    }
}

#[test]
fn a_format_that_is_not_listed_is_refused() {
    let policy = |listed: &[FormatSetting]| StatementPolicy {
        formats: FormatSettings::of(listed),
        ..StatementPolicy::default()
    };
    let credential = Credential::new();
    let object = object(&credential, &[right(&credential), right(&credential)]);
    let refused = judge(&object, &policy(&[FormatSetting::PackedSelf])).unwrap_err();
    assert_eq!(
        (refused.check(), refused.reason()),
        ("F2", "attestation_format_not_allowed")
    );
}

#[test]
fn no_statement_needs_no_listing_unless_one_is_required() {
    let credential = Credential::new();
    let object = credential.object("none", &map(&[]));
    let mut policy = StatementPolicy {
        formats: FormatSettings::of(&[]),
        ..StatementPolicy::default()
    };
    assert!(judge(&object, &policy).is_ok());
    policy.attestation_required = true;
    let refused = judge(&object, &policy).unwrap_err();
    assert_eq!(refused.reason(), "attestation_format_not_allowed");
}
