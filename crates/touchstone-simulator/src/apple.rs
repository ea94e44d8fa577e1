//! What does an iPhone send? App Attest evidence under a test CA: attestations, assertions, receipts and the
//! envelope around them, right ones and every kind of wrong one.
//!
//! ```
//! use touchstone_simulator::apple::{AppleCa, ClientDataProfile, Environment, Iphone};
//!
//! let ca = AppleCa::new([1; 32]);
//! let mut iphone = Iphone::new(&ca, [2; 32], "TESTTEAM01.com.example.app", Environment::Production);
//! let nonce = [3; 32];
//! let token = iphone.token(&nonce, ClientDataProfile::CborArray, true, 1_777_474_200_000);
//! assert!(!token.is_empty());
//! assert_eq!(iphone.counter, 1);
//! ```

mod assertion;
mod attestation;
mod authenticator_data;
mod ca;
mod client_data;
mod flaw;
mod iphone;
mod leaf;
mod receipt;
mod signed_data;
mod token;

pub use ca::AppleCa;
pub use client_data::ClientDataProfile;
pub use flaw::{AssertionFlaw, AttestationFlaw, EnvelopeFlaw, Flaw, ReceiptFlaw};
pub use iphone::{Environment, Iphone};

pub use crate::flaws::UnknownFlaw;

/// The App ID that flaws about a wrong app use; register any other one.
pub const OTHER_APP_ID: &str = "TESTTEAM99.com.example.other";
