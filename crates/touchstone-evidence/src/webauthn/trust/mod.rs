//! Decides whether a statement that holds is trusted: checks T1 to T12 (spec webauthn.md section 4.4), in this order; the
//! first that fails is the reason.
//!
//! [`gate`], for a whole statement and each of its elements, which refuses in every mode:
//!
//! 1. T1: the AAGUID is not denied;
//! 2. T2: it is allowed, where a list says which are;
//! 3. T3: the type of attestation is accepted.
//!
//! [`judge`], for each element that the gate lets through; in the mode `monitor` its outcome is recorded and refuses nothing:
//!
//! 4. T4: metadata or anchors are known for it;
//! 5. T5: the metadata names its type of attestation;
//! 6. T6: the metadata names its algorithms;
//! 7. T7: no report speaks against it;
//! 8. T8: its certificates are valid now;
//! 9. T9: each is issued by the next;
//! 10. T10: an anchor is not sent along, where a policy says so;
//! 11. T11: the chain ends at an anchor, which proves the AAGUID where a policy asks for it;
//! 12. T12: no certificate is revoked.
//!
//! [`judge_again`] is T1, T7 and T12, for credentials that are stored.

mod again;
mod anchors;
mod built_in;
mod chain;
mod combine;
mod error;
mod firmware;
mod gate;
mod judge;
mod judgement;
mod knowledge;
mod policy;
mod revocation;

pub use again::{Cleared, judge_again};
pub use anchors::AnchorSource;
pub use built_in::BuiltInAnchors;
pub use combine::combine;
pub use error::Error;
pub use gate::gate;
pub use judge::judge;
pub use judgement::{AnchorFacts, Facts, Judgement, Outcome};
pub use knowledge::Knowledge;
pub use policy::{AttestationMode, Permission, TrustPolicy, UnknownAuthenticator};

/// The checks of trust in the order in which they run: clause, and what it says.
pub const CHECKS: &[(&str, &str)] = &[
    ("T1", "AAGUID is not denied"),
    ("T2", "AAGUID is allowed"),
    ("T3", "type of attestation is accepted"),
    ("T4", "metadata or anchors are known"),
    ("T5", "metadata names the type of attestation"),
    ("T6", "metadata names the algorithms"),
    ("T7", "status reports speak for the authenticator"),
    ("T8", "certificates are valid now"),
    ("T9", "each certificate is issued by the next"),
    ("T10", "no anchor is sent along"),
    ("T11", "chain ends at an anchor"),
    ("T12", "no certificate is revoked"),
];

#[cfg(test)]
mod tests;
