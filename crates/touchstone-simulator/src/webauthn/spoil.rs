//! What does each flaw make of a message? The part that has it is changed in its step: before signing, after
//! signing, in the JSON, or in the bytes.

mod auth_data;
mod client_data;
mod cose_key;
mod envelope;
mod fido_u2f;
mod object;
mod packed;
mod statement;

use super::assertion::{Assertion, SealedAssertion};
use super::auth_data::BACKUP_ELIGIBLE;
use super::flaw::{AssertionFlaw, Flaw};
use super::registration::{Registration, SealedRegistration};
use super::statement::stranger_signature;
use crate::cbor::Cbor;

impl Registration {
    /// The bytes of the body with one flaw. A flaw that a registration of this format cannot have leaves it
    /// right.
    #[must_use]
    pub fn flawed(&self, flaw: Flaw) -> Vec<u8> {
        envelope::body(self.flawed_seal(flaw).message(), flaw)
    }

    /// The signed parts with one flaw; one of the JSON leaves them right.
    #[must_use]
    pub fn flawed_seal(&self, flaw: Flaw) -> SealedRegistration {
        let mut draft = self.clone();
        match flaw {
            Flaw::ClientData(flaw) => flaw.spoil(&mut draft.client_data),
            Flaw::AuthData(flaw) => flaw.spoil(&mut draft.auth_data),
            _ => statement::spoil_draft(&mut draft, flaw),
        }
        let mut sealed = draft.seal();
        match flaw {
            Flaw::Object(flaw) => flaw.spoil(&mut sealed.object),
            _ => statement::spoil_sealed(&mut sealed, flaw, self),
        }
        sealed
    }
}

impl Assertion {
    /// The bytes of the body with one flaw. A flaw that no sign-in can have leaves it right.
    #[must_use]
    pub fn flawed(&self, flaw: Flaw) -> Vec<u8> {
        envelope::body(self.flawed_seal(flaw).message(), flaw)
    }

    /// The signed parts with one flaw; one of the JSON leaves them right.
    #[must_use]
    pub fn flawed_seal(&self, flaw: Flaw) -> SealedAssertion {
        let mut draft = self.clone();
        match flaw {
            Flaw::ClientData(flaw) => flaw.spoil(&mut draft.client_data),
            Flaw::AuthData(flaw) => flaw.spoil(&mut draft.auth_data),
            Flaw::Assertion(flaw) => flaw.spoil_draft(&mut draft),
            _ => {}
        }
        let mut sealed = draft.seal();
        if let Flaw::Assertion(flaw) = flaw {
            flaw.spoil_sealed(&mut sealed, self);
        }
        sealed
    }
}

impl AssertionFlaw {
    fn spoil_draft(self, draft: &mut Assertion) {
        let last = draft.auth_data.sign_count;
        match self {
            Self::IdOther => draft.envelope.id.iter_mut().for_each(|byte| *byte ^= 0xff),
            Self::UserHandleMissing => draft.user_handle = None,
            Self::UserHandleOther => draft.user_handle = Some(vec![0x75; 32]),
            Self::BackupEligibilityOther => draft.auth_data.flags ^= BACKUP_ELIGIBLE,
            Self::CounterRepeated => draft.auth_data.sign_count = last.saturating_sub(1),
            Self::CounterZero => draft.auth_data.sign_count = 0,
            _ => {}
        }
    }

    fn spoil_sealed(self, sealed: &mut SealedAssertion, right: &Assertion) {
        match self {
            Self::SignatureFlipped => flip_last_bit(&mut sealed.signature),
            Self::SignatureTrailing => sealed.signature.push(0),
            Self::SignedByStranger => {
                let message = [sealed.auth_data.as_slice(), &right.client_data.hash()].concat();
                sealed.signature = stranger_signature(right.credential.algorithm, &message);
            }
            Self::ClientDataOther => {
                let mut other = right.clone();
                other.client_data.set("other", true);
                sealed.signature = other.seal().signature;
            }
            Self::CounterRaised => {
                let mut other = right.auth_data.clone();
                other.sign_count = other.sign_count.saturating_add(1);
                sealed.auth_data = other.bytes();
            }
            _ => {}
        }
    }
}

fn flip_last_bit(bytes: &mut [u8]) {
    if let Some(last) = bytes.last_mut() {
        *last ^= 1;
    }
}

fn edit_signature(statement: &mut Cbor, edit: impl FnOnce(&mut Vec<u8>)) {
    if let Some(Cbor::Bytes(mut signature)) = statement.get("sig").cloned() {
        edit(&mut signature);
        statement.put("sig", Cbor::Bytes(signature));
    }
}
