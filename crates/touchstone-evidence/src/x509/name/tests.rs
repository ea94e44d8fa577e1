//! Names by hand: which attribute is the only one, and what is no name.

use super::{mentions, only_attribute};
use crate::x509::oid::{COMMON_NAME, ORGANIZATION_NAME};

fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    [&[tag, u8::try_from(contents.len()).unwrap()], contents].concat()
}

fn attribute(kind: &[u8], value: &[u8]) -> Vec<u8> {
    element(0x30, &[element(0x06, kind), element(0x0c, value)].concat())
}

/// Each attribute in a set of its own.
fn name(attributes: &[Vec<u8>]) -> Vec<u8> {
    let sets: Vec<_> = attributes.iter().map(|one| element(0x31, one)).collect();
    element(0x30, &sets.concat())
}

#[test]
fn the_only_attribute_of_a_kind_is_told() {
    let name = name(&[
        attribute(COMMON_NAME, b"Droid CA2"),
        attribute(ORGANIZATION_NAME, b"Google LLC"),
    ]);
    assert_eq!(only_attribute(&name, COMMON_NAME), Some(&b"Droid CA2"[..]));
    assert_eq!(
        only_attribute(&name, ORGANIZATION_NAME),
        Some(&b"Google LLC"[..])
    );
    assert_eq!(only_attribute(&name, &[0x55, 4, 5]), None);
}

#[test]
fn a_repeated_attribute_is_none_in_one_set_or_two() {
    let twice = attribute(COMMON_NAME, b"TEE");
    let apart = name(&[twice.clone(), twice.clone()]);
    let together = name(&[[twice.clone(), twice].concat()]);
    assert_eq!(only_attribute(&apart, COMMON_NAME), None);
    assert_eq!(only_attribute(&together, COMMON_NAME), None);
}

#[test]
fn what_is_no_name_has_no_attributes() {
    let right = name(&[attribute(COMMON_NAME, b"StrongBox")]);
    let trailing = [right.as_slice(), &[0]].concat();
    let cut = &right[..right.len() - 1];
    let third = element(
        0x30,
        &element(
            0x31,
            &element(
                0x30,
                &[element(0x06, COMMON_NAME), vec![5, 0, 5, 0]].concat(),
            ),
        ),
    );
    for bad in [&[][..], &[0x31, 0], cut, &trailing, &third] {
        assert_eq!(only_attribute(bad, COMMON_NAME), None);
        assert!(!mentions(bad, b"strongbox"));
    }
}

#[test]
fn a_text_is_found_in_any_case_but_not_across_values() {
    let found = name(&[attribute(COMMON_NAME, b"my StrongBOX 7")]);
    assert!(mentions(&found, b"strongbox"));
    let across = name(&[
        attribute(COMMON_NAME, b"strong"),
        attribute(COMMON_NAME, b"box"),
    ]);
    assert!(!mentions(&across, b"strongbox"));
    assert!(!mentions(&name(&[]), b"strongbox"));
}
