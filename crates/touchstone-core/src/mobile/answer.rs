//! Decides what `init` and `verify` answer, before HTTP gives it a shape (spec mobile.md 2.1, 2.2, 4.8).

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};
use touchstone_evidence::Timestamp;

use super::details::TokenDetails;
use super::settings::Explain;
use crate::VerdictId;
use crate::ports::Outcome;

/// A session that was just promised.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// Lower-case UUIDv7; opaque to the relying party.
    pub reference: String,
    /// The server's part of the nonce.
    pub server_nonce: [u8; 32],
    /// Until when it can be used, inclusive.
    pub expires_at: Timestamp,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("reference", &self.reference)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// A check that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckLine {
    /// Its number in the spec, such as `A6`.
    pub check: Cow<'static, str>,
    /// Whether it held.
    pub ok: bool,
    /// What there is to say about it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub note: Option<Cow<'static, str>>,
}

/// A verification that ended with a verdict on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// The verdict.
    pub verdict_id: VerdictId,
    /// How it ended.
    pub outcome: Outcome,
    /// The reason code; `accepted` for a valid one.
    pub reason: Cow<'static, str>,
    /// The platform, when the envelope told it; for counting.
    pub platform: Option<&'static str>,
    /// How much of the rest the relying party may learn.
    pub explain: Explain,
    /// Facts of the evidence, as far as they were established; of refused evidence only `Explain::Full` may show them.
    pub details: Option<TokenDetails>,
    /// The checks made, in order.
    pub checks: Vec<CheckLine>,
    /// What may have gone wrong with the nonce, such as `profile=raw`.
    pub hint: Option<String>,
    /// Whether it has used its session up.
    pub used_session: bool,
    /// How long its parts took.
    pub timing: Timing,
}

/// How long the parts of a verification took; for measuring only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    /// Judging the evidence, with what had to be asked of others, in microseconds; 0 when nothing was judged.
    pub evidence_us: u64,
    /// Until the verdict was on disk, in microseconds.
    pub settle_us: u64,
}

/// A stored verdict, as its relying party may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredVerification {
    /// The verdict.
    pub verdict_id: VerdictId,
    /// How it ended.
    pub outcome: Outcome,
    /// The reason code.
    pub reason: String,
    /// How much of it the relying party may learn now.
    pub explain: Explain,
    /// The platform, when the evidence told it.
    pub platform: Option<String>,
    /// The checks made, in order.
    pub checks: Vec<CheckLine>,
    /// When it was judged.
    pub created_at: Timestamp,
}
