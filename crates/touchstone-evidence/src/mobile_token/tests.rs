//! Envelopes built by hand: what is accepted, and at which check the others fail.

use minicbor::Encoder;
use proptest::prelude::*;

use super::{Error, Fault, GmsTokenType, Service, Token, parse};
use crate::cbor;

type Bytes = Encoder<Vec<u8>>;

fn envelope(service: &str, members: u64, token: impl FnOnce(&mut Bytes)) -> Vec<u8> {
    let mut e = Encoder::new(Vec::new());
    e.map(2).unwrap().str("device").unwrap().map(3).unwrap();
    e.str("model")
        .unwrap()
        .str("m")
        .unwrap()
        .str("version")
        .unwrap()
        .str("1")
        .unwrap();
    e.str("service")
        .unwrap()
        .str(service)
        .unwrap()
        .str("token")
        .unwrap()
        .map(members)
        .unwrap();
    token(&mut e);
    e.into_writer()
}

fn apple(assertion: &[u8], attestation: &[u8]) -> Vec<u8> {
    envelope("apple", 3, |e| {
        e.str("keyId").unwrap().bytes(&[7; 32]).unwrap();
        e.str("assertion").unwrap().bytes(assertion).unwrap();
        e.str("attestation").unwrap().bytes(attestation).unwrap();
    })
}

fn gms(token: &str, package: &str, kind: &str) -> Vec<u8> {
    envelope("gms", 3, |e| {
        e.str("token").unwrap().str(token).unwrap();
        e.str("packageName").unwrap().str(package).unwrap();
        e.str("tokenType").unwrap().str(kind).unwrap();
    })
}

fn android(certificates: u64, signature: Option<&[u8]>) -> Vec<u8> {
    envelope("android-key", 3, |e| {
        e.str("keyId").unwrap().bytes(&[7; 32]).unwrap();
        e.str("chain").unwrap().array(certificates).unwrap();
        for _ in 0..certificates {
            e.bytes(b"c").unwrap();
        }
        e.str("signature").unwrap();
        match signature {
            Some(signature) => e.bytes(signature).unwrap(),
            None => e.null().unwrap(),
        };
    })
}

fn fault(evidence: &[u8]) -> Fault {
    match parse(evidence) {
        Err(Error::Malformed(fault)) => fault,
        other => panic!("expected token_malformed, got {other:?}"),
    }
}

#[test]
fn an_apple_token_borrows_from_the_envelope() {
    let evidence = apple(b"a", b"o");
    let envelope = parse(&evidence).unwrap();
    assert_eq!(envelope.token.service(), Service::Apple);
    let Token::Apple(token) = envelope.token else {
        panic!()
    };
    assert!(matches!(token.assertion, std::borrow::Cow::Borrowed(b"a")));
    assert_eq!(token.key_id, [7; 32]);
    assert_eq!(token.attestation.as_deref(), Some(b"o".as_slice()));
    assert_eq!(token.is_jailbroken, None);
}

#[test]
fn both_play_token_types_are_read() {
    for (word, kind) in [
        ("classic", GmsTokenType::Classic),
        ("standard", GmsTokenType::Standard),
    ] {
        let evidence = gms("t", "com.example.app", word);
        let Token::Gms(token) = parse(&evidence).unwrap().token else {
            panic!()
        };
        assert_eq!(
            (token.token_type, &*token.package_name),
            (kind, "com.example.app")
        );
    }
}

#[test]
fn an_android_token_needs_two_to_seven_certificates() {
    for count in 2..=7 {
        assert!(parse(&android(count, None)).is_ok());
    }
    for count in [0, 1, 8] {
        assert_eq!(fault(&android(count, Some(&[0; 8]))), Fault::Token("chain"));
    }
}

#[test]
fn sizes_are_bounded_at_both_ends() {
    assert!(parse(&apple(&[0; 1_024], &[0; 16_384])).is_ok());
    assert_eq!(fault(&apple(&[0; 1_025], b"o")), Fault::Token("assertion"));
    assert_eq!(fault(&apple(b"", b"o")), Fault::Token("assertion"));
    assert_eq!(
        fault(&apple(b"a", &[0; 16_385])),
        Fault::Token("attestation")
    );
    assert_eq!(fault(&apple(b"a", b"")), Fault::Token("attestation"));
    assert!(parse(&gms(&"t".repeat(32_768), "a.b", "classic")).is_ok());
    assert_eq!(
        fault(&gms(&"t".repeat(32_769), "a.b", "classic")),
        Fault::Token("token")
    );
    assert_eq!(fault(&gms("", "a.b", "classic")), Fault::Token("token"));
    assert!(parse(&android(2, Some(&[0; 8_192]))).is_ok());
    assert_eq!(fault(&android(2, Some(&[0; 7]))), Fault::Token("signature"));
    assert_eq!(
        fault(&android(2, Some(&[0; 8_193]))),
        Fault::Token("signature")
    );
}

#[test]
fn words_are_case_sensitive() {
    let service = envelope("Apple", 0, |_| {});
    assert_eq!(parse(&service), Err(Error::ServiceUnsupported));
    assert_eq!(
        fault(&gms("t", "a.b", "Classic")),
        Fault::Token("tokenType")
    );
}

#[test]
fn an_unknown_service_is_told_before_its_token_is_looked_at() {
    let error = parse(&envelope("winstore", 0, |_| {})).unwrap_err();
    assert_eq!(
        (error.reason(), error.check()),
        ("token_service_unsupported", "T3")
    );
}

#[test]
fn the_failing_check_is_named() {
    let device_missing = [0xa1, 0x65, b't', b'o', b'k', b'e', b'n', 0xa0];
    for (evidence, check) in [
        (vec![0; 65_537], "T1"),
        (vec![0xa0, 0x00], "T1"),
        (device_missing.to_vec(), "T2"),
        (vec![0xa0], "T2"),
        (vec![0x80], "T2"),
        (apple(b"", b""), "T4"),
    ] {
        let error = parse(&evidence).unwrap_err();
        assert_eq!((error.reason(), error.check()), ("token_malformed", check));
    }
    assert_eq!(fault(&[0xa0, 0x00]), Fault::Cbor(cbor::Error::Trailing));
    assert_eq!(fault(&[0; 65_537]), Fault::TooLong);
}

proptest! {
    #[test]
    fn never_panics(evidence in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = parse(&evidence);
    }

    #[test]
    fn never_panics_near_a_valid_envelope(at in 0_usize..160, byte in any::<u8>(), cut in 0_usize..200) {
        let mut evidence = android(3, Some(&[1; 8]));
        if let Some(slot) = evidence.get_mut(at) {
            *slot = byte;
        }
        evidence.truncate(cut);
        let _ = parse(&evidence);
    }
}
