//! Which kinds of wrong messages can an authenticator or a client make? One enum per part; every flaw is named
//! after what is wrong and knows the check and the reason of spec/webauthn.md 4 that must answer it.
//!
//! Not here, because the server's state makes them and not the message: S2 to S4, G2, G5, and what metadata say.
//!
//! The reason holds when all else is in order and [`Flaw::condition`] does.

mod assertion;
mod auth_data;
mod client_data;
mod envelope;
mod object;
mod statement;

use std::fmt;
use std::str::FromStr;

pub use assertion::AssertionFlaw;
pub use auth_data::AuthDataFlaw;
pub use client_data::ClientDataFlaw;
pub use envelope::EnvelopeFlaw;
pub use object::ObjectFlaw;
pub use statement::{AppleFlaw, CompoundFlaw, FidoU2fFlaw, NoneFlaw, PackedFlaw};

use super::android_key::AndroidKeyFlaw;
use super::ca::{AikFlaw, CertificateFlaw};
use super::safetynet::SafetyNetFlaw;
use super::tpm::TpmFlaw;
use crate::flaws::UnknownFlaw;

/// The two kinds of ceremony.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CeremonyKind {
    /// A credential is made.
    Registration,
    /// A credential signs in.
    Authentication,
}

/// What must hold on the server or in the options for a flaw to have its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    /// The options ask for `userVerification` of `required`.
    UserVerificationRequired,
    /// `allow_cross_origin` is on, and `top_origins` is empty.
    CrossOriginAllowed,
    /// `token_binding_shape` is on.
    TokenBindingShape,
    /// `u2f_zero_aaguid` is on.
    U2fZeroAaguid,
    /// `android_key.minimum_level` is `tee`.
    AndroidKeyMinimumTee,
    /// The sign-in was started without a user name.
    UsernameLess,
    /// The sign-in was started with a user name.
    UsernameGiven,
    /// The credential's counter was above 0.
    CounterAboveZero,
    /// `attestation.mode` is `enforced`, and the CA is an anchor of the format or of the model.
    Enforced,
    /// `attestation.x5c_contains_anchor` is `refuse`, beside [`Self::Enforced`].
    AnchorRefused,
    /// `attestation.sha1_certificates` is `refuse`, beside [`Self::Enforced`].
    Sha1Refused,
}

/// One flaw of a message, in whichever part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flaw {
    /// In the JSON (E1 to E19).
    Envelope(EnvelopeFlaw),
    /// In the client data (C1 to C15, S1).
    ClientData(ClientDataFlaw),
    /// In the attestation object (A1 to A7, F1).
    Object(ObjectFlaw),
    /// In the authenticator data (A8 to A14, K1 to K4, G6 to G8).
    AuthData(AuthDataFlaw),
    /// In a none statement (N1).
    None(NoneFlaw),
    /// In a packed statement (P1 to P5).
    Packed(PackedFlaw),
    /// In the certificates of a packed statement (P4 to P9, T8 to T11).
    Certificate(CertificateFlaw),
    /// In a fido-u2f statement (U1 to U4).
    FidoU2f(FidoU2fFlaw),
    /// In an apple statement (L1 to L3).
    Apple(AppleFlaw),
    /// In a tpm statement (X1 to X7).
    Tpm(TpmFlaw),
    /// In the certificate of a TPM's attestation identity key (X8).
    Aik(AikFlaw),
    /// In an android-key statement (D1 to D7).
    AndroidKey(AndroidKeyFlaw),
    /// In an android-safetynet statement (Y1 to Y5).
    SafetyNet(SafetyNetFlaw),
    /// In a compound statement (O1, O2).
    Compound(CompoundFlaw),
    /// In a sign-in (G1 to G11).
    Assertion(AssertionFlaw),
}

/// Hands the call to the enum of the part.
macro_rules! of_part {
    ($flaw:expr, $method:ident) => {
        match $flaw {
            Flaw::Envelope(flaw) => flaw.$method(),
            Flaw::ClientData(flaw) => flaw.$method(),
            Flaw::Object(flaw) => flaw.$method(),
            Flaw::AuthData(flaw) => flaw.$method(),
            Flaw::None(flaw) => flaw.$method(),
            Flaw::Packed(flaw) => flaw.$method(),
            Flaw::Certificate(flaw) => flaw.$method(),
            Flaw::FidoU2f(flaw) => flaw.$method(),
            Flaw::Apple(flaw) => flaw.$method(),
            Flaw::Tpm(flaw) => flaw.$method(),
            Flaw::Aik(flaw) => flaw.$method(),
            Flaw::AndroidKey(flaw) => flaw.$method(),
            Flaw::SafetyNet(flaw) => flaw.$method(),
            Flaw::Compound(flaw) => flaw.$method(),
            Flaw::Assertion(flaw) => flaw.$method(),
        }
    };
}

impl Flaw {
    /// Every flaw, part by part.
    pub fn all() -> impl Iterator<Item = Self> {
        fn part<T: Copy>(all: &'static [T], flaw: fn(T) -> Flaw) -> Vec<Flaw> {
            all.iter().copied().map(flaw).collect()
        }
        [
            part(EnvelopeFlaw::ALL, Self::Envelope),
            part(ClientDataFlaw::ALL, Self::ClientData),
            part(ObjectFlaw::ALL, Self::Object),
            part(AuthDataFlaw::ALL, Self::AuthData),
            part(NoneFlaw::ALL, Self::None),
            part(PackedFlaw::ALL, Self::Packed),
            part(CertificateFlaw::ALL, Self::Certificate),
            part(FidoU2fFlaw::ALL, Self::FidoU2f),
            part(AppleFlaw::ALL, Self::Apple),
            part(TpmFlaw::ALL, Self::Tpm),
            part(AikFlaw::ALL, Self::Aik),
            part(AndroidKeyFlaw::ALL, Self::AndroidKey),
            part(SafetyNetFlaw::ALL, Self::SafetyNet),
            part(CompoundFlaw::ALL, Self::Compound),
            part(AssertionFlaw::ALL, Self::Assertion),
        ]
        .into_iter()
        .flatten()
    }

    /// The number of the check that must find it, such as `A9c`. At a sign-in the checks of the
    /// authenticator data are called G6 to G8.
    #[must_use]
    pub fn check(self) -> &'static str {
        of_part!(self, check)
    }

    /// The reason code that must answer it, such as `rp_id_hash_mismatch`.
    #[must_use]
    pub fn expected_reason(self) -> &'static str {
        of_part!(self, expected_reason)
    }

    /// What is wrong, in one sentence.
    #[must_use]
    pub fn description(self) -> &'static str {
        of_part!(self, description)
    }

    /// The only ceremony whose messages can have it; `None`: both.
    #[must_use]
    pub fn ceremony(self) -> Option<CeremonyKind> {
        match self {
            Self::ClientData(_) => None,
            Self::Envelope(flaw) => flaw.ceremony(),
            Self::AuthData(flaw) => flaw.ceremony(),
            Self::Assertion(_) => Some(CeremonyKind::Authentication),
            _ => Some(CeremonyKind::Registration),
        }
    }

    /// The only format whose registrations can have it; `None`: every one.
    #[must_use]
    pub fn format(self) -> Option<&'static str> {
        match self {
            Self::None(_) => Some("none"),
            Self::Packed(_) | Self::Certificate(_) => Some("packed"),
            Self::FidoU2f(_) => Some("fido-u2f"),
            Self::Apple(_) => Some("apple"),
            Self::Tpm(_) | Self::Aik(_) => Some("tpm"),
            Self::AndroidKey(_) => Some("android-key"),
            Self::SafetyNet(_) => Some("android-safetynet"),
            Self::Compound(_) => Some("compound"),
            _ => None,
        }
    }

    /// Whether a packed statement must have certificates (`Some(true)`) or must not (`Some(false)`) to have it.
    #[must_use]
    pub fn needs_certificates(self) -> Option<bool> {
        match self {
            Self::Certificate(_) => Some(true),
            Self::Packed(flaw) => flaw.needs_certificates(),
            _ => None,
        }
    }

    /// What must hold beside the defaults; `None`: nothing.
    #[must_use]
    pub fn condition(self) -> Option<Condition> {
        match (self, self.check()) {
            (Self::AuthData(_), "A11") => Some(Condition::UserVerificationRequired),
            (Self::ClientData(_), "C14") => Some(Condition::CrossOriginAllowed),
            (Self::ClientData(_), "C15") => Some(Condition::TokenBindingShape),
            (Self::FidoU2f(_), "U3") => Some(Condition::U2fZeroAaguid),
            (Self::AndroidKey(_), "D7") => Some(Condition::AndroidKeyMinimumTee),
            (Self::Assertion(_), "G1") => Some(Condition::UsernameGiven),
            (Self::Assertion(_), "G3") => Some(Condition::UsernameLess),
            (Self::Assertion(_), "G11") => Some(Condition::CounterAboveZero),
            (Self::Certificate(_), "T10") => Some(Condition::AnchorRefused),
            (Self::Certificate(CertificateFlaw::LeafSha1), _) => Some(Condition::Sha1Refused),
            (Self::Certificate(_), "T8" | "T9" | "T11") => Some(Condition::Enforced),
            _ => None,
        }
    }
}

/// `packed.signature_flipped`: the part and the name.
impl fmt::Display for Flaw {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = match self {
            Self::Envelope(_) => "envelope",
            Self::ClientData(_) => "client_data",
            Self::Object(_) => "object",
            Self::AuthData(_) => "auth_data",
            Self::None(_) => "none",
            Self::Packed(_) => "packed",
            Self::Certificate(_) => "certificate",
            Self::FidoU2f(_) => "fido_u2f",
            Self::Apple(_) => "apple",
            Self::Tpm(_) => "tpm",
            Self::Aik(_) => "aik",
            Self::AndroidKey(_) => "android_key",
            Self::SafetyNet(_) => "safetynet",
            Self::Compound(_) => "compound",
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
