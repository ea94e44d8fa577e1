//! The name of a TPM in a subject alternative name, in every shape that genuine certificates have, and in none other.

use super::super::device::Device;
use crate::x509::oid;

fn element(tag: u8, parts: &[Vec<u8>]) -> Vec<u8> {
    let contents = parts.concat();
    let length = u8::try_from(contents.len()).unwrap();
    assert!(length < 0x80);
    [vec![tag, length], contents].concat()
}

fn attribute(kind: &[u8], value: &[u8]) -> Vec<u8> {
    element(
        0x30,
        &[
            element(6, &[kind.to_vec()]),
            element(0x0c, &[value.to_vec()]),
        ],
    )
}

fn attributes() -> [Vec<u8>; 3] {
    [
        attribute(oid::TPM_MANUFACTURER, b"id:4E544300"),
        attribute(oid::TPM_MODEL, b"NPCT"),
        attribute(oid::TPM_VERSION, b"id:13"),
    ]
}

/// GeneralNames with one directoryName of these RDNs.
fn names(relative_names: &[Vec<u8>]) -> Vec<u8> {
    element(0x30, &[directory_name(relative_names)])
}

fn directory_name(relative_names: &[Vec<u8>]) -> Vec<u8> {
    element(0xa4, &[element(0x30, relative_names)])
}

fn each_alone(attributes: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let alone = |attribute: &Vec<u8>| element(0x31, std::slice::from_ref(attribute));
    attributes.iter().map(alone).collect()
}

#[test]
fn one_rdn_and_three_are_read() {
    let together = names(&[element(0x31, &attributes())]);
    let apart = names(&each_alone(&attributes()));
    for der in [together, apart] {
        let device = Device::parse(&der).unwrap();
        assert_eq!(device.manufacturer, b"id:4E544300");
        assert_eq!(
            (device.model, device.version),
            (&b"NPCT"[..], &b"id:13"[..])
        );
    }
}

#[test]
fn names_of_other_kinds_may_stand_beside() {
    let dns_name = element(0x82, &[b"example.com".to_vec()]);
    let other = directory_name(&each_alone(&[attribute(oid::COMMON_NAME, b"x")]));
    let right = directory_name(&each_alone(&attributes()));
    let der = element(0x30, &[dns_name, other, right]);
    assert!(Device::parse(&der).is_some());
}

#[test]
fn a_missing_attribute_is_no_name() {
    for missing in 0..3 {
        let mut some = attributes().to_vec();
        some.remove(missing);
        assert_eq!(Device::parse(&names(&each_alone(&some))), None, "{missing}");
    }
}

#[test]
fn a_repeated_attribute_is_no_name() {
    for repeated in attributes() {
        let mut some = attributes().to_vec();
        some.push(repeated);
        assert_eq!(Device::parse(&names(&each_alone(&some))), None);
    }
}

#[test]
fn attributes_in_two_names_are_no_name() {
    let [manufacturer, model, version] = attributes();
    let first = directory_name(&each_alone(&[manufacturer, model]));
    let second = directory_name(&each_alone(&[version]));
    assert_eq!(Device::parse(&element(0x30, &[first, second])), None);
}

#[test]
fn what_cannot_be_read_is_no_name() {
    let whole = names(&each_alone(&attributes()));
    for length in 0..whole.len() {
        assert_eq!(Device::parse(&whole[..length]), None, "{length}");
    }
    let behind = [whole.clone(), vec![0]].concat();
    assert_eq!(Device::parse(&behind), None);
    assert_eq!(Device::parse(&element(0x30, &[])), None);
}

#[test]
fn a_manufacturer_is_compared_without_case() {
    let der = names(&each_alone(&attributes()));
    let device = Device::parse(&der).unwrap();
    let listed = |text: &str| device.is_made_by(&[String::from("id:00"), String::from(text)]);
    assert!(listed("id:4E544300") && listed("id:4e544300"));
    assert!(!listed("4E544300") && !listed("id:4E5443") && !listed(""));
}
