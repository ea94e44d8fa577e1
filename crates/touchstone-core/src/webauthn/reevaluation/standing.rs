//! Decides what becomes of a credential that was judged again: its trust, and whether it still signs in. What was found at its registration
//! (chain, dates, anchor) is not judged again, so trust that comes back is the trust that there was before it went. It comes back for what is
//! known, not because nothing is known any more.

use touchstone_evidence::webauthn::trust::Cleared;

use super::super::policy::OnDistrust;
use crate::ports::{CredentialState, TrustRecord, WebauthnCredential};

/// Reasons of T1, T7 and T12: they can go away again.
const JUDGED_AGAIN: [&str; 5] = [
    "aaguid_denied",
    "metadata_status_undesired",
    "metadata_status_insufficient",
    "cert_revoked",
    "revocation_unknown",
];
const UNTRUSTED: &str = "untrusted:";

/// A credential that was judged again.
pub(super) struct Standing<'c> {
    pub(super) credential: &'c WebauthnCredential,
    /// What speaks against it now; else how much is known, of each of its statements that would do alone.
    pub(super) judged: Result<Vec<Cleared>, &'static str>,
    pub(super) on_distrust: OnDistrust,
}

impl Standing<'_> {
    /// Whether [`Self::next`] needs to know what became of the credential before.
    pub(super) fn wants_history(&self) -> bool {
        match &self.judged {
            Ok(_) => lost_reason(&self.credential.trust).is_some(),
            Err(reason) => self.is_still(reason) && self.would_suspend(),
        }
    }

    /// The trust and the state that the credential gets, when one of them is another. `history` is oldest first.
    pub(super) fn next(&self, history: &[TrustRecord]) -> Option<(String, CredentialState)> {
        let (trust, state) = (&self.credential.trust, self.credential.state);
        match &self.judged {
            Ok(known) => {
                let lost = lost_reasons(trust, history);
                let is_cleared = known.iter().any(|known| clears(*known, &lost));
                let first = lost.last().filter(|_| is_cleared)?;
                Some((self.trust_before(first, history), restored(state)))
            }
            Err(reason) if self.is_still(reason) => {
                // Marked by this judgement, and since then the relying party wants it suspended.
                // Who resumed it by hand is left alone.
                let last = history.last().filter(|last| last.to == *trust)?;
                let was_marked = last.state == CredentialState::Active;
                let suspends = was_marked && self.would_suspend();
                suspends.then(|| (trust.clone(), CredentialState::SuspendedByTrust))
            }
            Err(reason) => {
                let to = format!("{UNTRUSTED}{reason}");
                let suspended = CredentialState::SuspendedByTrust;
                let state = if self.would_suspend() {
                    suspended
                } else {
                    state
                };
                Some((to, state))
            }
        }
    }

    fn is_still(&self, reason: &str) -> bool {
        self.credential.trust.strip_prefix(UNTRUSTED) == Some(reason)
    }

    fn would_suspend(&self) -> bool {
        self.on_distrust == OnDistrust::Suspend && self.credential.state == CredentialState::Active
    }

    /// What the trust was before it was lost, for `lost` first; at the registration T12 is judged last, after T7 comes the chain, but a key
    /// that vouches for itself has none. Of a compound statement another element may have been worse.
    fn trust_before(&self, lost: &str, history: &[TrustRecord]) -> String {
        let mut before = history.iter().rev().map(|record| &record.from);
        let before = before.find(|from| lost_reason(from).is_none());
        let registered = || match (lost, self.credential.attestation_type.as_str()) {
            (_, "none") => "none",
            (_, "self") => "self",
            (_, "compound") => "not_evaluated",
            ("cert_revoked" | "revocation_unknown", _) => "trusted",
            _ => "not_evaluated",
        };
        before.map_or_else(|| registered().to_owned(), Clone::clone)
    }
}

/// Why trust is lost, the newest reason first, back to where there was some.
fn lost_reasons<'t>(trust: &'t str, history: &'t [TrustRecord]) -> Vec<&'t str> {
    let before = history.iter().rev().map(|record| record.from.as_str());
    let words = [trust].into_iter().chain(before);
    words.map_while(lost_reason).collect()
}

/// Whether what is known speaks against each of the reasons. The others are gone when they are not found again: they are the policy's own, or
/// that something is missing.
fn clears(known: Cleared, reasons: &[&str]) -> bool {
    reasons.iter().all(|reason| match *reason {
        "metadata_status_undesired" => known.status,
        "cert_revoked" => known.revocation,
        _ => true,
    })
}

/// Why trust was lost, if that can go away again.
fn lost_reason(trust: &str) -> Option<&str> {
    let reason = trust.strip_prefix(UNTRUSTED)?;
    JUDGED_AGAIN.contains(&reason).then_some(reason)
}

/// What a person suspended stays suspended.
const fn restored(state: CredentialState) -> CredentialState {
    match state {
        CredentialState::SuspendedByTrust => CredentialState::Active,
        CredentialState::Active | CredentialState::Suspended => state,
    }
}

#[cfg(test)]
mod tests;
