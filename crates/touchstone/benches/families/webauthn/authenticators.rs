//! Simulated authenticators of every format, and the relying party that they register at.

use serde_json::{Value, json};
use touchstone_simulator::webauthn::ca::AttestationCa;
use touchstone_simulator::webauthn::statement::{
    AndroidKey, Apple, Compound, FidoU2f, Packed, SafetyNet, Tpm,
};
use touchstone_simulator::webauthn::{Algorithm, Statement};

pub const RP_ID: &str = "bench.example";
pub const ORIGIN: &str = "https://bench.example";
pub const AAGUID: [u8; 16] = [0xa1; 16];

pub fn ca() -> AttestationCa {
    AttestationCa::new([1; 32])
}

/// A format with what it attests by. Chains are a leaf and an intermediate below the anchor, but for fido-u2f, which sends a leaf alone.
pub struct Format {
    pub name: &'static str,
    pub statement: Statement,
}

impl Format {
    /// What its authenticators say of their model.
    pub fn aaguid(&self) -> [u8; 16] {
        match self.statement {
            Statement::FidoU2f(_) => [0; 16],
            _ => AAGUID,
        }
    }
}

pub fn formats() -> Vec<Format> {
    let ca = ca();
    let full = || Statement::Packed(Packed::by(ca.packed(AAGUID, Algorithm::Es256)));
    let itself = || Statement::Packed(Packed::by_itself());
    let safetynet = SafetyNet::by(ca.safetynet(Algorithm::Rs256));
    let compound = Compound {
        elements: vec![full(), itself()],
    };
    let format = |(name, statement)| Format { name, statement };
    let formats = [
        ("none", Statement::None),
        ("packed self", itself()),
        ("packed full", full()),
        ("fido-u2f", Statement::FidoU2f(FidoU2f::by(ca.fido_u2f()))),
        ("tpm", Statement::Tpm(Tpm::by(ca.aik(Algorithm::Rs256)))),
        (
            "android-key",
            Statement::AndroidKey(AndroidKey::by(ca.clone())),
        ),
        ("android-safetynet", Statement::SafetyNet(safetynet)),
        ("apple", Statement::Apple(Apple::by(ca.clone()))),
        ("compound", Statement::Compound(compound)),
    ];
    formats.into_iter().map(format).collect()
}

/// Options as the server gives them, for one algorithm.
pub fn creation_options(challenge: &str, algorithm: Algorithm) -> Value {
    json!({
        "rp": {"id": RP_ID, "name": "Bench"},
        "user": {"id": "dXNlcg", "name": "jeff", "displayName": "Jeff"},
        "challenge": challenge,
        "pubKeyCredParams": [{"type": "public-key", "alg": algorithm.cose_id()}],
        "attestation": "direct",
    })
}

pub fn request_options(challenge: &str) -> Value {
    json!({"rpId": RP_ID, "challenge": challenge, "allowCredentials": []})
}
