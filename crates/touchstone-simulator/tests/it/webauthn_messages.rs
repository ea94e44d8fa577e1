//! Do registrations and sign-ins carry what WebAuthn says, and are they signed over the bytes as they are?

use serde_json::Value;
use touchstone_simulator::webauthn::auth_data::{BACKUP_STATE, USER_VERIFIED};
use touchstone_simulator::webauthn::statement::{FidoU2f, Packed};
use touchstone_simulator::webauthn::{Algorithm, Cbor, Counter, Credential, Statement};

use crate::scene::{bytes, cbor, member, p256_verifies, sha256};
use crate::webauthn_scene::{
    AAGUID, ORIGIN, RP_ID, authenticator, ca, cose_key, creation_options, decoded, label, register,
    request_options, verifies,
};

fn by_itself() -> Statement {
    Statement::Packed(Packed::by_itself())
}

/// authData and the hash of the client data.
fn signed_bytes(auth_data: &[u8], response: &Value) -> Vec<u8> {
    let hash = sha256(&[&decoded(response, "clientDataJSON")]);
    [auth_data, &hash].concat()
}

#[test]
fn authenticator_data_are_hash_flags_counter_aaguid_id_and_key() {
    let registration = register(&mut authenticator(by_itself()));
    let object = cbor(&decoded(
        &registration.message()["response"],
        "attestationObject",
    ));
    let data = bytes(&object, "authData");
    assert_eq!(data[..32], sha256(&[RP_ID.as_bytes()]));
    assert_eq!(data[32..37], [0x45, 0, 0, 0, 1]);
    assert_eq!(data[37..53], AAGUID);
    assert_eq!(data[53..55], [0, 32]);
    assert_eq!(data[55..87], registration.credential.id);
    assert_eq!(*label(&cose_key(data), 3), (-7).into());
}

#[test]
fn client_data_name_ceremony_challenge_and_origin_in_the_order_of_browsers() {
    let message = register(&mut authenticator(by_itself())).message();
    let text = String::from_utf8(decoded(&message["response"], "clientDataJSON")).unwrap();
    let expected = format!(
        "{{\"type\":\"webauthn.create\",\"challenge\":\"{}\",\"origin\":\"{ORIGIN}\",\"crossOrigin\":false}}",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
    );
    assert_eq!(text, expected);
}

#[test]
fn a_self_statement_of_every_algorithm_verifies_with_the_key_in_it() {
    for algorithm in Algorithm::ALL.iter().copied() {
        let mut authenticator = authenticator(by_itself());
        let options = creation_options(&[algorithm]);
        let registration = authenticator.register(&options, ORIGIN).unwrap();
        let response = &registration.message()["response"];
        let object = cbor(&decoded(response, "attestationObject"));
        let data = bytes(&object, "authData");
        let statement = member(&object, "attStmt");
        assert_eq!(*member(statement, "alg"), algorithm.cose_id().into());
        let message = signed_bytes(data, response);
        let signature = bytes(statement, "sig");
        let key = cose_key(data);
        assert!(
            verifies(&key, algorithm, &message, signature),
            "{algorithm:?}"
        );
    }
}

#[test]
fn a_sign_in_of_every_algorithm_verifies_with_the_registered_key() {
    for algorithm in Algorithm::ALL.iter().copied() {
        let mut authenticator = authenticator(by_itself());
        authenticator.always_discoverable = true;
        let options = creation_options(&[algorithm]);
        let registration = authenticator.register(&options, ORIGIN).unwrap();
        let key = cose_key(&registration.auth_data.bytes());
        let assertion = authenticator.sign_in(&request_options(), ORIGIN).unwrap();
        let response = &assertion.message()["response"];
        let message = signed_bytes(&decoded(response, "authenticatorData"), response);
        let signature = decoded(response, "signature");
        assert!(
            verifies(&key, algorithm, &message, &signature),
            "{algorithm:?}"
        );
        if algorithm != Algorithm::Ed448 {
            assert!(
                !verifies(&key, algorithm, b"other", &signature),
                "{algorithm:?}"
            );
        }
    }
}

#[test]
fn a_full_statement_is_signed_by_the_leaf_and_not_by_the_credential() {
    let chain = ca().packed(AAGUID, Algorithm::Es256);
    let registration = register(&mut authenticator(Statement::Packed(Packed::by(
        chain.clone(),
    ))));
    let response = &registration.message()["response"];
    let object = cbor(&decoded(response, "attestationObject"));
    let statement = member(&object, "attStmt");
    let leaf = &member(statement, "x5c").as_array().unwrap()[0];
    assert_eq!(*leaf.as_bytes().unwrap(), chain.leaf_der());
    let message = signed_bytes(bytes(&object, "authData"), response);
    let point = &chain.leaf.public_key_info[chain.leaf.public_key_info.len() - 65..];
    let signature = bytes(statement, "sig");
    assert!(p256_verifies(point, &sha256(&[&message]), signature));
}

#[test]
fn u2f_signs_hashes_id_and_point() {
    let chain = ca().fido_u2f();
    let statement = Statement::FidoU2f(FidoU2f::by(chain.clone()));
    let registration = register(&mut authenticator(statement));
    let response = &registration.message()["response"];
    let object = cbor(&decoded(response, "attestationObject"));
    let key = cose_key(bytes(&object, "authData"));
    let coordinate = |name| label(&key, name).as_bytes().unwrap().as_slice();
    let hash = sha256(&[&decoded(response, "clientDataJSON")]);
    let rp_id_hash = sha256(&[RP_ID.as_bytes()]);
    let message = [
        &[0],
        rp_id_hash.as_slice(),
        &hash,
        &registration.credential.id,
        &[4],
        coordinate(-2),
        coordinate(-3),
    ];
    let point = &chain.leaf.public_key_info[chain.leaf.public_key_info.len() - 65..];
    let signature = bytes(member(&object, "attStmt"), "sig");
    assert!(p256_verifies(point, &sha256(&message), signature));
}

#[test]
fn what_is_changed_in_a_draft_is_signed_as_it_is() {
    let mut registration = register(&mut authenticator(by_itself()));
    registration
        .client_data
        .set("origin", "https://other.example");
    registration.auth_data.set_flag(USER_VERIFIED, false);
    registration
        .auth_data
        .set_extensions(Cbor::Map(vec![(Cbor::Text("uvm".to_owned()), Cbor::Null)]));
    let response = &registration.message()["response"];
    let object = cbor(&decoded(response, "attestationObject"));
    let data = bytes(&object, "authData");
    assert_eq!(data[32], 0xc1);
    let message = signed_bytes(data, response);
    let key = cbor(&registration.credential.cose_key().encode());
    let signature = bytes(member(&object, "attStmt"), "sig");
    assert!(verifies(&key, Algorithm::Es256, &message, signature));
}

#[test]
fn what_is_changed_after_sealing_is_not_signed() {
    let registration = register(&mut authenticator(by_itself()));
    let mut sealed = registration.seal();
    sealed.edit_statement(|statement| statement.remove("alg"));
    let changed = cbor(&sealed.attestation_object());
    let right = cbor(&registration.seal().attestation_object());
    let statement = member(&changed, "attStmt");
    assert_eq!(statement.as_map().unwrap().len(), 1);
    let signature = bytes(member(&right, "attStmt"), "sig");
    assert_eq!(bytes(statement, "sig"), signature);
}

#[test]
fn the_counter_rises_from_one_and_stays_zero_where_nothing_is_counted() {
    for (counter, expected) in [(Counter::Rising, [1, 2, 3]), (Counter::Zero, [0, 0, 0])] {
        let mut authenticator = authenticator(by_itself());
        authenticator.counter = counter;
        authenticator.always_discoverable = true;
        let first = register(&mut authenticator).auth_data.sign_count;
        let mut next = || {
            let assertion = authenticator.sign_in(&request_options(), ORIGIN).unwrap();
            assertion.auth_data.sign_count
        };
        assert_eq!([first, next(), next()], expected, "{counter:?}");
    }
}

#[test]
fn a_synchronized_passkey_says_that_it_is_backed_up() {
    let mut authenticator = authenticator(Statement::None);
    (authenticator.backup_eligible, authenticator.backup_state) = (true, true);
    let registration = register(&mut authenticator);
    assert_eq!(registration.auth_data.flags & 0x18, 0x18);
    authenticator.backup_eligible = false;
    let other = register(&mut authenticator);
    assert_eq!(other.auth_data.flags & (0x08 | BACKUP_STATE), 0);
}

#[test]
fn the_same_seed_gives_the_same_message() {
    let message = || register(&mut authenticator(by_itself())).message();
    assert_eq!(message(), message());
}

#[test]
fn u2f_sends_one_certificate_that_the_root_issued() {
    let statement = Statement::FidoU2f(FidoU2f::by(ca().fido_u2f()));
    let registration = register(&mut authenticator(statement));
    let object = cbor(&registration.seal().attestation_object());
    let x5c = member(member(&object, "attStmt"), "x5c")
        .as_array()
        .unwrap();
    let [leaf] = x5c.as_slice() else {
        panic!("{} certificates", x5c.len())
    };
    let issuer = &ca().root.profile.subject.encode();
    let leaf = leaf.as_bytes().unwrap();
    assert!(leaf.windows(issuer.len()).any(|part| part == issuer));
}

#[test]
fn a_printed_secret_gives_its_printed_key() {
    // RFC 8032 7.1, the first test, and RFC 6979 A.2.5.
    let hex = |text: &str| data_encoding::HEXLOWER.decode(text.as_bytes()).unwrap();
    for (algorithm, name, secret, public) in [
        (
            Algorithm::EdDsa,
            -2,
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        ),
        (
            Algorithm::Es256,
            -2,
            "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
            "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
        ),
    ] {
        let credential = Credential::of_secret(algorithm, b"id", &hex(secret)).unwrap();
        let key = cbor(&credential.cose_key().encode());
        assert_eq!(label(&key, name).as_bytes().unwrap(), &hex(public));
    }
}

#[test]
fn bytes_that_are_no_secret_give_no_credential() {
    for algorithm in Algorithm::ALL.iter().copied() {
        assert!(
            Credential::of_secret(algorithm, b"id", &[0; 31]).is_none(),
            "{algorithm:?}"
        );
    }
    assert!(Credential::of_secret(Algorithm::Es256, b"id", &[0; 32]).is_none());
    assert!(Credential::of_secret(Algorithm::Rs256, b"id", &[1; 32]).is_none());
}
