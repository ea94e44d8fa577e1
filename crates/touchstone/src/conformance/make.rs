//! Decides how a message is made from the right draft: as it is, with its JSON changed, or changed before it is signed.

use serde_json::Value;
use touchstone_simulator::webauthn::{Assertion, Registration};

/// The bytes that are posted, from the right draft.
pub(super) type Make<T> = Box<dyn Fn(&T) -> Vec<u8> + Send + Sync>;

/// The right registration.
pub(super) fn right_registration() -> Make<Registration> {
    registration_json(|_message| {})
}

/// The right sign-in.
pub(super) fn right_sign_in() -> Make<Assertion> {
    sign_in_json(|_message| {})
}

/// The JSON of a registration is changed.
pub(super) fn registration_json(
    edit: impl Fn(&mut Value) + Send + Sync + 'static,
) -> Make<Registration> {
    Box::new(move |draft| {
        let mut message = draft.message();
        edit(&mut message);
        message.to_string().into_bytes()
    })
}

/// The JSON of a sign-in is changed.
pub(super) fn sign_in_json(edit: impl Fn(&mut Value) + Send + Sync + 'static) -> Make<Assertion> {
    Box::new(move |draft| {
        let mut message = draft.message();
        edit(&mut message);
        message.to_string().into_bytes()
    })
}

/// A registration is changed before it is signed.
pub(super) fn draft(
    edit: impl Fn(&mut Registration) + Send + Sync + 'static,
) -> Make<Registration> {
    Box::new(move |draft| {
        let mut draft = draft.clone();
        edit(&mut draft);
        draft.message().to_string().into_bytes()
    })
}

/// A sign-in is changed before it is signed.
pub(super) fn sign_in_draft(
    edit: impl Fn(&mut Assertion) + Send + Sync + 'static,
) -> Make<Assertion> {
    Box::new(move |draft| {
        let mut draft = draft.clone();
        edit(&mut draft);
        draft.message().to_string().into_bytes()
    })
}
