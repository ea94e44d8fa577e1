//! Decides what one settlement of the family `mobile` holds: `settle_mobile`, the only way in which a verification ends with a
//! verdict (spec mobile.md 3.3).

use touchstone_evidence::Timestamp;

use super::{Ending, VerdictHead};
use crate::{AppId, VerdictId};

/// What can be used only once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// A session reference.
    Session {
        /// The 16 bytes of its UUID.
        reference: [u8; 16],
        /// Until when it could be used, inclusive.
        expires_at: Timestamp,
    },
    /// A nonce of the relying party's own, inside the replay window.
    Nonce {
        /// SHA-256 of the nonce.
        sha256: [u8; 32],
        /// Until when it stays used: a row at or past this instant does not conflict and is overwritten.
        expires_at: Timestamp,
    },
}

/// A device key of an iPhone that is registered by an accepted attestation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAppleKey {
    /// SHA-256 of the public key.
    pub key_id: [u8; 32],
    /// The app.
    pub app_id: AppId,
    /// The X9.62 point.
    pub public_key: [u8; 65],
    /// `production` or `development`.
    pub environment: String,
    /// The counter of the assertion that came with the attestation.
    pub counter: u32,
    /// The receipt, when one was kept.
    pub receipt: Option<Vec<u8>>,
    /// `ATTEST` or `RECEIPT`, when the receipt could be read.
    pub receipt_type: Option<String>,
    /// When the receipt can be exchanged for the first time; `None` without one.
    pub receipt_due_at: Option<Timestamp>,
    /// The device's model as reported.
    pub model: String,
    /// The system's version as reported.
    pub version: String,
}

/// A device key of an Android phone that is registered by an accepted chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAndroidKey {
    /// SHA-256 of the SubjectPublicKeyInfo.
    pub key_id: [u8; 32],
    /// The app.
    pub app_id: AppId,
    /// The SubjectPublicKeyInfo in DER.
    pub spki: Vec<u8>,
    /// What was attested, as JSON.
    pub facts: String,
    /// The serial numbers of its chain without the root: lower-case hexadecimal without leading zeros.
    pub serials: Vec<String>,
    /// The device's model as reported.
    pub model: String,
    /// The system's version as reported.
    pub version: String,
}

/// What becomes of the device key when the evidence was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyChange {
    /// Stores it; lost when the tenant already has a key of this identifier (`KeyTaken`).
    RegisterApple(Box<NewAppleKey>),
    /// Moves the counter upwards: `counter > stored` and not revoked, else `KeyUnknown`, `KeyRevoked` or `CounterReplay`.
    AdvanceApple {
        /// The key.
        key_id: [u8; 32],
        /// The counter of the assertion.
        counter: u32,
    },
    /// Stores it; lost when the tenant already has a key of this identifier (`KeyTaken`).
    RegisterAndroid(Box<NewAndroidKey>),
    /// Notes the use of a key that is not revoked, else `KeyUnknown` or `KeyRevoked`.
    TouchAndroid {
        /// The key.
        key_id: [u8; 32],
    },
}

/// A race that was lost, or a state that the reading before could not see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MobileConflict {
    /// The session or nonce was used. Nothing but the verdict is written.
    ClaimUsed,
    /// The session ends at or before the prune mark. Nothing but the verdict is written.
    ClaimExpired,
    /// The key is registered. The claim stands.
    KeyTaken,
    /// The key is not registered. The claim stands.
    KeyUnknown,
    /// The key is revoked. The claim stands.
    KeyRevoked,
    /// The counter is not above the stored one. The claim stands.
    CounterReplay,
}

/// One settlement: claim, key change, verdict and events in one durable transaction.
#[derive(Clone, Debug)]
pub struct MobileSettlement {
    /// What it is about. `created_at` is the time of use.
    pub head: VerdictHead,
    /// What is used up; `None` for the sessionless approach without a replay window.
    pub claim: Option<Claim>,
    /// What becomes of the device key; `None` for refused evidence, and for platforms without device keys.
    pub key_change: Option<KeyChange>,
    /// The ending when nothing is in the way.
    pub ending: Ending,
    /// The ending for each conflict that can occur.
    pub conflicts: Vec<(MobileConflict, Ending)>,
}

/// What is on disk; the families differ in their conflicts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled<C = MobileConflict> {
    /// The verdict.
    pub verdict_id: VerdictId,
    /// The conflict that decided, if any.
    pub conflict: Option<C>,
    /// The ending that was written.
    pub ending: Ending,
}
