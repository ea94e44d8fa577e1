//! What does each flaw make of a credential's COSE key? Those of its parameters put a key of ES256 in its place.

use crate::cbor::{self, Cbor};
use crate::key::{RsaFile, SigningKey};
use crate::webauthn::algorithm::{ALGORITHM, Algorithm, FIRST, KEY_TYPE, SECOND, THIRD};
use crate::webauthn::flaw::AuthDataFlaw;

/// RSAES-OAEP with SHA-256: an algorithm of COSE that signs nothing.
pub(super) const NO_SIGNATURE_ALGORITHM: i64 = -41;
const SEED: [u8; 32] = [0xc0; 32];

pub(super) fn spoil(flaw: AuthDataFlaw, key: &mut Cbor) {
    spoil_shape(flaw, key);
    let es256 = || Algorithm::Es256.cose_key(&SigningKey::p256(&SEED, "spoilt"));
    let with = |label: i64, value: Cbor| {
        let mut spoilt = es256();
        spoilt.put_entry(Cbor::Integer(label), value);
        spoilt
    };
    match flaw {
        AuthDataFlaw::CoseKeyAlgorithmNotOffered => {
            *key = Algorithm::Ed448.cose_key(&SigningKey::ed448(&SEED, "spoilt"));
        }
        AuthDataFlaw::PointOffCurve => *key = with(SECOND, cbor::bytes(&[1; 32])),
        AuthDataFlaw::CoordinateShort => *key = with(SECOND, cbor::bytes(&[1; 31])),
        AuthDataFlaw::CoordinateBoolean => *key = with(THIRD, Cbor::Bool(true)),
        AuthDataFlaw::CurveOther => *key = with(FIRST, Cbor::Integer(2)),
        AuthDataFlaw::KeyTypeOther => {
            *key = Algorithm::Es256.cose_key(&SigningKey::rsa(RsaFile::WebauthnCredential));
        }
        _ => {}
    }
}

fn spoil_shape(flaw: AuthDataFlaw, key: &mut Cbor) {
    let Cbor::Map(entries) = key else { return };
    let key_type = Cbor::Integer(KEY_TYPE);
    match flaw {
        AuthDataFlaw::CoseKeyArray => *key = Cbor::Array(Vec::new()),
        AuthDataFlaw::CoseKeyLabelTwice => {
            let first = entries.first().cloned();
            entries.extend(first);
        }
        AuthDataFlaw::CoseKeyIndefinite => *key = Cbor::IndefiniteMap(std::mem::take(entries)),
        AuthDataFlaw::CoseKeyLongInteger => {
            if let Some((_, value)) = entries.first_mut()
                && let Cbor::Integer(number) = *value
            {
                *value = Cbor::LongInteger(number);
            }
        }
        AuthDataFlaw::CoseKeyWithoutAlgorithm => key.remove_entry(&Cbor::Integer(ALGORITHM)),
        AuthDataFlaw::CoseKeyTypeText => key.put_entry(key_type, cbor::text("EC2")),
        AuthDataFlaw::CoseKeyAlgorithmUnknown => {
            let unknown = Cbor::Integer(NO_SIGNATURE_ALGORITHM);
            key.put_entry(Cbor::Integer(ALGORITHM), unknown);
        }
        _ => {}
    }
}
