//! What does an authenticator send? WebAuthn registrations and sign-ins as a browser would post them, right ones
//! and every kind of wrong one (spec/webauthn.md 2.9, 2.11, 4).
//!
//! A message comes into being in three steps, and each can be changed: a draft ([`Registration`],
//! [`Assertion`]) whose parts are fields, the sealed message ([`SealedRegistration`], [`SealedAssertion`])
//! which is signed, and the JSON that is posted.

mod algorithm;
pub mod ca;
pub mod tpm;

pub use algorithm::Algorithm;

pub use crate::cbor::Cbor;
pub use crate::flaws::UnknownFlaw;
