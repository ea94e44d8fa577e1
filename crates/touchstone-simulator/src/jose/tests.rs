//! Do the parts give their published answers, and does what is signed verify?

use data_encoding::HEXLOWER;
use rsa::{Pss, RsaPublicKey};

use super::*;
use crate::key::RsaFile;

fn hex<const N: usize>(text: &str) -> [u8; N] {
    HEXLOWER
        .decode(text.as_bytes())
        .unwrap()
        .try_into()
        .unwrap()
}

#[test]
fn the_key_wrap_gives_the_answer_of_rfc_3394_4_6() {
    let key = hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    let content = hex("00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f");
    let known = "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21";
    let wrapped = wrap(&key, &content);
    assert_eq!(HEXLOWER.encode(&wrapped), known);
    assert_eq!(unwrap(&key, &wrapped), Some(content));
    assert_eq!(unwrap(&content, &wrapped), None);
}

#[test]
fn the_hmac_gives_the_answer_of_rfc_4231_4_3() {
    let known = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    let mac = hmac_sha256(b"Jefe", b"what do ya want for nothing?");
    assert_eq!(HEXLOWER.encode(&mac), known);
}

#[test]
fn a_ps256_signature_verifies_and_is_always_the_same() {
    let key = SigningKey::rsa(RsaFile::HuaweiLeaf);
    let signature = ps256(&key, b"message");
    assert_eq!(signature, ps256(&key, b"message"));
    let SigningKey::Rsa(private) = key else {
        panic!("an RSA key")
    };
    let public = RsaPublicKey::from(private.as_ref());
    let verify = |message: &[u8]| {
        let padding = Pss::<Sha256>::new();
        public.verify(padding, &sha256(message), &signature)
    };
    verify(b"message").unwrap();
    verify(b"massage").unwrap_err();
}

#[test]
fn an_rs256_signature_verifies_for_its_message_and_key_only() {
    let key = SigningKey::rsa(RsaFile::HuaweiLeaf);
    let signature = rs256(&key, b"message");
    assert!(verifies_rs256(&key, b"message", &signature));
    assert!(!verifies_rs256(&key, b"massage", &signature));
    let other = SigningKey::rsa(RsaFile::Stranger);
    assert!(!verifies_rs256(&other, b"message", &signature));
}

#[test]
fn a_jwe_is_read_by_its_owner_only_and_only_unchanged() {
    let header = r#"{"alg":"A256KW","enc":"A256GCM"}"#;
    let jwe = Jwe::seal(header, &[1; 32], &[2; 32], [3; 12], b"verdict");
    let text = jwe.parts().join(".");
    assert_eq!(Jwe::open(&text, &[1; 32]).as_deref(), Some(&b"verdict"[..]));
    assert_eq!(Jwe::open(&text, &[4; 32]), None);
    assert_eq!(Jwe::open(&text.replace(".", ". "), &[1; 32]), None);
    assert_eq!(Jwe::open(text.trim_start_matches('e'), &[1; 32]), None);
}
