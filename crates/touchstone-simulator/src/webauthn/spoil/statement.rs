//! What does each flaw make of a statement?

use crate::cbor::{self, Cbor};
use crate::webauthn::Algorithm;
use crate::webauthn::credential::Credential;
use crate::webauthn::flaw::{AppleFlaw, CompoundFlaw, FidoU2fFlaw, Flaw, NoneFlaw, PackedFlaw};
use crate::webauthn::registration::{Registration, SealedRegistration};
use crate::webauthn::statement::{AppleNonce, Packed, Signer, Statement};

const SEED: [u8; 32] = [0x57; 32];

/// Before signing.
pub(super) fn spoil_draft(draft: &mut Registration, flaw: Flaw) {
    let now_ms = draft.now_ms;
    match (&mut draft.statement, flaw) {
        (Statement::Packed(packed), Flaw::Packed(flaw)) => flaw.spoil(packed),
        (Statement::Packed(packed), Flaw::Certificate(flaw)) => {
            packed.chain = packed
                .chain
                .as_ref()
                .map(|chain| chain.flawed(flaw, now_ms));
        }
        (Statement::Tpm(tpm), Flaw::Tpm(flaw)) => *tpm = tpm.flawed(flaw),
        (Statement::Tpm(tpm), Flaw::Aik(flaw)) => tpm.chain = tpm.chain.flawed_aik(flaw),
        (Statement::AndroidKey(android), Flaw::AndroidKey(flaw)) => *android = android.flawed(flaw),
        (Statement::SafetyNet(safetynet), Flaw::SafetyNet(flaw)) => {
            *safetynet = safetynet.flawed(flaw);
        }
        (Statement::FidoU2f(_), Flaw::FidoU2f(flaw)) => flaw.spoil_draft(draft),
        (Statement::Apple(apple), Flaw::Apple(flaw)) => match flaw {
            AppleFlaw::NonceMissing => apple.nonce = AppleNonce::Missing,
            AppleFlaw::NonceBare => apple.nonce = AppleNonce::Value(vec![7; 32]),
            AppleFlaw::NonceShort => apple.nonce = AppleNonce::Other(vec![7; 31]),
            AppleFlaw::NonceOther => apple.nonce = AppleNonce::Other(vec![7; 32]),
            AppleFlaw::KeyOther => {
                let other = Credential::new(Algorithm::Es256, &SEED, "other");
                apple.public_key_info = Some(other.public_key_info());
            }
            AppleFlaw::CertificatesMissing => {}
        },
        (Statement::Compound(compound), Flaw::Compound(flaw)) => match flaw {
            CompoundFlaw::Empty => compound.elements.clear(),
            CompoundFlaw::Alone => compound.elements.truncate(1),
            CompoundFlaw::Nested => {
                let inner = Statement::Compound(compound.clone());
                compound.elements.push(inner);
            }
            CompoundFlaw::ElementWrong => compound.elements.push(Statement::Packed(Packed {
                signer: Signer::Stranger,
                ..Packed::by_itself()
            })),
            _ => {}
        },
        _ => {}
    }
}

/// After signing; `right` is the draft without the flaw.
pub(super) fn spoil_sealed(sealed: &mut SealedRegistration, flaw: Flaw, right: &Registration) {
    if flaw.format() != Some(right.statement.format()) {
        return;
    }
    let other = match flaw {
        Flaw::Packed(PackedFlaw::AuthDataOther) => {
            let mut other = right.clone();
            other.auth_data.sign_count ^= 1;
            signature(&other)
        }
        Flaw::Packed(PackedFlaw::ClientDataOther) => {
            let mut other = right.clone();
            other.client_data.set("other", true);
            signature(&other)
        }
        Flaw::FidoU2f(FidoU2fFlaw::SignedAsPacked) => match &right.statement {
            Statement::FidoU2f(u2f) => u2f.chain.sign(&right.ceremony().signed_bytes()),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    };
    sealed.edit_statement(|statement| match flaw {
        Flaw::None(NoneFlaw::Members) => statement.put("sig", cbor::bytes(&[0])),
        Flaw::Packed(flaw) => flaw.spoil_value(statement, other),
        Flaw::FidoU2f(flaw) => flaw.spoil_value(statement, other),
        Flaw::Apple(AppleFlaw::CertificatesMissing) => statement.remove("x5c"),
        Flaw::Compound(flaw) => flaw.spoil_value(statement),
        _ => {}
    });
}

/// What stands in `sig`.
fn signature(registration: &Registration) -> Vec<u8> {
    let value = registration.statement.value(&registration.ceremony());
    match value.get("sig") {
        Some(Cbor::Bytes(signature)) => signature.clone(),
        _ => Vec::new(),
    }
}

impl CompoundFlaw {
    fn spoil_value(self, statement: &mut Cbor) {
        let Cbor::Array(elements) = statement else {
            return;
        };
        let Some(last) = elements.last_mut() else {
            return;
        };
        match self {
            Self::ElementText => *last = cbor::text("element"),
            Self::FormatMissing => last.remove("fmt"),
            Self::StatementMissing => last.remove("attStmt"),
            _ => {}
        }
    }
}
