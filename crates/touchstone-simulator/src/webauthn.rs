//! What does an authenticator send? WebAuthn registrations and sign-ins as a browser would post them, right ones
//! and every kind of wrong one (spec/webauthn.md 2.9, 2.11, 4).
//!
//! A message comes into being in three steps, and each can be changed: a draft ([`Registration`],
//! [`Assertion`]) whose parts are fields, the sealed message ([`SealedRegistration`], [`SealedAssertion`])
//! which is signed, and the JSON that is posted.

mod algorithm;
pub mod android_key;
mod assertion;
pub mod auth_data;
mod authenticator;
pub mod ca;
mod client_data;
mod credential;
mod envelope;
pub mod flaw;
mod jws;
pub mod mds;
mod options;
mod registration;
pub mod safetynet;
mod spoil;
pub mod statement;
pub mod tpm;

pub use algorithm::Algorithm;
pub use assertion::{Assertion, SealedAssertion};
pub use auth_data::{AttestedData, AuthData};
pub use authenticator::{Authenticator, Counter, UserVerification};
pub use client_data::ClientData;
pub use credential::Credential;
pub use envelope::Envelope;
pub use flaw::{CeremonyKind, Condition, Flaw};
pub use options::ClientError;
pub use registration::{Registration, SealedRegistration};
pub use statement::{Ceremony, Statement};

pub use crate::cbor::Cbor;
pub use crate::flaws::UnknownFlaw;
