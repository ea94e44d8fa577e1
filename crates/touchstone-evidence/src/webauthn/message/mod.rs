//! Decides which JSON bodies are results of a ceremony: checks E1 to E19 (spec webauthn.md section 4.1). Members that the
//! spec does not name are ignored; `null` in an optional member counts as absent.

mod authentication;
mod body;
mod error;
mod extension_results;
mod optional;
mod registration;

use alloc::vec::Vec;

pub use authentication::{AuthenticationMessage, authentication};
pub use error::{Error, Member};
pub use extension_results::ExtensionResults;
pub use registration::{RegistrationMessage, registration};

use super::Ceremony;

/// The checks of both ceremonies in the order in which they run: clause, and what it says.
const COMMON_CHECKS: [(&str, &str); 13] = [
    ("E1", "body is one JSON object"),
    ("E2", "no member name comes twice"),
    ("E3", "id is present"),
    ("E4", "id is base64url"),
    ("E5", "id has an allowed length"),
    ("E6", "rawId is id"),
    ("E7", "type is present"),
    ("E8", "type is text"),
    ("E9", "type is public-key"),
    ("E10", "response is present"),
    ("E11", "response is an object"),
    ("E12", "clientDataJSON is present"),
    ("E13", "clientDataJSON is base64url"),
];

const REGISTRATION_CHECKS: [(&str, &str); 2] = [
    ("E14", "attestationObject is present"),
    ("E15", "attestationObject is base64url"),
];

const AUTHENTICATION_CHECKS: [(&str, &str); 3] = [
    ("E16", "authenticatorData is base64url"),
    ("E17", "signature is base64url"),
    ("E18", "userHandle is absent or base64url"),
];

/// The checks of a ceremony's message in the order in which they run: clause, and what it says.
pub fn checks(ceremony: Ceremony) -> Vec<(&'static str, &'static str)> {
    let own = match ceremony {
        Ceremony::Registration => REGISTRATION_CHECKS.as_slice(),
        Ceremony::Authentication => &AUTHENTICATION_CHECKS,
    };
    let last = [("E19", "optional members have their types and sizes")];
    [COMMON_CHECKS.as_slice(), own, &last].concat()
}

#[cfg(test)]
mod tests;
