//! What does each flaw make of a fido-u2f statement?

use super::{edit_signature, flip_last_bit};
use crate::cbor::{self, Cbor};
use crate::webauthn::Algorithm;
use crate::webauthn::credential::Credential;
use crate::webauthn::flaw::FidoU2fFlaw;
use crate::webauthn::registration::Registration;
use crate::webauthn::statement::{FidoU2f, Statement};

const SEED: [u8; 32] = [0x57; 32];

impl FidoU2fFlaw {
    pub(super) fn spoil_draft(self, draft: &mut Registration) {
        let Statement::FidoU2f(u2f) = &mut draft.statement else {
            return;
        };
        match self {
            Self::LeafKeyP384 => {
                let chain = u2f.chain.ca.packed([0; 16], Algorithm::Es384);
                *u2f = FidoU2f::by(chain);
            }
            Self::CredentialKeyP384 => {
                draft.credential = Credential {
                    id: draft.credential.id.clone(),
                    ..Credential::new(Algorithm::Es384, &SEED, "other")
                };
                if let Some(attested) = &mut draft.auth_data.attested {
                    attested.cose_key = draft.credential.cose_key();
                }
            }
            Self::AaguidNotZero => {
                if let Some(attested) = &mut draft.auth_data.attested {
                    attested.aaguid = [7; 16];
                }
            }
            _ => {}
        }
    }

    pub(super) fn spoil_value(self, statement: &mut Cbor, other_signature: Vec<u8>) {
        match self {
            Self::SignatureMissing => statement.remove("sig"),
            Self::CertificatesMissing => statement.remove("x5c"),
            Self::SignatureEmpty => statement.put("sig", cbor::bytes(&[])),
            Self::CertificatesEmpty => statement.put("x5c", Cbor::Array(Vec::new())),
            Self::CertificatesTwo => {
                if let Some(Cbor::Array(certificates)) = statement.get("x5c").cloned() {
                    let twice = certificates.into_iter().cycle().take(2).collect();
                    statement.put("x5c", Cbor::Array(twice));
                }
            }
            Self::SignatureFlipped => {
                edit_signature(statement, |signature| flip_last_bit(signature))
            }
            Self::SignedAsPacked => statement.put("sig", Cbor::Bytes(other_signature)),
            Self::LeafKeyP384 | Self::CredentialKeyP384 | Self::AaguidNotZero => {}
        }
    }
}
