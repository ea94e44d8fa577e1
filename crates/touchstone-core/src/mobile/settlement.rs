//! Decides what is handed to the store: the verdict for the case that nothing is in the way, and one for each race that can be lost
//! (spec mobile.md 3.3).

use std::time::Duration;

use serde_json::{Map, Value};

use super::answer::{CheckLine, Timing, Verification};
use super::details::TokenDetails;
use super::error::VerifyError;
use super::judgement::Judgement;
use super::policy::TenantPolicy;
use super::reasons::reason;
use super::settings::Explain;
use super::verify::{Text, used};
use crate::ports::{
    Claim, Ending, KeyChange, MobileConflict, MobileSettlement, Outcome, Settled, StoreError,
    VerdictHead,
};
use crate::{Call, Noun, Principal, TenantId, VerdictId};

/// What is the same however the verification ends.
pub(super) struct Case<'a> {
    pub(super) principal: &'a Principal,
    pub(super) call: &'a Call,
    pub(super) tenant_id: TenantId,
    pub(super) policy: &'a TenantPolicy,
    pub(super) evidence_sha256: [u8; 32],
    pub(super) verdict_id: VerdictId,
    /// Where in the call it began: the time before was the client's.
    pub(super) began: Duration,
}

/// How long one verification may wait for others in all (spec mobile.md section 7).
const WAIT_MAX: Duration = Duration::from_secs(15);

impl Case<'_> {
    /// What is left of the time that others may take in this verification.
    pub(super) fn time_left(&self) -> Duration {
        WAIT_MAX.saturating_sub(self.call.elapsed().saturating_sub(self.began))
    }

    /// A settlement that only writes a `rejected` verdict.
    pub(super) fn rejection(&self, reason: &'static str) -> MobileSettlement {
        let judgement = Judgement::new(self);
        MobileSettlement {
            head: self.head(&judgement),
            claim: None,
            key_change: None,
            ending: rejected(reason),
            conflicts: Vec::new(),
        }
    }

    /// The settlement of judged evidence, refused or accepted.
    pub(super) fn settlement(
        &self,
        claim: Option<Claim>,
        judgement: Judgement,
    ) -> MobileSettlement {
        let (outcome, reason) = match judgement.result {
            Ok(_) => (Outcome::Valid, "accepted"),
            Err(reason) => (outcome_of(reason), reason),
        };
        // Without a verdict nothing is used up: the session can be verified again.
        let claim = claim.filter(|_| outcome != Outcome::Undetermined);
        let mut conflicts = Vec::new();
        if claim.is_some() {
            conflicts.push((MobileConflict::ClaimUsed, rejected(used(claim))));
            conflicts.push((MobileConflict::ClaimExpired, rejected("session_expired")));
        }
        if let Ok(Some(change)) = &judgement.result {
            conflicts.extend(key_conflicts(change, &judgement.checks));
        }
        MobileSettlement {
            head: self.head(&judgement),
            claim,
            ending: ending(outcome, reason, &judgement.checks),
            key_change: judgement.result.ok().flatten(),
            conflicts,
        }
    }

    fn head(&self, judgement: &Judgement) -> VerdictHead {
        VerdictHead {
            id: self.verdict_id,
            tenant_id: self.tenant_id,
            api_key_id: self.principal.api_key_id(),
            noun: Noun::Mobile,
            format: judgement.platform.map(str::to_owned),
            subject: judgement.subject.clone(),
            app_id: judgement.app_id,
            policy: judgement.applied.clone(),
            facts: facts(&judgement.facts, judgement.hint.as_deref()),
            evidence_sha256: Some(self.evidence_sha256),
            latency_us: self.call.elapsed_us(),
            request_id: self.call.request_id.clone(),
            created_at: self.call.now,
        }
    }

    /// What the relying party hears of what is on disk.
    pub(super) fn answer(
        &self,
        settled: Settled,
        platform: Option<&'static str>,
        details: Option<TokenDetails>,
        hint: Option<String>,
    ) -> Verification {
        let explain = self.policy.settings.explain;
        let checks = match explain {
            Explain::Full => serde_json::from_str(&settled.ending.checks).unwrap_or_default(),
            Explain::Off | Explain::Reason => Vec::new(),
        };
        Verification {
            verdict_id: settled.verdict_id,
            outcome: settled.ending.outcome,
            reason: settled.ending.reason,
            platform,
            explain,
            details,
            checks,
            hint,
            used_session: false,
            timing: Timing::default(),
        }
    }

    pub(super) fn not_settled(&self, source: StoreError) -> VerifyError {
        VerifyError::Settle {
            verdict_id: self.verdict_id,
            source,
        }
    }
}

/// A reason that is not in the table refuses.
fn outcome_of(code: &str) -> Outcome {
    reason(code).map_or(Outcome::Invalid, |reason| reason.outcome)
}

fn facts(facts: &Map<String, Value>, hint: Option<&str>) -> String {
    let mut facts = facts.clone();
    if let Some(hint) = hint {
        facts.insert("hint".to_owned(), hint.into());
    }
    Value::Object(facts).to_string()
}

/// The races that can be lost with this change: each refuses at the check that would have seen it.
fn key_conflicts(
    change: &KeyChange,
    checks: &[CheckLine],
) -> impl Iterator<Item = (MobileConflict, Ending)> {
    let races: &[(MobileConflict, &str, &'static str)] = match change {
        KeyChange::RegisterApple(_) => &[(
            MobileConflict::KeyTaken,
            "A13",
            "apple_key_already_attested",
        )],
        KeyChange::RegisterAndroid(_) => &[(
            MobileConflict::KeyTaken,
            "K19",
            "android_key_already_attested",
        )],
        KeyChange::TouchAndroid { .. } => &[
            (MobileConflict::KeyUnknown, "K19", "android_key_unknown"),
            (MobileConflict::KeyRevoked, "K19", "android_key_revoked"),
        ],
        KeyChange::AdvanceApple { .. } => &[
            (MobileConflict::KeyUnknown, "B2", "apple_key_unknown"),
            (MobileConflict::KeyRevoked, "B3", "apple_key_revoked"),
            (MobileConflict::CounterReplay, "B6", "apple_counter_replay"),
        ],
    };
    races.iter().map(|(conflict, check, reason)| {
        let mut made: Vec<CheckLine> = checks
            .iter()
            .take_while(|line| line.check != *check)
            .cloned()
            .collect();
        made.push(CheckLine {
            check: Text::Borrowed(check),
            ok: false,
            note: None,
        });
        (*conflict, ending(Outcome::Invalid, reason, &made))
    })
}

fn rejected(reason: &'static str) -> Ending {
    ending(Outcome::Rejected, reason, &[])
}

/// No event is wanted: there is no endpoint that could want one yet.
fn ending(outcome: Outcome, reason: &'static str, checks: &[CheckLine]) -> Ending {
    let checks = serde_json::to_string(checks).unwrap_or_else(|_| "[]".to_owned());
    Ending {
        outcome,
        reason: Text::Borrowed(reason),
        checks,
        events: Vec::new(),
    }
}
