//! Tokens minted by hand: shapes, algorithms and keys, right and wrong.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::key_wrap::{AES_256, AesKek, KeyWrap};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use aws_lc_rs::test::rand::FixedByteRandom;
use data_encoding::{BASE64, BASE64URL_NOPAD};
use proptest::prelude::*;

use super::jws::{Algorithm, SignatureError};
use super::{Error, decode_any, jwe, jws};
use crate::signature::{self, PublicKey};

fn encode(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

/// The provider signs with its own generator, whatever it is handed.
const UNUSED: FixedByteRandom = FixedByteRandom { byte: 0 };

/// A token signed with ES256, and the point of its key.
fn signed(header: &str) -> (String, [u8; 65]) {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let message = format!("{}.{}", encode(header.as_bytes()), encode(b"payload"));
    let signature = pair.sign(&UNUSED, message.as_bytes()).unwrap();
    let point = pair.public_key().as_ref().try_into().unwrap();
    (format!("{message}.{}", encode(signature.as_ref())), point)
}

fn verify(text: &str, algorithm: Algorithm, point: &[u8; 65]) -> Result<(), SignatureError> {
    let token = jws::parse(text, 1_024).unwrap();
    token.verify(algorithm, &PublicKey::P256(point))
}

#[test]
fn a_signed_token_is_read_and_verified() {
    let (text, point) = signed(r#"{"alg":"ES256"}"#);
    let token = jws::parse(&text, text.len()).unwrap();
    assert_eq!(token.payload, b"payload");
    assert_eq!(verify(&text, Algorithm::Es256, &point), Ok(()));
    assert_eq!(jws::parse(&text, text.len() - 1), Err(Error::TooLong));
}

#[test]
fn the_algorithm_is_the_callers_never_the_headers() {
    for header in [
        r#"{"alg":"none"}"#,
        r#"{"alg":"HS256"}"#,
        r#"{"alg":"es256"}"#,
        r#"{"alg":null}"#,
        "{}",
    ] {
        let (text, point) = signed(header);
        let refused = verify(&text, Algorithm::Es256, &point);
        assert_eq!(refused, Err(SignatureError::Algorithm), "{header}");
    }
    let (text, point) = signed(r#"{"alg":"ES256"}"#);
    let refused = verify(&text, Algorithm::Rs256, &point);
    assert_eq!(refused, Err(SignatureError::Algorithm));
    let (text, point) = signed(r#"{"alg":"RS256"}"#);
    let refused = verify(&text, Algorithm::Rs256, &point);
    let unfit = SignatureError::Signature(signature::Error::SchemeUnfit);
    assert_eq!(refused, Err(unfit));
}

#[test]
fn critical_extensions_are_never_understood() {
    for value in ["[\"b64\"]", "[]", "null", "false"] {
        let (text, point) = signed(&format!(r#"{{"alg":"ES256","crit":{value}}}"#));
        let refused = verify(&text, Algorithm::Es256, &point);
        assert_eq!(refused, Err(SignatureError::Critical), "{value}");
    }
}

#[test]
fn a_fixed_signature_has_64_bytes() {
    let (text, point) = signed(r#"{"alg":"ES256"}"#);
    let (message, signature) = text.rsplit_once('.').unwrap();
    let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap();
    let longer = [signature.as_slice(), &[0]].concat();
    let wide = [&[0], &signature[..32], &[0], &signature[32..]].concat();
    for wrong in [
        &[][..],
        &signature[..63],
        &signature[..32],
        &longer,
        &wide,
        &[0; 64],
    ] {
        let changed = format!("{message}.{}", encode(wrong));
        let refused = verify(&changed, Algorithm::Es256, &point);
        let wrong = SignatureError::Signature(signature::Error::Wrong);
        assert_eq!(refused, Err(wrong), "{changed}");
    }
}

#[test]
fn a_header_is_a_json_object_without_repeated_names() {
    let parse = |header: &str| {
        let text = format!("{}..", encode(header.as_bytes()));
        jws::parse(&text, 1_024).map(|_| ())
    };
    assert!(parse("{}").is_ok());
    for header in ["[]", "null", "\"{}\"", "5"] {
        assert_eq!(parse(header), Err(Error::HeaderNotAnObject), "{header}");
    }
    for header in ["", "{", r#"{"alg":"ES256","alg":"none"}"#, "{}{}"] {
        assert!(matches!(parse(header), Err(Error::Header(_))), "{header}");
    }
}

#[test]
fn parts_are_counted_and_in_one_form() {
    let part = encode(b"{}");
    for text in [
        String::new(),
        part.clone(),
        format!("{part}."),
        format!("{part}...."),
    ] {
        assert_eq!(jws::parse(&text, 1_024), Err(Error::Parts), "{text}");
    }
    for (position, text) in [
        (0, format!("{part}=..")),
        (1, format!("{part}.A.")),
        (1, format!("{part}.AB.")),
        (2, format!("{part}..AA==")),
        (2, format!("{part}.. ")),
        (2, format!("{part}..+/+/")),
        (2, format!("{part}..AA\n")),
    ] {
        assert_eq!(
            jws::parse(&text, 1_024),
            Err(Error::Base64 { position }),
            "{text}"
        );
    }
}

const KEY: [u8; 32] = [3; 32];

/// The parts of an encrypted token: header, wrapped key, IV, ciphertext, tag.
fn sealed(header: &str) -> [Vec<u8>; 5] {
    let content_key = [5; 32];
    let mut wrapped = vec![0; 40];
    let kek = AesKek::new(&AES_256, &KEY).unwrap();
    kek.wrap(&content_key, &mut wrapped).unwrap();
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &content_key).unwrap());
    let mut text = b"content".to_vec();
    let nonce = Nonce::assume_unique_for_key([7; 12]);
    let header_text = encode(header.as_bytes());
    let aad = Aad::from(header_text.as_bytes());
    let tag = key
        .seal_in_place_separate_tag(nonce, aad, &mut text)
        .unwrap();
    [
        header.into(),
        wrapped,
        vec![7; 12],
        text,
        tag.as_ref().to_vec(),
    ]
}

fn join(parts: &[Vec<u8>; 5]) -> String {
    parts.each_ref().map(|part| encode(part)).join(".")
}

const HEADER: &str = r#"{"alg":"A256KW","enc":"A256GCM"}"#;

#[test]
fn an_encrypted_token_opens_under_its_key_only() {
    let text = join(&sealed(HEADER));
    let parse = || jwe::parse(&text, text.len()).unwrap();
    assert_eq!(parse().open(&KEY), Ok(b"content".to_vec()));
    assert_eq!(parse().open(&[4; 32]), Err(jwe::OpenError));
    let too_long = jwe::Error::Form(Error::TooLong);
    assert_eq!(jwe::parse(&text, text.len() - 1), Err(too_long));
}

#[test]
fn every_part_of_an_encrypted_token_is_authenticated() {
    for part in 0..5 {
        let mut parts = sealed(HEADER);
        match part {
            0 => parts[0] = HEADER.replace(',', ", ").into(),
            _ => parts[part][0] ^= 1,
        }
        let text = join(&parts);
        let opened = jwe::parse(&text, 1_024).unwrap().open(&KEY);
        assert_eq!(opened, Err(jwe::OpenError), "part {part}");
    }
}

#[test]
fn sizes_are_exact() {
    for (part, size) in [(1, 40), (2, 12), (4, 16)] {
        for size in [0, size - 8, size - 1, size + 1, size + 8] {
            let mut parts = sealed(HEADER);
            parts[part].resize(size, 0);
            let text = join(&parts);
            let refused = jwe::parse(&text, 1_024);
            assert_eq!(refused, Err(jwe::Error::Length), "part {part} of {size}");
        }
    }
}

#[test]
fn other_algorithms_and_extensions_are_refused() {
    use jwe::Error as E;
    for (header, error) in [
        (r#"{"alg":"dir","enc":"A256GCM"}"#, E::KeyAlgorithm),
        (r#"{"alg":"A128KW","enc":"A256GCM"}"#, E::KeyAlgorithm),
        (r#"{"alg":"a256kw","enc":"A256GCM"}"#, E::KeyAlgorithm),
        (r#"{"enc":"A256GCM"}"#, E::KeyAlgorithm),
        (r#"{"alg":"A256KW"}"#, E::ContentAlgorithm),
        (r#"{"alg":"A256KW","enc":"A128GCM"}"#, E::ContentAlgorithm),
        (
            r#"{"alg":"A256KW","enc":"A256CBC-HS512"}"#,
            E::ContentAlgorithm,
        ),
        (
            r#"{"alg":"A256KW","enc":"A256GCM","zip":"DEF"}"#,
            E::Extension,
        ),
        (
            r#"{"alg":"A256KW","enc":"A256GCM","zip":null}"#,
            E::Extension,
        ),
        (
            r#"{"alg":"A256KW","enc":"A256GCM","crit":[]}"#,
            E::Extension,
        ),
    ] {
        let text = join(&sealed(header));
        let refused = jwe::parse(&text, 1_024);
        assert_eq!(refused, Err(error), "{header}");
    }
}

#[test]
fn an_encrypted_token_has_five_parts() {
    let text = join(&sealed(HEADER));
    let (four, _) = text.rsplit_once('.').unwrap();
    for wrong in [four.to_owned(), format!("{text}."), format!("{text}.AA")] {
        let refused = jwe::parse(&wrong, 1_024);
        assert_eq!(refused, Err(jwe::Error::Form(Error::Parts)), "{wrong}");
    }
}

#[test]
fn values_are_read_in_four_notations_and_no_other() {
    let bytes = [0xfb, 0xff, 0xfe, 0xfb];
    for text in ["+//++w==", "+//++w", "-__--w==", "-__--w"] {
        assert_eq!(decode_any(text).as_deref(), Some(&bytes[..]), "{text}");
    }
    for text in [
        "+__--w", "-//++w", "+//++w=", "+//++x==", "-__--x", " -__--w", "-__--w\n", "A", "=",
        "AA=A", "\u{e9}", "+w==+w==", "-w==-w==", "+//+-w==", "AAA==", "A===", "AAAA====",
    ] {
        assert_eq!(decode_any(text), None, "{text:?}");
    }
    assert_ne!(decode_any("00ff").as_deref(), Some(&[0x00, 0xff][..]));
}

#[test]
fn certificates_are_in_standard_base64_and_as_many_as_asked() {
    let der = [0xfb, 0xff, 0xfe];
    let header = |x5c: &str| format!("{}..", encode(format!(r#"{{"x5c":{x5c}}}"#).as_bytes()));
    let read = |x5c: &str| jws::parse(&header(x5c), 1_024).unwrap().header.x5c(1..=2);
    let right = format!("\"{}\"", BASE64.encode(&der));
    assert_eq!(read(&format!("[{right}]")), Some(vec![der.to_vec()]));
    assert!(read(&format!("[{right},{right}]")).is_some());
    let three = format!("[{right},{right},{right}]");
    for wrong in [
        "null",
        "[]",
        &right,
        &three,
        "[5]",
        "[\"-__-\"]",
        "[\"+w\"]",
        "[\"+w==+w==\"]",
        "[\"+/8\"]",
        "[[]]",
    ] {
        assert_eq!(read(wrong), None, "{wrong}");
    }
}

proptest! {
    #[test]
    fn never_panics(text in "[A-Za-z0-9_.=-]{0,200}", any in ".{0,100}") {
        let _ = (jws::parse(&text, 300), jwe::parse(&text, 300), decode_any(&text));
        let _ = (jws::parse(&any, 300), jwe::parse(&any, 300), decode_any(&any));
    }
}
