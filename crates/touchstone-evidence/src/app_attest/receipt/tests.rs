//! The shape of receipts (C1) by hand; what their signatures prove is tested with outside evidence.

use proptest::prelude::*;

use super::content::Content;
use super::error::{Error, Fault};
use super::signed_data::SignedData;
use super::{Expected, Kind, verify};
use crate::app_attest::{Environment, apple_receipt};
use crate::x509::oid;
use crate::{Timestamp, ber, der};

/// An element with a length of up to 65,535.
fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = u16::try_from(contents.len()).unwrap().to_be_bytes();
    let head = match length {
        [0, short @ 0..=127] => vec![tag, short],
        [0, long] => vec![tag, 0x81, long],
        [high, low] => vec![tag, 0x82, high, low],
    };
    [head.as_slice(), contents].concat()
}

fn field(kind: u8, value: &[u8]) -> Vec<u8> {
    let parts = [
        element(0x02, &[kind]),
        element(0x02, &[1]),
        element(0x04, value),
    ];
    element(0x30, &parts.concat())
}

const DATE: &[u8] = b"2021-01-23T12:13:35.801Z";

/// The required fields, without those that `without` names, then more.
fn content(without: &[u8], more: &[Vec<u8>]) -> Vec<u8> {
    let values: [(u8, &[u8]); 5] = [
        (2, b"app"),
        (3, b"c"),
        (6, b"ATTEST"),
        (12, DATE),
        (21, DATE),
    ];
    let kept = values.iter().filter(|(kind, _)| !without.contains(kind));
    let mut fields: Vec<Vec<u8>> = kept.map(|(kind, value)| field(*kind, value)).collect();
    fields.extend(more.iter().cloned());
    element(0x31, &fields.concat())
}

fn content_fault(content: &[u8]) -> Fault {
    match Content::parse(content).err() {
        Some(Error::Malformed(fault)) => fault,
        other => panic!("expected a fault, got {other:?}"),
    }
}

#[test]
fn required_fields_are_read_in_any_order() {
    let bytes = content(
        &[6],
        &[
            field(17, b"2"),
            field(6, b"RECEIPT"),
            field(19, DATE),
            field(99, b""),
        ],
    );
    let parsed = Content::parse(&bytes).unwrap();
    assert_eq!(
        (parsed.kind, parsed.app_id, parsed.certificate),
        (Kind::Receipt, &b"app"[..], &b"c"[..])
    );
    assert_eq!(
        (parsed.risk_metric, parsed.not_before),
        (Some(2), Some(parsed.created))
    );
    assert_eq!((parsed.environment, parsed.client_hash), (None, None));
}

#[test]
fn every_required_field_must_be_there() {
    for kind in [2, 3, 6, 12, 21] {
        assert_eq!(
            content_fault(&content(&[kind], &[])),
            Fault::FieldMissing(u32::from(kind))
        );
    }
}

#[test]
fn no_field_may_occur_twice() {
    for kind in [2, 6, 12, 99] {
        let twice = content(&[kind], &[field(kind, DATE), field(kind, DATE)]);
        assert_eq!(content_fault(&twice), Fault::FieldRepeated(u32::from(kind)));
    }
}

#[test]
fn kinds_and_dates_must_be_known() {
    for kind in [b"attest".as_slice(), b"", b"ATTEST "] {
        assert_eq!(
            content_fault(&content(&[6], &[field(6, kind)])),
            Fault::FieldMalformed(6)
        );
    }
    for kind in [12, 21] {
        let malformed = content(&[kind], &[field(kind, b"2021-01-23")]);
        assert_eq!(
            content_fault(&malformed),
            Fault::FieldMalformed(u32::from(kind))
        );
    }
    assert_eq!(
        content_fault(&content(&[], &[field(19, b"soon")])),
        Fault::FieldMalformed(19)
    );
}

#[test]
fn a_risk_metric_that_is_no_number_is_absent() {
    for text in [b"".as_slice(), b"-1", b"+1", b"1.5", b"4294967296", b"\xff"] {
        let bytes = content(&[], &[field(17, text)]);
        assert_eq!(Content::parse(&bytes).unwrap().risk_metric, None);
    }
}

#[test]
fn fields_are_bounded_in_number() {
    let more = |count: u8| {
        (30..30 + count)
            .map(|kind| field(kind, b""))
            .collect::<Vec<_>>()
    };
    assert!(Content::parse(&content(&[], &more(59))).is_ok());
    assert_eq!(content_fault(&content(&[], &more(60))), Fault::BeyondLimit);
}

#[test]
fn malformed_fields_are_refused() {
    let null = vec![5, 0];
    let no_value = element(0x30, &[element(0x02, &[9]), element(0x02, &[1])].concat());
    let trailing = element(
        0x30,
        &[
            element(0x02, &[9]),
            element(0x02, &[1]),
            element(0x04, &[]),
            null.clone(),
        ]
        .concat(),
    );
    let negative = element(
        0x30,
        &[
            element(0x02, &[0x80]),
            element(0x02, &[1]),
            element(0x04, &[]),
        ]
        .concat(),
    );
    for bad in [null, no_value, trailing, negative] {
        assert!(matches!(
            content_fault(&content(&[], &[bad])),
            Fault::Content(_)
        ));
    }
    let behind = [content(&[], &[]), vec![0]].concat();
    assert_eq!(content_fault(&behind), Fault::Content(der::Error::Trailing));
    assert!(matches!(content_fault(b""), Fault::Content(_)));
}

fn signer(attributes: &[u8]) -> Vec<u8> {
    signer_with(oid::SHA256, oid::ECDSA_WITH_SHA256, attributes)
}

fn signer_with(digest: &[u8], scheme: &[u8], attributes: &[u8]) -> Vec<u8> {
    let name = element(0x30, &[element(0x30, &[]), element(0x02, &[5])].concat());
    let digest = element(0x30, &element(0x06, digest));
    let scheme = element(0x30, &element(0x06, scheme));
    let signature = element(0x04, b"s");
    let parts = [
        element(0x02, &[1]),
        name,
        digest,
        attributes.to_vec(),
        scheme,
        signature,
    ];
    element(0x30, &parts.concat())
}

fn message(kind: &[u8], inner_kind: &[u8], certificates: usize, signers: &[Vec<u8>]) -> Vec<u8> {
    let data = element(0xa0, &element(0x04, b"content"));
    let encapsulated = element(0x30, &[element(0x06, inner_kind), data].concat());
    let fields = [
        element(0x02, &[1]),
        element(0x31, &[]),
        encapsulated,
        element(0xa0, &element(0x30, &[]).repeat(certificates)),
        element(0x31, &signers.concat()),
    ];
    let signed_data = element(0xa0, &element(0x30, &fields.concat()));
    element(0x30, &[element(0x06, kind), signed_data].concat())
}

fn message_fault(der: &[u8]) -> Fault {
    match SignedData::parse(der).err() {
        Some(Error::Malformed(fault)) => fault,
        other => panic!("expected a fault, got {other:?}"),
    }
}

const SIGNED: &[u8] = oid::PKCS7_SIGNED_DATA;
const DATA: &[u8] = oid::PKCS7_DATA;

#[test]
fn a_message_gives_content_signer_and_signature() {
    let der = message(SIGNED, DATA, 2, &[signer(&[])]);
    let parsed = SignedData::parse(&der).unwrap();
    assert_eq!(
        (parsed.content, parsed.certificates.len()),
        (&b"content"[..], 2)
    );
    assert_eq!(
        (parsed.signer_issuer, parsed.signer_serial),
        (&[0x30, 0][..], &[5][..])
    );
    assert_eq!(parsed.ecdsa_sha256_signature(), Some(&b"s"[..]));
}

#[test]
fn there_is_exactly_one_signer() {
    assert_eq!(
        message_fault(&message(SIGNED, DATA, 1, &[])),
        Fault::SignerCount
    );
    let two = [signer(&[]), signer(&[])];
    assert_eq!(
        message_fault(&message(SIGNED, DATA, 1, &two)),
        Fault::SignerCount
    );
}

#[test]
fn other_messages_and_signed_attributes_are_refused() {
    assert_eq!(
        message_fault(&message(DATA, DATA, 1, &[signer(&[])])),
        Fault::MessageKind
    );
    assert_eq!(
        message_fault(&message(SIGNED, SIGNED, 1, &[signer(&[])])),
        Fault::MessageKind
    );
    let attributes = signer(&element(0xa0, &[]));
    assert_eq!(
        message_fault(&message(SIGNED, DATA, 1, &[attributes])),
        Fault::MessageKind
    );
}

#[test]
fn signatures_of_another_scheme_are_none() {
    let (sha256, ecdsa) = (oid::SHA256, oid::ECDSA_WITH_SHA256);
    let others = [
        (oid::ECDSA_WITH_SHA256, ecdsa),
        (sha256, oid::ECDSA_WITH_SHA384),
        (sha256, oid::SHA256_WITH_RSA),
    ];
    for (digest, scheme) in others {
        let der = message(SIGNED, DATA, 1, &[signer_with(digest, scheme, &[])]);
        assert_eq!(
            SignedData::parse(&der).unwrap().ecdsa_sha256_signature(),
            None
        );
    }
}

#[test]
fn certificates_are_bounded_in_number() {
    assert!(SignedData::parse(&message(SIGNED, DATA, 8, &[signer(&[])])).is_ok());
    assert_eq!(
        message_fault(&message(SIGNED, DATA, 9, &[signer(&[])])),
        Fault::BeyondLimit
    );
}

#[test]
fn a_message_cut_off_anywhere_is_refused() {
    let der = message(SIGNED, DATA, 1, &[signer(&[])]);
    for length in 0..der.len() {
        assert!(SignedData::parse(&der[..length]).is_err(), "{length}");
    }
}

fn judge(evidence: &[u8]) -> Error {
    let expected = Expected {
        app_id: "app",
        environment: Environment::Production,
        public_key: &[4; 65],
        client_data_hash: None,
        max_age_s: 300,
    };
    verify(
        evidence,
        &expected,
        &apple_receipt().unwrap(),
        Timestamp::from_unix_ms(0),
    )
    .unwrap_err()
}

#[test]
fn receipts_are_bounded_in_bytes() {
    assert_eq!(
        judge(&[0; 8_193]),
        Error::Malformed(Fault::Ber(ber::Error::TooLong))
    );
    assert_eq!(
        judge(b""),
        Error::Malformed(Fault::Ber(ber::Error::Truncated))
    );
}

proptest! {
    #[test]
    fn never_panics(evidence in proptest::collection::vec(any::<u8>(), 0..200)) {
        judge(&evidence);
        let _ = Content::parse(&evidence);
    }

    #[test]
    fn never_panics_near_a_message(at in 0_usize..150, byte in any::<u8>()) {
        let mut evidence = message(SIGNED, DATA, 1, &[signer(&[])]);
        if let Some(slot) = evidence.get_mut(at) {
            *slot = byte;
        }
        judge(&evidence);
    }
}
