//! Decides what every reason code of spec webauthn.md sections 2 and 4 says: the checks it belongs to, what it means and what to do about it. One
//! table in parts; answers, explanations and the reference page read from it.

mod assertion;
mod attestation;
mod client_data;
mod envelope;
mod mds;
mod options;
mod platforms;
mod registration;
mod session;
mod statement;
mod trust;

use std::borrow::Cow;

/// A reason code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The code, snake case and stable.
    pub code: &'static str,
    /// The numbers of its checks in the spec, such as `A10 G8`; empty when it belongs to none.
    pub check: &'static str,
    /// What was found: one sentence, which answers repeat behind the code.
    pub meaning: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
}

/// Reasons that are found in the same step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReasonPart {
    /// Which step.
    pub title: &'static str,
    /// In the order of the spec.
    pub reasons: &'static [Reason],
}

/// Every part, in the order of the spec.
pub const REASON_PARTS: &[ReasonPart] = &[
    part("every ceremony", COMMON),
    part("options", options::OPTIONS),
    part("message", envelope::ENVELOPE),
    part("client data", client_data::CLIENT_DATA),
    part("session", session::SESSION),
    part("attestation object", attestation::ATTESTATION),
    part(
        "authenticator data and credential key",
        registration::REGISTRATION,
    ),
    part("attestation statement", statement::STATEMENT),
    part("attestation statement of a platform", platforms::PLATFORMS),
    part("trust", trust::TRUST),
    part("assertion", assertion::ASSERTION),
    part("metadata (never told to clients)", mds::MDS),
];

/// What is told in place of every reason where the relying party's setting `expose_reason` is off.
pub const CEREMONY_FAILED: Reason = reason_of(
    "ceremony_failed",
    "",
    "The ceremony failed.",
    "The relying party's setting expose_reason is off; the verdict and the log tell the reason.",
);

/// What to do about data that no genuine authenticator builds so.
const LIB: &str =
    "The authenticator or the library in between builds it wrongly; update it, or use another.";
/// What to do about what only a forger sends.
const FAKE: &str = "Treat the authenticator as not genuine. If genuine ones are refused, look at the facts of this verdict.";

/// What is not of one step.
const COMMON: &[Reason] = &[
    reason_of("accepted", "", "Every check held.", "Nothing."),
    CEREMONY_FAILED,
];

/// Every reason code, in the order of the spec.
pub fn reasons() -> impl Iterator<Item = &'static Reason> {
    REASON_PARTS.iter().flat_map(|part| part.reasons)
}

/// The reason of this code.
pub fn reason(code: &str) -> Option<&'static Reason> {
    reasons().find(|reason| reason.code == code)
}

/// What is said behind the code; with the field that it is about. A code that is not in the table says no more than that it failed.
pub fn sentence(code: &str, field: Option<&str>) -> Cow<'static, str> {
    let meaning = reason(code).unwrap_or(&CEREMONY_FAILED).meaning;
    match field {
        None => Cow::Borrowed(meaning),
        Some(field) => {
            let meaning = meaning.trim_end_matches('.');
            Cow::Owned(format!("{meaning} ({field})."))
        }
    }
}

const fn part(title: &'static str, reasons: &'static [Reason]) -> ReasonPart {
    ReasonPart { title, reasons }
}

const fn reason_of(
    code: &'static str,
    check: &'static str,
    meaning: &'static str,
    remedy: &'static str,
) -> Reason {
    Reason {
        code,
        check,
        meaning,
        remedy,
    }
}

#[cfg(test)]
mod tests;
