//! Keys and signatures that only look right (spec webauthn.md section 9, rows 25 and 26).

use serde_json::{Value, json};
use touchstone_simulator::webauthn::{Algorithm, Authenticator, Cbor};

use crate::support::{
    Engine, Fido2, NOW, ORIGIN, Stage, W2, W4, authenticator, on_each_engine, passkey_place,
};

on_each_engine!(
    row_25_an_rsa_key_that_is_too_weak_is_refused,
    row_26_a_signature_has_one_form,
);

/// Labels of an RSA key (RFC 8230).
const MODULUS: i64 = -1;
const EXPONENT: i64 = -2;
/// A signature with r = 0 and s = 1.
const ZERO_R: &[u8] = &[0x30, 6, 2, 1, 0, 2, 1, 1];

async fn stage(engine: Engine) -> (Stage, Fido2) {
    let stage = Stage::at(passkey_place(engine)).await;
    let policy = json!({"algorithms": [-7, -257]});
    let fido2 = Fido2::furnish(&stage.admin, stage.node.address, policy).await;
    (stage, fido2)
}

fn device(seed: u16, algorithm: Algorithm) -> Authenticator {
    let mut device = authenticator(seed, NOW.unix_ms());
    device.algorithms = vec![algorithm];
    device
}

async fn row_25_an_rsa_key_that_is_too_weak_is_refused(engine: Engine) {
    let (_stage, fido2) = stage(engine).await;
    let mut modulus = vec![0xFF; 64];
    modulus[63] = 0xF1;
    for (label, value) in [
        (EXPONENT, vec![3]),
        (EXPONENT, vec![1, 0, 0]),
        (MODULUS, modulus),
    ] {
        let options = fido2.registration_options("jeff").await;
        let mut registration = device(2, Algorithm::Rs256)
            .register(&options, ORIGIN)
            .unwrap();
        let attested = registration.auth_data.attested.as_mut().unwrap();
        let key = &mut attested.cose_key;
        key.put_entry(Cbor::Integer(label), Cbor::Bytes(value));
        let answer = fido2.post(W2, &registration.message()).await;
        answer.assert_failed("cose_key_params_invalid");
    }
}

async fn row_26_a_signature_has_one_form(engine: Engine) {
    let (_stage, fido2) = stage(engine).await;
    let mut es256 = device(1, Algorithm::Es256);
    fido2.registered(&mut es256, "jeff").await;
    let edits: [fn(Vec<u8>) -> Vec<u8>; 4] = [
        |right| [right.as_slice(), &[0]].concat(),
        |_right| ZERO_R.to_vec(),
        over_long,
        |right| right[..right.len() - 1].to_vec(),
    ];
    for edit in edits {
        let options = fido2.authentication_options("jeff").await;
        let mut sealed = es256.sign_in(&options, ORIGIN).unwrap().seal();
        sealed.signature = edit(sealed.signature);
        assert_refused(fido2, &sealed.message()).await;
    }
    let mut rsa = device(2, Algorithm::Rs256);
    fido2.registered(&mut rsa, "anna").await;
    let options = fido2.authentication_options("anna").await;
    let mut assertion = rsa.sign_in(&options, ORIGIN).unwrap();
    // The same key signs, and says that it hashed with SHA-384.
    assertion.credential.algorithm = Algorithm::Rs384;
    assert_refused(fido2, &assertion.message()).await;
}

async fn assert_refused(fido2: Fido2, message: &Value) {
    let answer = fido2.post(W4, message).await;
    let json = answer.assert_failed("signature_invalid");
    assert_eq!(
        fido2.status(&json["fido2SessionId"]).await["status"],
        "failed"
    );
}

/// The same two numbers, the first with one more zero in front.
fn over_long(right: Vec<u8>) -> Vec<u8> {
    let mut long = right;
    long[1] += 1;
    long[3] += 1;
    long.insert(4, 0);
    long
}
