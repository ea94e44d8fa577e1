//! TPM statements, wrong in one place each: checks X1 to X9.

use rcgen::{
    BasicConstraints, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    PKCS_RSA_SHA256, PublicKeyData,
};
use touchstone_evidence::digest::Hash;
use touchstone_evidence::webauthn::statement::StatementPolicy;
use touchstone_evidence::webauthn::{AttestationType, Format};

use crate::android_der::element;
use crate::minted::p384;
use crate::webauthn_minted::{Credential, bytes, cose_rsa, int, judge, map, refusal, text, x5c};
use crate::webauthn_tpm_minted::{
    AAGUID_EXTENSION, DEVICE, Tpm, aik, device_name, ecc_area, name, named_aik, nameless_aik,
    rsa_area, with_extension,
};

/// Check and reason of a statement that was right before `spoil`.
fn spoilt(spoil: impl FnOnce(&mut Tpm)) -> (&'static str, &'static str) {
    let mut tpm = Tpm::new();
    spoil(&mut tpm);
    refusal(&tpm.object())
}

/// Check and reason of a statement with these members changed.
fn with_members(change: impl FnOnce(&mut Vec<(&'static str, Vec<u8>)>)) -> &'static str {
    let tpm = Tpm::new();
    let mut members = tpm.members();
    change(&mut members);
    refusal(&tpm.credential.object("tpm", &map(&members))).1
}

#[test]
fn a_right_statement_is_accepted() {
    let verified = judge(&Tpm::new().object(), &StatementPolicy::default()).unwrap();
    assert_eq!(verified.format(), Format::Tpm);
    assert_eq!(verified.attestation_type(), AttestationType::AttCa);
    let element = &verified.statement.elements[0];
    assert_eq!((element.x5c.len(), element.algorithm), (2, Some(-7)));
    assert!(element.aaguid_in_leaf);
}

#[test]
fn a_leaf_without_an_aaguid_is_accepted() {
    let mut tpm = Tpm::new();
    tpm.aik = named_aik(device_name(&DEVICE));
    let verified = judge(&tpm.object(), &StatementPolicy::default()).unwrap();
    assert!(!verified.statement.elements[0].aaguid_in_leaf);
}

#[test]
fn every_member_is_required() {
    for position in 0..6 {
        let reason = with_members(|members| {
            members.remove(position);
        });
        assert_eq!(reason, "att_stmt_field_missing", "{position}");
    }
}

#[test]
fn every_member_has_its_type() {
    for position in 0..6 {
        let reason = with_members(|members| members[position].1 = vec![0xf6]);
        assert_eq!(reason, "att_stmt_field_malformed", "{position}");
    }
}

#[test]
fn no_member_is_empty() {
    let empty = [
        (0, text("")),
        (2, x5c(&[])),
        (3, bytes(&[])),
        (4, bytes(&[])),
        (5, bytes(&[])),
    ];
    for (position, value) in empty {
        let reason = with_members(|members| members[position].1 = value);
        assert_eq!(reason, "att_stmt_field_malformed", "{position}");
    }
}

#[test]
fn unknown_members_are_ignored() {
    let tpm = Tpm::new();
    let members = [tpm.members(), vec![("more", int(1))]].concat();
    let object = tpm.credential.object("tpm", &map(&members));
    assert!(judge(&object, &StatementPolicy::default()).is_ok());
}

#[test]
fn another_version_is_refused() {
    for version in ["1.2", "2.1", "2", " 2.0"] {
        let refused = spoilt(|tpm| tpm.version = version);
        assert_eq!(refused, ("X1", "tpm_version_unsupported"));
    }
}

#[test]
fn an_unreadable_public_area_is_refused() {
    let refused = spoilt(|tpm| tpm.pub_area.push(0));
    assert_eq!(refused, ("X2", "tpm_pub_area_malformed"));
}

#[test]
fn a_public_area_of_another_key_is_refused() {
    let other = Credential::new();
    let (x, y) = other.point()[1..].split_at(32);
    let refused = spoilt(|tpm| tpm.pub_area = ecc_area(0x0b, x, y));
    assert_eq!(refused, ("X3", "tpm_pub_area_key_mismatch"));
    let refused = spoilt(|tpm| tpm.pub_area = rsa_area(&[0xc1; 256], 0));
    assert_eq!(refused, ("X3", "tpm_pub_area_key_mismatch"));
}

#[test]
fn the_same_coordinates_on_another_curve_are_another_key() {
    let refused = spoilt(|tpm| tpm.pub_area[47] = 4);
    assert_eq!(refused, ("X3", "tpm_pub_area_key_mismatch"));
}

#[test]
fn swapped_coordinates_are_another_key() {
    let refused = spoilt(|tpm| {
        let (x, y) = tpm.credential.point()[1..].split_at(32);
        tpm.pub_area = ecc_area(0x0b, y, x);
    });
    assert_eq!(refused, ("X3", "tpm_pub_area_key_mismatch"));
}

#[test]
fn coordinates_may_lack_their_leading_zeros() {
    let credential = (0..10_000)
        .map(|_| Credential::new())
        .find(|credential| credential.point()[1] == 0)
        .unwrap();
    let (x, y) = credential.point()[1..].split_at(32);
    for x in [&x[1..], x] {
        let area = ecc_area(0x0b, x, y);
        let key = KeyPair::try_from(credential.key.serialize_der()).unwrap();
        let cose = credential.cose.clone();
        let tpm = Tpm::with_area(area, Credential { key, cose });
        assert!(judge(&tpm.object(), &StatementPolicy::default()).is_ok());
    }
}

#[test]
fn an_rsa_key_is_compared_by_modulus_and_exponent() {
    let key = KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap();
    // Behind the heads of SEQUENCE and INTEGER, and the zero byte before the modulus.
    let modulus = &key.der_bytes()[9..265];
    let judged = |exponent| {
        let cose = cose_rsa(modulus, &[1, 0, 1]);
        let key = KeyPair::try_from(key.serialize_der()).unwrap();
        let tpm = Tpm::with_area(rsa_area(modulus, exponent), Credential { key, cose });
        judge(&tpm.object(), &StatementPolicy::default()).map_err(|error| error.reason())
    };
    assert!(judged(0).is_ok() && judged(65_537).is_ok());
    assert_eq!(judged(3).unwrap_err(), "tpm_pub_area_key_mismatch");
}

#[test]
fn unreadable_cert_info_is_refused() {
    let refused = spoilt(|tpm| tpm.behind_cert_info.push(0));
    assert_eq!(refused, ("X4", "tpm_cert_info_malformed"));
}

#[test]
fn cert_info_that_no_tpm_generated_is_refused() {
    let refused = spoilt(|tpm| tpm.magic = 0xff54_4348);
    assert_eq!(refused, ("X4", "tpm_magic_invalid"));
}

#[test]
fn cert_info_of_another_type_is_refused() {
    let refused = spoilt(|tpm| tpm.kind = 0x8018);
    assert_eq!(refused, ("X4", "tpm_type_invalid"));
}

#[test]
fn an_unknown_algorithm_is_refused() {
    for algorithm in [-42, 0, 7, i64::MIN] {
        let refused = spoilt(|tpm| tpm.algorithm = algorithm);
        assert_eq!(refused, ("X5", "attestation_alg_unsupported"));
    }
}

#[test]
fn an_algorithm_without_a_hash_of_its_own_is_refused() {
    for algorithm in [-8, -53, -48] {
        let refused = spoilt(|tpm| tpm.algorithm = algorithm);
        assert_eq!(refused, ("X5", "attestation_alg_unsupported"));
    }
}

#[test]
fn other_extra_data_is_refused() {
    let signed = Tpm::new().credential.signed();
    for other in [
        Hash::Sha256.of(&[b"other"]).as_ref(),
        &[],
        &signed,
        &signed[..32],
    ] {
        let refused = spoilt(|tpm| tpm.extra_data = other.to_vec());
        assert_eq!(refused, ("X5", "tpm_extra_data_mismatch"));
    }
}

#[test]
fn extra_data_by_the_hash_of_another_algorithm_is_refused() {
    let refused = spoilt(|tpm| {
        tpm.extra_data = Hash::Sha1.of(&[&tpm.credential.signed()]).as_ref().to_vec();
    });
    assert_eq!(refused, ("X5", "tpm_extra_data_mismatch"));
}

#[test]
fn an_unknown_name_algorithm_is_refused() {
    let refused = spoilt(|tpm| {
        tpm.pub_area[3] = 0x12;
        tpm.name = name(0x12, Hash::Sha256, &tpm.pub_area);
    });
    assert_eq!(refused, ("X6", "tpm_name_alg_unsupported"));
}

#[test]
fn the_name_is_made_with_the_hash_of_the_public_area() {
    let hashes = [(4, Hash::Sha1), (0x0c, Hash::Sha384), (0x0d, Hash::Sha512)];
    for (number, hash) in hashes {
        let mut tpm = Tpm::new();
        tpm.pub_area[3] = u8::try_from(number).unwrap();
        tpm.name = name(number, hash, &tpm.pub_area);
        assert!(judge(&tpm.object(), &StatementPolicy::default()).is_ok());
    }
}

#[test]
fn another_name_is_refused() {
    let area = Tpm::new().pub_area;
    let wrong = [
        name(0x0b, Hash::Sha256, &area),
        name(0x0b, Hash::Sha1, b""),
        Vec::new(),
        vec![0, 0x0b],
    ];
    for other in wrong {
        assert_eq!(spoilt(|tpm| tpm.name = other), ("X6", "tpm_name_mismatch"));
    }
}

#[test]
fn a_name_by_another_hash_than_it_says_is_refused() {
    let refused = spoilt(|tpm| tpm.name = name(0x0b, Hash::Sha384, &tpm.pub_area));
    assert_eq!(refused, ("X6", "tpm_name_mismatch"));
    let refused = spoilt(|tpm| tpm.name = name(0x04, Hash::Sha256, &tpm.pub_area));
    assert_eq!(refused, ("X6", "tpm_name_mismatch"));
}

#[test]
fn a_signature_over_anything_else_is_refused() {
    let refused = spoilt(|tpm| tpm.signed = Some(tpm.credential.signed()));
    assert_eq!(refused, ("X7", "attestation_signature_invalid"));
}

#[test]
fn a_chain_without_the_attestation_key_first_is_refused() {
    let refused = spoilt(|tpm| tpm.first_in_chain = false);
    assert_eq!(refused, ("X7", "attestation_signature_invalid"));
}

#[test]
fn an_algorithm_of_another_key_is_refused() {
    let refused = spoilt(|tpm| tpm.aik_key = p384());
    assert_eq!(refused, ("X7", "attestation_alg_key_mismatch"));
}

#[test]
fn an_unreadable_certificate_is_refused() {
    let refused = spoilt(|tpm| tpm.patch_aik = |der| der[1..].to_vec());
    assert_eq!(refused.1, "attestation_cert_malformed");
}

#[test]
fn an_attestation_key_of_another_version_is_refused() {
    let refused = spoilt(|tpm| {
        tpm.patch_aik = |mut der| {
            let version = [0xa0, 3, 2, 1, 2];
            let at = der.windows(5).position(|window| window == version).unwrap();
            der[at + 4] = 1;
            der
        };
    });
    assert_eq!(refused, ("X8", "attestation_cert_version"));
}

#[test]
fn an_attestation_key_with_a_subject_is_refused() {
    let refused = spoilt(|tpm| {
        tpm.aik.distinguished_name = DistinguishedName::new();
        tpm.aik.distinguished_name.push(DnType::CommonName, "tpm");
    });
    assert_eq!(refused, ("X8", "tpm_aik_subject_not_empty"));
}

#[test]
fn an_attestation_key_without_names_is_refused() {
    let refused = spoilt(|tpm| tpm.aik = nameless_aik());
    assert_eq!(refused, ("X8", "tpm_aik_san_missing"));
}

#[test]
fn names_without_a_whole_tpm_are_refused() {
    let wrong = [
        device_name(&DEVICE[..2]),
        device_name(&[]),
        vec![0x30, 0],
        vec![],
    ];
    for names in wrong {
        let refused = spoilt(|tpm| tpm.aik = named_aik(names));
        assert_eq!(refused, ("X8", "tpm_aik_san_malformed"));
    }
}

#[test]
fn an_attestation_key_without_its_purpose_is_refused() {
    let refused = spoilt(|tpm| tpm.aik.extended_key_usages.clear());
    assert_eq!(refused, ("X8", "tpm_aik_eku_missing"));
    let refused = spoilt(|tpm| {
        let other = ExtendedKeyUsagePurpose::Any;
        tpm.aik.extended_key_usages = vec![other];
    });
    assert_eq!(refused, ("X8", "tpm_aik_eku_missing"));
}

#[test]
fn an_attestation_key_that_is_an_authority_is_refused() {
    let refused = spoilt(|tpm| tpm.aik.is_ca = IsCa::Ca(BasicConstraints::Unconstrained));
    assert_eq!(refused, ("X8", "attestation_cert_is_ca"));
}

#[test]
fn an_aaguid_that_is_not_the_credentials_is_refused() {
    let with = |critical, value| {
        let named = named_aik(device_name(&DEVICE));
        spoilt(|tpm| tpm.aik = with_extension(named, AAGUID_EXTENSION, critical, value)).1
    };
    let other = element(&[4], &[7; 16]);
    assert_eq!(with(false, other), "attestation_cert_aaguid_mismatch");
    assert_eq!(with(false, vec![4, 0]), "attestation_cert_aaguid_malformed");
    let critical = with(true, element(&[4], &[7; 16]));
    assert_eq!(critical, "attestation_cert_aaguid_critical");
}

#[test]
fn only_listed_manufacturers_are_accepted() {
    let policy = |name: &str| StatementPolicy {
        tpm_manufacturers: vec![name.to_owned()],
        ..StatementPolicy::default()
    };
    let mut tpm = Tpm::new();
    tpm.aik = aik();
    assert!(judge(&tpm.object(), &policy("id:4E544300")).is_ok());
    let refused = judge(&tpm.object(), &policy("id:494E5443")).unwrap_err();
    assert_eq!(
        (refused.check(), refused.reason()),
        ("X9", "tpm_manufacturer_unknown")
    );
}
