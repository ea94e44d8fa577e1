//! Which kinds of wrong evidence can an iPhone make? One enum per part of the evidence; every flaw is named
//! after what is wrong and knows the check and the reason of spec/mobile.md 4 that must answer it.
//!
//! Not here, because the server's state makes them and not the device: T5, A13, B2 and B3.
//!
//! The reason holds when all else is in order: the iPhone's app is registered for its environment only,
//! [`super::OTHER_APP_ID`] is not registered, `receipt_check = require` with the default age,
//! `on_jailbroken = reject`, and the key is either attested by this very token or registered with the counter of its last assertion.

mod assertion;
mod attestation;
mod envelope;
mod receipt;

use std::fmt;
use std::str::FromStr;

pub use assertion::AssertionFlaw;
pub use attestation::AttestationFlaw;
pub use envelope::EnvelopeFlaw;
pub use receipt::ReceiptFlaw;

use crate::flaws::UnknownFlaw;

/// One flaw of a token, in whichever part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flaw {
    /// In the CBOR envelope (T1 to T4), or in what it reports (B7).
    Envelope(EnvelopeFlaw),
    /// In the attestation object (A1 to A11).
    Attestation(AttestationFlaw),
    /// In the receipt inside the attestation object (A12, C1 to C8). Refused where the policy requires
    /// receipts.
    Receipt(ReceiptFlaw),
    /// In the assertion (B1, B4 to B6).
    Assertion(AssertionFlaw),
}

/// Hands the call to the enum of the part.
macro_rules! of_part {
    ($flaw:expr, $method:ident) => {
        match $flaw {
            Flaw::Envelope(flaw) => flaw.$method(),
            Flaw::Attestation(flaw) => flaw.$method(),
            Flaw::Receipt(flaw) => flaw.$method(),
            Flaw::Assertion(flaw) => flaw.$method(),
        }
    };
}

impl Flaw {
    /// Every flaw, in the order of the checks.
    pub fn all() -> impl Iterator<Item = Self> {
        let envelope = EnvelopeFlaw::ALL.iter().map(|flaw| Self::Envelope(*flaw));
        let attestation = AttestationFlaw::ALL
            .iter()
            .map(|flaw| Self::Attestation(*flaw));
        let receipt = ReceiptFlaw::ALL.iter().map(|flaw| Self::Receipt(*flaw));
        let assertion = AssertionFlaw::ALL.iter().map(|flaw| Self::Assertion(*flaw));
        envelope.chain(attestation).chain(receipt).chain(assertion)
    }

    /// The number of the check that must find it, such as `A6`.
    #[must_use]
    pub fn check(self) -> &'static str {
        of_part!(self, check)
    }

    /// The reason code that must answer it, such as `apple_nonce_mismatch`.
    #[must_use]
    pub fn expected_reason(self) -> &'static str {
        of_part!(self, expected_reason)
    }

    /// What is wrong, in one sentence.
    #[must_use]
    pub fn description(self) -> &'static str {
        of_part!(self, description)
    }

    /// Whether the flaw is in the attestation object, so that a token needs one to have it.
    #[must_use]
    pub fn needs_attestation(self) -> bool {
        matches!(self, Self::Attestation(_) | Self::Receipt(_))
    }
}

/// `attestation.nonce_other`: the part and the name.
impl fmt::Display for Flaw {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = match self {
            Self::Envelope(_) => "envelope",
            Self::Attestation(_) => "attestation",
            Self::Receipt(_) => "receipt",
            Self::Assertion(_) => "assertion",
        };
        write!(formatter, "{part}.{}", of_part!(self, name))
    }
}

impl FromStr for Flaw {
    type Err = UnknownFlaw;

    /// Reads what `Display` writes.
    fn from_str(text: &str) -> Result<Self, UnknownFlaw> {
        Self::all()
            .find(|flaw| flaw.to_string() == text)
            .ok_or(UnknownFlaw)
    }
}
