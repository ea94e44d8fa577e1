//! One RP, one CA, one moment: simulated authenticators of every format for the tests of the verifier.

use serde_json::{Value, json};
use touchstone_evidence::Timestamp;
use touchstone_simulator::webauthn::ca::AttestationCa;
use touchstone_simulator::webauthn::statement::{AndroidKey, Apple, Compound, FidoU2f, Packed};
use touchstone_simulator::webauthn::statement::{SafetyNet, Tpm};
use touchstone_simulator::webauthn::{Algorithm, Authenticator, Registration, Statement};

/// 2026-04-29T14:50:00.123Z.
pub const NOW_MS: i64 = 1_777_474_200_123;
pub const ORIGIN: &str = "https://login.example.com";
pub const RP_ID: &str = "example.com";
pub const AAGUID: [u8; 16] = [0xa1; 16];
pub const CHALLENGE: [u8; 32] = [0x17; 32];
/// What the options offer: all but Ed448 and ML-DSA.
pub const ALGORITHMS: &[i64] = &[
    -7, -8, -35, -36, -37, -38, -39, -47, -257, -258, -259, -65535,
];

pub fn timestamp(unix_ms: i64) -> Timestamp {
    Timestamp::from_unix_ms(unix_ms)
}

pub fn ca() -> AttestationCa {
    AttestationCa::new([1; 32])
}

pub fn by_itself() -> Statement {
    Statement::Packed(Packed::by_itself())
}

pub fn authenticator(statement: Statement) -> Authenticator {
    let aaguid = match statement {
        Statement::FidoU2f(_) => [0; 16],
        _ => AAGUID,
    };
    Authenticator::new([2; 32], aaguid, statement, NOW_MS)
}

fn challenge() -> String {
    data_encoding::BASE64URL_NOPAD.encode(&CHALLENGE)
}

pub fn creation_options(algorithms: &[Algorithm]) -> Value {
    let parameters: Vec<Value> = algorithms
        .iter()
        .map(|algorithm| json!({ "type": "public-key", "alg": algorithm.cose_id() }))
        .collect();
    json!({
        "rp": { "id": RP_ID, "name": "Example" },
        "user": { "id": "dXNlcg", "name": "jeff", "displayName": "Jeff" },
        "challenge": challenge(),
        "pubKeyCredParams": parameters,
        "attestation": "direct",
    })
}

pub fn request_options() -> Value {
    json!({ "rpId": RP_ID, "challenge": challenge(), "allowCredentials": [] })
}

pub fn register(authenticator: &mut Authenticator) -> Registration {
    let options = creation_options(&[Algorithm::Es256]);
    authenticator.register(&options, ORIGIN).unwrap()
}

/// A registration of every format, both kinds of packed among them.
pub fn registrations() -> Vec<Registration> {
    let packed = || Statement::Packed(Packed::by(ca().packed(AAGUID, Algorithm::Es256)));
    let statements = [
        Statement::None,
        by_itself(),
        packed(),
        Statement::FidoU2f(FidoU2f::by(ca().fido_u2f())),
        Statement::Apple(Apple::by(ca())),
        Statement::Tpm(Tpm::by(ca().aik(Algorithm::Es256))),
        Statement::AndroidKey(AndroidKey::by(ca())),
        Statement::SafetyNet(SafetyNet::by(ca().safetynet(Algorithm::Rs256))),
        Statement::Compound(Compound {
            elements: vec![packed(), by_itself()],
        }),
    ];
    let of = |statement| {
        let mut authenticator = authenticator(statement);
        register(&mut authenticator)
    };
    statements.into_iter().map(of).collect()
}
