//! The known answers of spec mobile.md section 3.4, and the forms that must not be confused.

use data_encoding::{BASE64, HEXLOWER};

use super::{Composition, Profile, byte_string_head};

fn server() -> Vec<u8> {
    BASE64
        .decode(b"8wY7WRuvpD8CtNuMuQeJV6nt9ToZxn9JQ2NBD8GEo8A=")
        .unwrap()
}

fn device() -> Vec<u8> {
    BASE64
        .decode(b"HB/xSNrFd1A6jobTa13ZohuajtBKkF6ORQQPAFqpd9Y=")
        .unwrap()
}

#[test]
fn cbor_array_over_the_server_nonce_is_the_known_answer() {
    let hash = Profile::CborArray.hash(&server());
    let expected = "18b99c425a8cf6c1d8fde62dff3fef19170c77c1e2e742d96ae4a2da0c654017";
    assert_eq!(HEXLOWER.encode(&hash), expected);
}

#[test]
fn raw_over_the_server_nonce_is_the_known_answer() {
    let hash = Profile::Raw.hash(&server());
    let expected = "ebb9de5f49c8c3992a613479eaffdd8865e3256ead50f9ef5d2673086ecc793f";
    assert_eq!(HEXLOWER.encode(&hash), expected);
}

#[test]
fn server_and_device_nonce_combine_to_the_known_answer() {
    let nonce = Composition::Sha256ServerDevice.final_nonce(&server(), Some(&device()));
    assert_eq!(
        BASE64.encode(&nonce),
        "Kksezbs6FIlFvlW8LDLCHzn8jDScW3R3EZ7QS3+Bris="
    );
    let hash = Profile::CborArray.hash(&nonce);
    let expected = "cb92cb24f34cf53bd9ddb842de3e833ca3b81a60480c39c44004228ad48af558";
    assert_eq!(HEXLOWER.encode(&hash), expected);
}

#[test]
fn without_a_device_nonce_every_composition_is_the_server_nonce() {
    for composition in Composition::ALL {
        assert_eq!(composition.final_nonce(&server(), None), server());
    }
}

#[test]
fn compositions_differ_from_one_another() {
    let of = |composition: Composition| composition.final_nonce(&server(), Some(&device()));
    assert_ne!(
        of(Composition::Sha256ServerDevice),
        of(Composition::Sha256DeviceServer)
    );
    assert_eq!(
        of(Composition::ConcatServerDevice),
        [server(), device()].concat()
    );
}

#[test]
fn byte_string_heads_have_the_shortest_form() {
    let head = |length| {
        let (bytes, used) = byte_string_head(length);
        bytes[..used].to_vec()
    };
    assert_eq!(head(8), [0x48]);
    assert_eq!(head(23), [0x57]);
    assert_eq!(head(24), [0x58, 24]);
    assert_eq!(head(64), [0x58, 64]);
    assert_eq!(head(256), [0x59, 1, 0]);
    assert_eq!(head(65_536), [0x5a, 0, 1, 0, 0]);
}

#[test]
fn words_of_settings_lead_back_to_their_value() {
    for profile in Profile::ALL {
        assert_eq!(Profile::from_name(profile.name()), Some(profile));
    }
    for composition in Composition::ALL {
        assert_eq!(
            Composition::from_name(composition.name()),
            Some(composition)
        );
    }
    assert_eq!(Profile::from_name("RAW"), None);
    assert_eq!(Composition::from_name(""), None);
}
