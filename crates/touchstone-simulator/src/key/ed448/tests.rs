//! Are the keys and signatures those that RFC 8032 7.4 prints?

use data_encoding::HEXLOWER;

use super::*;

fn key(secret: &str) -> Ed448Key {
    let secret = HEXLOWER.decode(secret.as_bytes()).unwrap();
    Ed448Key::new(&secret.try_into().unwrap())
}

#[test]
fn an_empty_message_is_signed_as_printed() {
    let key = key(concat!(
        "6c82a562cb808d10d632be89c8513ebf6c929f34ddfa8c9f63c9960ef6e348a3528c8a3fcc2f044e39a3fc5b",
        "94492f8f032e7549a20098f95b"
    ));
    let public = concat!(
        "5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778edf124769b46c7061bd6783d",
        "f1e50f6cd1fa1abeafe8256180"
    );
    let signature = concat!(
        "533a37f6bbe457251f023c0d88f976ae2dfb504a843e34d2074fd823d41a591f2b233f034f628281f2fd7a22",
        "ddd47d7828c59bd0a21bfd3980ff0d2028d4b18a9df63e006c5d1c2d345b925d8dc00b4104852db99ac5c7cd",
        "da8530a113a0f4dbb61149f05a7363268c71d95808ff2e652600"
    );
    assert_eq!(HEXLOWER.encode(key.public()), public);
    assert_eq!(HEXLOWER.encode(&key.sign(b"")), signature);
}

#[test]
fn one_byte_is_signed_as_printed() {
    let key = key(concat!(
        "c4eab05d357007c632f3dbb48489924d552b08fe0c353a0d4a1f00acda2c463afbea67c5e8d2877c5e3bc397",
        "a659949ef8021e954e0a12274e"
    ));
    let public = concat!(
        "43ba28f430cdff456ae531545f7ecd0ac834a55d9358c0372bfa0c6c6798c0866aea01eb00742802b8438ea4",
        "cb82169c235160627b4c3a9480"
    );
    let signature = concat!(
        "26b8f91727bd62897af15e41eb43c377efb9c610d48f2335cb0bd0087810f4352541b143c4b981b7e18f62de",
        "8ccdf633fc1bf037ab7cd779805e0dbcc0aae1cbcee1afb2e027df36bc04dcecbf154336c19f0af7e0a64729",
        "05e799f1953d2a0ff3348ab21aa4adafd1d234441cf807c03a00"
    );
    assert_eq!(HEXLOWER.encode(key.public()), public);
    assert_eq!(HEXLOWER.encode(&key.sign(&[3])), signature);
}
