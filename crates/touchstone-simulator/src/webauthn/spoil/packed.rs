//! What does each flaw make of a packed statement?

use super::cose_key::NO_SIGNATURE_ALGORITHM;
use super::{edit_signature, flip_last_bit};
use crate::cbor::{self, Cbor};
use crate::webauthn::flaw::PackedFlaw;
use crate::webauthn::statement::{Packed, Signer};

impl PackedFlaw {
    pub(super) fn spoil(self, packed: &mut Packed) {
        match self {
            Self::SignedByStranger => packed.signer = Signer::Stranger,
            Self::SignedByCredential => packed.signer = Signer::Credential,
            Self::AlgorithmUnknown => packed.algorithm = Some(NO_SIGNATURE_ALGORITHM),
            _ => {}
        }
    }

    pub(super) fn spoil_value(self, statement: &mut Cbor, other_signature: Vec<u8>) {
        let leaf = || match statement.get("x5c") {
            Some(Cbor::Array(certificates)) => certificates.first().cloned(),
            _ => None,
        };
        let leaf = leaf().unwrap_or(Cbor::Bytes(vec![0x30, 0]));
        match self {
            Self::Empty => *statement = Cbor::Map(Vec::new()),
            Self::AlgorithmMissing => statement.remove("alg"),
            Self::SignatureMissing => statement.remove("sig"),
            Self::AlgorithmText => statement.put("alg", cbor::text("ES256")),
            Self::SignatureText => statement.put("sig", cbor::text("sig")),
            Self::SignatureEmpty => statement.put("sig", cbor::bytes(&[])),
            Self::CertificatesText => statement.put("x5c", cbor::text("x5c")),
            Self::CertificatesEmpty => statement.put("x5c", Cbor::Array(Vec::new())),
            Self::CertificatesNine => statement.put("x5c", Cbor::Array(vec![leaf; 9])),
            Self::CertificateText => {
                statement.put("x5c", Cbor::Array(vec![cbor::text("leaf")]));
            }
            Self::CertificateMalformed => {
                statement.put("x5c", Cbor::Array(vec![cbor::bytes(&[0x30, 0x01, 0x00])]));
            }
            Self::EcdaaKeyId => statement.put("ecdaaKeyId", cbor::bytes(&[7; 32])),
            Self::AlgorithmOther => {
                let other = match statement.get("alg") {
                    Some(Cbor::Integer(-7)) => -35,
                    _ => -7,
                };
                statement.put("alg", Cbor::Integer(other));
            }
            Self::SignatureFlipped => {
                edit_signature(statement, |signature| flip_last_bit(signature))
            }
            Self::SignatureTrailing => edit_signature(statement, |signature| signature.push(0)),
            Self::CertificatesLeftOut => statement.remove("x5c"),
            Self::AuthDataOther | Self::ClientDataOther => {
                statement.put("sig", Cbor::Bytes(other_signature));
            }
            Self::AlgorithmUnknown | Self::SignedByStranger | Self::SignedByCredential => {}
        }
    }
}
