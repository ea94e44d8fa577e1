//! One RP, one CA, one moment, and a reader of WebAuthn messages that shares nothing with their maker.

use ciborium::Value as Cbor;
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use rsa::{BoxedUint, Pkcs1v15Sign, Pss, RsaPublicKey};
use serde_json::{Value, json};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};
use touchstone_simulator::webauthn::ca::AttestationCa;
use touchstone_simulator::webauthn::statement::{AndroidKey, SafetyNet, Tpm};
use touchstone_simulator::webauthn::statement::{Apple, Compound, FidoU2f, Packed};
use touchstone_simulator::webauthn::{Algorithm, Authenticator, Registration, Statement};

use crate::scene::{NOW_MS, cbor};

pub const ORIGIN: &str = "https://login.example.com";
pub const RP_ID: &str = "example.com";
pub const AAGUID: [u8; 16] = [0xa1; 16];
const CHALLENGE: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

pub fn ca() -> AttestationCa {
    AttestationCa::new([1; 32])
}

pub fn authenticator(statement: Statement) -> Authenticator {
    Authenticator::new([2; 32], AAGUID, statement, NOW_MS)
}

/// The reply of W1 for these algorithms.
pub fn creation_options(algorithms: &[Algorithm]) -> Value {
    let parameters: Vec<Value> = algorithms
        .iter()
        .map(|algorithm| json!({ "type": "public-key", "alg": algorithm.cose_id() }))
        .collect();
    json!({
        "status": "ok",
        "rp": { "id": RP_ID, "name": "Example" },
        "user": { "id": "dXNlcg", "name": "jeff", "displayName": "Jeff" },
        "challenge": CHALLENGE,
        "pubKeyCredParams": parameters,
        "excludeCredentials": [],
        "authenticatorSelection": { "userVerification": "preferred" },
        "attestation": "direct",
    })
}

/// The reply of W3 that asks for whatever the RP knows.
pub fn request_options() -> Value {
    json!({
        "status": "ok",
        "rpId": RP_ID,
        "challenge": CHALLENGE,
        "allowCredentials": [],
        "userVerification": "preferred",
    })
}

pub fn register(authenticator: &mut Authenticator) -> Registration {
    let options = creation_options(&[Algorithm::Es256]);
    authenticator.register(&options, ORIGIN).expect("a message")
}

/// A registration of every format that exists.
pub fn registrations() -> Vec<Registration> {
    let packed = || Packed::by(ca().packed(AAGUID, Algorithm::Es256));
    let statements = [
        Statement::None,
        Statement::Packed(Packed::by_itself()),
        Statement::Packed(packed()),
        Statement::FidoU2f(FidoU2f::by(ca().fido_u2f())),
        Statement::Apple(Apple::by(ca())),
        Statement::Tpm(Tpm::by(ca().aik(Algorithm::Es256))),
        Statement::AndroidKey(AndroidKey::by(ca())),
        Statement::SafetyNet(SafetyNet::by(ca().safetynet(Algorithm::Rs256))),
        Statement::Compound(Compound {
            elements: vec![
                Statement::Packed(packed()),
                Statement::Packed(Packed::by_itself()),
            ],
        }),
    ];
    let of = |statement| register(&mut authenticator(statement));
    statements.into_iter().map(of).collect()
}

/// The bytes of a base64url member.
pub fn decoded(object: &Value, member: &str) -> Vec<u8> {
    let text = object[member].as_str().expect("a text");
    data_encoding::BASE64URL_NOPAD
        .decode(text.as_bytes())
        .expect("base64url")
}

/// The integer-keyed member of a COSE key.
pub fn label(key: &Cbor, label: i64) -> &Cbor {
    let entries = key.as_map().expect("a map");
    let found = entries.iter().find(|(held, _)| *held == label.into());
    &found.expect("the label").1
}

/// The COSE key in authenticator data with a credential id of 32 bytes.
pub fn cose_key(auth_data: &[u8]) -> Cbor {
    cbor(&auth_data[37 + 16 + 2 + 32..])
}

/// Whether the signature is by this COSE key; Ed448 is checked by its published vectors instead.
pub fn verifies(key: &Cbor, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
    let bytes = |name: i64| label(key, name).as_bytes().expect("bytes").clone();
    let point = || [vec![4], bytes(-2), bytes(-3)].concat();
    macro_rules! ecdsa {
        ($curve:ident, $hash:ident) => {{
            let key = $curve::ecdsa::VerifyingKey::from_sec1_bytes(&point()).expect("a point");
            let signature = $curve::ecdsa::Signature::from_der(signature);
            signature.is_ok_and(|it| key.verify_prehash(&$hash::digest(message), &it).is_ok())
        }};
    }
    macro_rules! ml_dsa {
        ($set:ident) => {{
            use ml_dsa::Verifier as _;
            let key = ml_dsa::VerifyingKey::<ml_dsa::$set>::decode(
                &bytes(-1).as_slice().try_into().expect("a key"),
            );
            let signature = ml_dsa::Signature::<ml_dsa::$set>::try_from(signature);
            signature.is_ok_and(|it| key.verify(message, &it).is_ok())
        }};
    }
    macro_rules! rsa {
        ($padding:expr, $hash:ident) => {{
            let part = |name| BoxedUint::from_be_slice_vartime(&bytes(name));
            let key = RsaPublicKey::new(part(-1), part(-2)).expect("a key");
            key.verify($padding, &$hash::digest(message), signature)
                .is_ok()
        }};
    }
    match algorithm {
        Algorithm::Es256 => ecdsa!(p256, Sha256),
        Algorithm::Es384 => ecdsa!(p384, Sha384),
        Algorithm::Es512 => ecdsa!(p521, Sha512),
        Algorithm::Es256k => ecdsa!(k256, Sha256),
        Algorithm::EdDsa => {
            let key: [u8; 32] = bytes(-2).try_into().expect("32 bytes");
            let key = ed25519_dalek::VerifyingKey::from_bytes(&key).expect("a point");
            let signature = ed25519_dalek::Signature::from_slice(signature);
            signature.is_ok_and(|signature| key.verify_strict(message, &signature).is_ok())
        }
        Algorithm::Ed448 => signature.len() == 114 && bytes(-2).len() == 57,
        Algorithm::Rs256 => rsa!(Pkcs1v15Sign::new::<Sha256>(), Sha256),
        Algorithm::Rs384 => rsa!(Pkcs1v15Sign::new::<Sha384>(), Sha384),
        Algorithm::Rs512 => rsa!(Pkcs1v15Sign::new::<Sha512>(), Sha512),
        Algorithm::Rs1 => rsa!(Pkcs1v15Sign::new::<Sha1>(), Sha1),
        Algorithm::Ps256 => rsa!(Pss::<Sha256>::new(), Sha256),
        Algorithm::Ps384 => rsa!(Pss::<Sha384>::new(), Sha384),
        Algorithm::Ps512 => rsa!(Pss::<Sha512>::new(), Sha512),
        Algorithm::MlDsa44 => ml_dsa!(MlDsa44),
        Algorithm::MlDsa65 => ml_dsa!(MlDsa65),
        Algorithm::MlDsa87 => ml_dsa!(MlDsa87),
    }
}
