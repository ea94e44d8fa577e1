//! Are the keys what their seed says, and do their signatures verify?

use p256::ecdsa::signature::hazmat::PrehashVerifier;

use super::*;

const SEED: [u8; 32] = [7; 32];

#[test]
fn the_same_seed_and_label_give_the_same_key_and_signature() {
    let one = SigningKey::p384(&SEED, "ca");
    let two = SigningKey::p384(&SEED, "ca");
    assert_eq!(one.subject_public_key(), two.subject_public_key());
    assert_eq!(one.sign(Hash::Sha384, b"m"), two.sign(Hash::Sha384, b"m"));
}

#[test]
fn another_seed_or_label_gives_another_key() {
    let key = SigningKey::p256(&SEED, "device").subject_public_key();
    assert_ne!(key, SigningKey::p256(&SEED, "other").subject_public_key());
    assert_ne!(
        key,
        SigningKey::p256(&[8; 32], "device").subject_public_key()
    );
}

#[test]
fn a_p384_key_signs_with_sha256_as_apple_does() {
    let key = SigningKey::p384(&SEED, "ca");
    let signature = p384::ecdsa::Signature::from_der(&key.sign(Hash::Sha256, b"leaf")).unwrap();
    let public = p384::ecdsa::VerifyingKey::from_sec1_bytes(&key.subject_public_key()).unwrap();
    assert!(public.verify_prehash(&sha256(b"leaf"), &signature).is_ok());
    assert!(public.verify_prehash(&sha256(b"loaf"), &signature).is_err());
}

#[test]
fn a_p256_signature_verifies_for_its_message_only() {
    let key = SigningKey::p256(&SEED, "device");
    let signature = p256::ecdsa::Signature::from_der(&key.sign(Hash::Sha256, b"n")).unwrap();
    let public = p256::ecdsa::VerifyingKey::from_sec1_bytes(&key.subject_public_key()).unwrap();
    assert!(public.verify_prehash(&sha256(b"n"), &signature).is_ok());
    assert!(public.verify_prehash(&sha256(b"m"), &signature).is_err());
}

#[test]
fn every_committed_rsa_key_can_be_read_and_has_its_size() {
    use rsa::traits::PublicKeyParts;

    for (file, bits) in [
        (RsaFile::GoogleRoot, 4_096),
        (RsaFile::AndroidTarget, 2_048),
        (RsaFile::HuaweiCa, 2_048),
        (RsaFile::HuaweiLeaf, 2_048),
        (RsaFile::ServiceAccount, 2_048),
        (RsaFile::Stranger, 2_048),
        (RsaFile::Small, 1_024),
    ] {
        let SigningKey::Rsa(key) = SigningKey::rsa(file) else {
            panic!("{file:?} is no RSA key")
        };
        assert_eq!(key.n().bits(), bits, "{file:?}");
    }
}
