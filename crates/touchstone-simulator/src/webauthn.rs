//! What does an authenticator send? WebAuthn registrations and sign-ins as a browser would post them, right ones
//! and every kind of wrong one (spec/webauthn.md 2.9, 2.11, 4).
//!
//! A message comes into being in three steps, and each can be changed: a draft ([`Registration`],
//! [`Assertion`]) whose parts are fields, the sealed message ([`SealedRegistration`], [`SealedAssertion`])
//! which is signed, and the JSON that is posted.
//!
//! ```
//! use touchstone_simulator::webauthn::statement::Packed;
//! use touchstone_simulator::webauthn::{Algorithm, Authenticator, Flaw, Statement, ca::AttestationCa};
//!
//! let aaguid = [7; 16];
//! let chain = AttestationCa::new([1; 32]).packed(aaguid, Algorithm::Es256);
//! let statement = Statement::Packed(Packed::by(chain));
//! let mut authenticator = Authenticator::new([2; 32], aaguid, statement, 1_777_474_200_000);
//! let options = serde_json::json!({
//!     "rp": { "id": "example.com", "name": "Example" },
//!     "user": { "id": "dXNlcg", "name": "jeff", "displayName": "Jeff" },
//!     "challenge": "AAECAwQFBgcICQoLDA0ODw",
//!     "pubKeyCredParams": [{ "type": "public-key", "alg": -7 }],
//!     "attestation": "direct",
//! });
//! let registration = authenticator.register(&options, "https://example.com")?;
//! assert_eq!(registration.message()["type"], "public-key");
//! let flaw: Flaw = "packed.signature_flipped".parse()?;
//! assert_eq!(flaw.expected_reason(), "attestation_signature_invalid");
//! assert_ne!(registration.flawed(flaw), registration.message().to_string().into_bytes());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

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
