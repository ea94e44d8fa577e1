//! Which statements stored credentials are judged again by.

use touchstone_evidence::webauthn::{AttestationType, Format, FormatSetting};

use super::{of_compound, single};

fn head(major: u8, length: usize) -> Vec<u8> {
    let length = u8::try_from(length).unwrap();
    if length < 24 {
        vec![major << 5 | length]
    } else {
        vec![major << 5 | 24, length]
    }
}

fn text(word: &str) -> Vec<u8> {
    [head(3, word.len()), word.as_bytes().to_vec()].concat()
}

fn map(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let members = members
        .iter()
        .flat_map(|(name, value)| [text(name), value.clone()]);
    [
        head(5, members.clone().count() / 2),
        members.collect::<Vec<_>>().concat(),
    ]
    .concat()
}

fn array(elements: &[Vec<u8>]) -> Vec<u8> {
    [head(4, elements.len()), elements.concat()].concat()
}

fn element(format: &str, x5c: Option<&[u8]>) -> Vec<u8> {
    let der = |bytes: &[u8]| [head(2, bytes.len()), bytes.to_vec()].concat();
    let statement = match x5c {
        Some(leaf) => map(&[("x5c", array(&[der(leaf)]))]),
        None => map(&[]),
    };
    map(&[("fmt", text(format)), ("attStmt", statement)])
}

fn object(elements: &[Vec<u8>]) -> Vec<u8> {
    map(&[("fmt", text("compound")), ("attStmt", array(elements))])
}

#[test]
fn each_element_of_a_compound_statement_is_judged_by_its_own_certificates() {
    let elements = [
        element("none", None),
        element("android-key", Some(b"key")),
        element("packed", Some(b"leaf")),
        element("packed", None),
    ];
    let found = of_compound(&object(&elements), &[0, 1, 2, 3], vec![b"kept".to_vec()]);
    let settings: Vec<_> = found.iter().map(|element| element.setting).collect();
    let expected = [
        FormatSetting::AndroidKey,
        FormatSetting::PackedFull,
        FormatSetting::PackedSelf,
    ];
    assert_eq!(settings, expected);
    assert_eq!(found[0].x5c, [b"key".to_vec()]);
    assert_eq!(found[1].x5c, [b"leaf".to_vec()]);
    assert_eq!(found[2].attestation_type, AttestationType::SelfAttested);
}

#[test]
fn elements_that_did_not_count_are_not_judged() {
    let elements = [
        element("packed", Some(b"forged")),
        element("android-key", Some(b"key")),
        element("tpm", Some(b"unknown")),
    ];
    let found = of_compound(&object(&elements), &[1], vec![b"kept".to_vec()]);
    let chains: Vec<_> = found.into_iter().map(|element| element.x5c).collect();
    assert_eq!(chains, [vec![b"key".to_vec()]]);
    let none = of_compound(&object(&elements), &[], vec![b"kept".to_vec()]);
    assert_eq!(none.len(), 1);
    assert_eq!(none[0].x5c, [b"kept".to_vec()]);
}

#[test]
fn an_object_that_cannot_be_read_leaves_the_certificates_that_are_kept() {
    for object in [
        vec![],
        vec![0xff],
        map(&[("attStmt", map(&[]))]),
        object(&[]),
    ] {
        let found = of_compound(&object, &[0, 1], vec![b"kept".to_vec()]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].x5c, [b"kept".to_vec()]);
        assert_eq!(found[0].attestation_type, AttestationType::Basic);
    }
}

#[test]
fn packed_statements_are_told_apart_by_their_certificates() {
    let of = |x5c| single(Some(Format::Packed), "basic", x5c).setting;
    assert_eq!(of(vec![]), FormatSetting::PackedSelf);
    assert_eq!(of(vec![vec![1]]), FormatSetting::PackedFull);
}

#[test]
fn words_that_are_not_known_are_judged_like_a_makers_key() {
    let found = single(None, "imported", vec![vec![1]]);
    assert_eq!(found.attestation_type, AttestationType::Basic);
    assert_eq!(found.setting, FormatSetting::PackedFull);
}
