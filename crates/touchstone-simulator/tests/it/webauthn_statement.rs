//! Are the statements of TPMs, Android phones and SafetyNet right when nothing is wrong with them?

use std::collections::BTreeSet;

use rsa::pkcs1::DecodeRsaPublicKey;
use rsa::{Pkcs1v15Sign, RsaPublicKey};
use serde_json::Value;
use sha2::{Digest, Sha256};
use touchstone_simulator::webauthn::android_key::AndroidKeyFlaw;
use touchstone_simulator::webauthn::ca::AttestationCa;
use touchstone_simulator::webauthn::safetynet::SafetyNetFlaw;
use touchstone_simulator::webauthn::statement::{AndroidKey, SafetyNet, Tpm};
use touchstone_simulator::webauthn::tpm::{ALG_SHA1, TpmFlaw};
use touchstone_simulator::webauthn::{
    Algorithm, AttestedData, AuthData, Cbor, Ceremony, Credential, Statement,
};

use crate::ber;
use crate::scene::{NOW_MS, bytes, cbor, member, p256_verifies, sha256};
use crate::x509::Certificate;

const CLIENT_DATA_HASH: [u8; 32] = [9; 32];
const DESCRIPTION_OID: &[u8] = &[0x2b, 6, 1, 4, 1, 0xd6, 0x79, 2, 1, 17];

fn ca() -> AttestationCa {
    AttestationCa::new([1; 32])
}

fn credential(algorithm: Algorithm) -> Credential {
    Credential::new(algorithm, &[2; 32], "credential")
}

fn auth_data(credential: &Credential) -> AuthData {
    let mut data = AuthData::new([3; 32], 0x45, 0);
    data.attested = Some(AttestedData {
        aaguid: [4; 16],
        credential_id: credential.id.clone(),
        credential_id_bytes: None,
        cose_key: credential.cose_key(),
    });
    data
}

/// The statement, and the bytes that it is over.
fn made(statement: Statement, algorithm: Algorithm) -> (ciborium::Value, Vec<u8>) {
    let credential = credential(algorithm);
    let auth_data = auth_data(&credential);
    let ceremony = Ceremony {
        auth_data: &auth_data,
        client_data_hash: CLIENT_DATA_HASH,
        credential: &credential,
        now_ms: NOW_MS,
    };
    let value: Cbor = statement.value(&ceremony);
    (cbor(&value.encode()), ceremony.signed_bytes())
}

fn x5c(statement: &ciborium::Value) -> Vec<Certificate> {
    let certificates = member(statement, "x5c").as_array().unwrap().iter();
    certificates
        .map(|der| Certificate::parse(der.as_bytes().unwrap()))
        .collect()
}

fn rs256_verifies(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let key = RsaPublicKey::from_pkcs1_der(key).expect("an RSA key");
    let padding = Pkcs1v15Sign::new::<Sha256>();
    key.verify(padding, &Sha256::digest(message), signature)
        .is_ok()
}

/// The two-byte length at this place and the bytes behind it.
fn sized(bytes: &[u8], at: usize) -> &[u8] {
    let length = usize::from(u16::from_be_bytes([bytes[at], bytes[at + 1]]));
    &bytes[at + 2..at + 2 + length]
}

#[test]
fn a_tpm_certifies_the_credential_key() {
    let statement = Statement::Tpm(Tpm::by(ca().aik(Algorithm::Rs256)));
    let (statement, message) = made(statement, Algorithm::Es256);
    let info = bytes(&statement, "certInfo");
    let area = bytes(&statement, "pubArea");
    assert_eq!(info[..6], [0xff, 0x54, 0x43, 0x47, 0x80, 0x17]);
    let signer = sized(info, 6);
    let extra_at = 8 + signer.len();
    assert_eq!(sized(info, extra_at), sha256(&[&message]));
    // Clock, two counts, a flag and the firmware's version stand between extraData and the name.
    let name = sized(info, extra_at + 2 + 32 + 25);
    let expected = [&[0x00, 0x0b], sha256(&[area]).as_slice()].concat();
    assert_eq!(name, expected);
    let leaf = &x5c(&statement)[0];
    let signature = bytes(&statement, "sig");
    assert!(rs256_verifies(leaf.public_key(), info, signature));
}

#[test]
fn a_public_area_of_p256_holds_the_point() {
    let statement = Statement::Tpm(Tpm::by(ca().aik(Algorithm::Es256)));
    let (statement, _) = made(statement, Algorithm::Es256);
    let area = bytes(&statement, "pubArea");
    let info = credential(Algorithm::Es256).public_key_info();
    let point = &info[info.len() - 64..];
    // ECC, SHA-256, attributes, no policy, NULL twice, P-256, NULL.
    let head = [
        0, 0x23, 0, 0x0b, 0, 4, 4, 0x72, 0, 0, 0, 0x10, 0, 0x10, 0, 3, 0, 0x10,
    ];
    assert_eq!(area[..18], head);
    assert_eq!([sized(area, 18), sized(area, 52)].concat(), point);
    assert_eq!(area.len(), 86);
}

#[test]
fn a_public_area_of_rsa_holds_the_modulus() {
    let statement = Statement::Tpm(Tpm::by(ca().aik(Algorithm::Es256)));
    let (statement, _) = made(statement, Algorithm::Rs256);
    let area = bytes(&statement, "pubArea");
    let head = [
        0, 1, 0, 0x0b, 0, 4, 4, 0x72, 0, 0, 0, 0x10, 0, 0x10, 8, 0, 0, 0, 0, 0,
    ];
    assert_eq!(area[..20], head);
    assert_eq!(sized(area, 20).len(), 256);
}

#[test]
fn a_tpm_may_name_by_another_hash() {
    let mut tpm = Tpm::by(ca().aik(Algorithm::Rs256));
    tpm.name_alg = ALG_SHA1;
    let (statement, _) = made(Statement::Tpm(tpm), Algorithm::Es256);
    assert_eq!(bytes(&statement, "pubArea")[2..4], [0, 4]);
    let info = bytes(&statement, "certInfo");
    let name_at = 6 + 36 + 34 + 25;
    assert_eq!(sized(info, name_at).len(), 22);
}

#[test]
fn an_android_leaf_is_of_the_credential_and_describes_it() {
    let statement = Statement::AndroidKey(AndroidKey::by(ca()));
    let (statement, message) = made(statement, Algorithm::Es256);
    let chain = x5c(&statement);
    let leaf = &chain[0];
    assert_eq!(leaf.spki(), credential(Algorithm::Es256).public_key_info());
    let signature = bytes(&statement, "sig");
    assert!(p256_verifies(
        leaf.public_key(),
        &sha256(&[&message]),
        signature
    ));
    let description = ber::parse(&leaf.extension(DESCRIPTION_OID).unwrap());
    assert_eq!(description.at(&[4]).content, CLIENT_DATA_HASH);
    // ENUMERATED TrustedEnvironment.
    assert_eq!(description.at(&[1]).whole, [0x0a, 1, 1]);
    assert!(chain.windows(2).all(|pair| pair[0].is_signed_by(&pair[1])));
    assert_eq!(chain.len(), 3);
}

#[test]
fn levels_may_be_written_as_integers() {
    let mut android = AndroidKey::by(ca());
    android.description.levels_as_integers = true;
    let (statement, _) = made(Statement::AndroidKey(android), Algorithm::Es256);
    let leaf = &x5c(&statement)[0];
    let description = ber::parse(&leaf.extension(DESCRIPTION_OID).unwrap());
    assert_eq!(description.at(&[1]).whole, [2, 1, 1]);
    assert_eq!(description.at(&[3]).whole, [2, 1, 1]);
}

#[test]
fn safetynet_binds_the_ceremony_and_signs() {
    let chain = ca().safetynet(Algorithm::Rs256);
    let leaf = Certificate::parse(&chain.leaf_der());
    let statement = Statement::SafetyNet(SafetyNet::by(chain));
    let (statement, message) = made(statement, Algorithm::Es256);
    let response = std::str::from_utf8(bytes(&statement, "response")).unwrap();
    let (input, signature) = response.rsplit_once('.').unwrap();
    let decode = |part: &str| {
        data_encoding::BASE64URL_NOPAD
            .decode(part.as_bytes())
            .unwrap()
    };
    assert!(rs256_verifies(
        leaf.public_key(),
        input.as_bytes(),
        &decode(signature)
    ));
    let payload = decode(input.split_once('.').unwrap().1);
    let payload: Value = serde_json::from_slice(&payload).unwrap();
    let nonce = data_encoding::BASE64.encode(&sha256(&[&message]));
    assert_eq!(payload["nonce"], nonce);
    assert_eq!(payload["timestampMs"], NOW_MS - 1_000);
    assert_eq!(payload["ctsProfileMatch"], true);
}

#[test]
fn every_flaw_changes_its_statement_and_no_two_alike() {
    let mut seen = BTreeSet::new();
    let mut count = 0;
    let mut see = |name: &str, statement: Statement| {
        let (value, _) = made(statement, Algorithm::Es256);
        let mut encoded = Vec::new();
        ciborium::into_writer(&value, &mut encoded).unwrap();
        assert!(seen.insert(encoded), "{name}");
        count += 1;
    };
    let tpm = Tpm::by(ca().aik(Algorithm::Es256));
    let android = AndroidKey::by(ca());
    let safetynet = SafetyNet::by(ca().safetynet(Algorithm::Es256));
    see("tpm", Statement::Tpm(tpm.clone()));
    see("android-key", Statement::AndroidKey(android.clone()));
    see("android-safetynet", Statement::SafetyNet(safetynet.clone()));
    for flaw in TpmFlaw::ALL {
        see(flaw.name(), Statement::Tpm(tpm.flawed(*flaw)));
    }
    for flaw in AndroidKeyFlaw::ALL {
        see(flaw.name(), Statement::AndroidKey(android.flawed(*flaw)));
    }
    for flaw in SafetyNetFlaw::ALL {
        see(flaw.name(), Statement::SafetyNet(safetynet.flawed(*flaw)));
    }
    let flaws = TpmFlaw::ALL.len() + AndroidKeyFlaw::ALL.len() + SafetyNetFlaw::ALL.len();
    assert_eq!(count, flaws + 3);
}
