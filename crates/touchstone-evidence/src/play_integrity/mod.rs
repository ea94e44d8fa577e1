//! Decides whether an app on a phone is the expected one, by Google's word: Play Integrity (spec mobile.md section 4.5).
//! Checks run in this order; the first that fails is the reason.
//!
//! [`open`], a classic token with the app's own keys (a token for Google's decode call: [`check_text`], G2 alone):
//!
//! 1. G2: five base64url parts, A256KW and A256GCM, no compression, no extensions, exact sizes;
//! 2. G3: the content key unwraps and the content opens;
//! 3. G4: inside is a compact JWS (else the payload is malformed), ES256 by the app's verification key.
//!
//! [`judge`], the payload, opened here or by Google:
//!
//! 4. G6: a JSON object with `requestDetails` and an integer `timestampMillis`;
//! 5. G7: the request was made for the package;
//! 6. G8: `nonce` (classic) or `requestHash` (standard) is the final nonce; the other is never a fallback;
//! 7. G9: the verdict is neither from the future nor stale;
//! 8. G10: it is no response to a test, unless allowed;
//! 9. G11: the app is recognised as the policy asks;
//! 10. G12, G13, unless the app was not evaluated: its package, and nothing but configured signers;
//! 11. G14: its version is recent enough;
//! 12. G15: the device has every asked label;
//! 13. G16: the licence is as asked;
//! 14. G17: neither Play Protect nor app access risk says a rejected word.
//!
//! G1 and G1a (which app, which mode) and G5 (Google's answer) belong to the use case.

mod error;
mod facts;
mod judge;
mod keys;
mod members;
mod open;
mod payload;
mod policy;

pub use error::{Error, Fault};
pub use facts::{Facts, inspect, nonce_bytes};
pub use judge::{Expected, judge};
pub use keys::{Keys, KeysError};
pub use open::{check_text, open};
pub use policy::Policy;

/// The checks of this format in the order in which they run: clause, and what it says. G1 and G1a come before; G5 takes
/// the place of G3 and G4 when Google opens the token.
pub const CHECKS: &[(&str, &str)] = &[
    ("G2", "token is well-formed"),
    ("G3", "token opens under the decryption key"),
    ("G4", "token is signed with the verification key"),
    ("G6", "payload is well-formed"),
    ("G7", "request was made for the app"),
    ("G8", "nonce is the expected one"),
    ("G9", "verdict is fresh"),
    ("G10", "verdict is no test response"),
    ("G11", "app is recognised"),
    ("G12", "package is that of the app"),
    ("G13", "signers are configured ones"),
    ("G14", "version is recent enough"),
    ("G15", "device has the labels"),
    ("G16", "licence is as asked"),
    ("G17", "environment holds no rejected risk"),
];

/// How the app asked for the token, which says where its nonce is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenType {
    /// Classic request: `requestDetails.nonce`.
    Classic,
    /// Standard request: `requestDetails.requestHash`.
    Standard,
}

#[cfg(test)]
mod tests;
