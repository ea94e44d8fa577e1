//! Decides how a ceremony ends: one settlement, with the verdict for the case that nothing is in the way and one for each race that can be
//! lost (spec webauthn.md 3.1 and 3.3).

use std::borrow::Cow;

use serde_json::Value;

use super::answer::{CeremonyError, Succeeded};
use super::case::{Case, Trail};
use super::events;
use super::reasons;
use super::service::Webauthn;
use crate::Noun;
use crate::mobile::CheckLine;
use crate::ports::{
    CeremonyKind, CredentialChange, Ending, OnRegression, Outcome, SettledWebauthn, VerdictHead,
    WebauthnConflict, WebauthnSettlement,
};

impl Webauthn {
    /// Ends the ceremony with a failure.
    pub(super) async fn fail<T>(
        &self,
        case: Case<'_>,
        trail: Trail,
        reason: &'static str,
    ) -> Result<T, CeremonyError> {
        let ended = self.settle(&case, &trail, Err(reason), false).await;
        match ended {
            Ok(_) => Err(CeremonyError::Unusable("a settlement")),
            Err(error) => Err(error),
        }
    }

    /// Ends the ceremony as it was judged; what is on disk decides what is answered.
    pub(super) async fn settle(
        &self,
        case: &Case<'_>,
        trail: &Trail,
        judged: Result<CredentialChange, &'static str>,
        user_verified: bool,
    ) -> Result<Succeeded, CeremonyError> {
        let settlement = settlement(case, trail, judged, user_verified);
        let settled = self.world.store.settle_webauthn(settlement).await?;
        let refused = |reason, verdict_id| {
            let mut refusal = case.refusal(reason, Some(trail));
            refusal.verdict_id = verdict_id;
            Err(CeremonyError::Refused(Box::new(refusal)))
        };
        match settled {
            SettledWebauthn::SessionUsed => refused("session_used", None),
            SettledWebauthn::Written(settled) => {
                events::tell(case, &settled);
                match settled.ending.outcome {
                    Outcome::Valid => Ok(Succeeded {
                        session_id: case.session_id.clone(),
                        verdict_id: settled.verdict_id,
                        format: trail.format.unwrap_or("none"),
                    }),
                    Outcome::Invalid | Outcome::Rejected | Outcome::Undetermined => {
                        let known = reasons::reason(&settled.ending.reason);
                        let reason = known.unwrap_or(&reasons::CEREMONY_FAILED).code;
                        refused(reason, Some(settled.verdict_id))
                    }
                }
            }
        }
    }
}

fn settlement(
    case: &Case<'_>,
    trail: &Trail,
    judged: Result<CredentialChange, &'static str>,
    user_verified: bool,
) -> WebauthnSettlement {
    let (ending, conflicts) = match &judged {
        Ok(change) => (
            ending(Outcome::Valid, "accepted", &trail.checks),
            races(change, trail),
        ),
        Err(reason) => (ending(Outcome::Invalid, reason, &trail.checks), Vec::new()),
    };
    WebauthnSettlement {
        head: head(case, trail),
        session: case.session.id_sha256,
        change: judged.ok(),
        user_verified,
        visible_until: case.rp.policy().visible_until(case.call.now),
        ending,
        conflicts,
    }
}

fn head(case: &Case<'_>, trail: &Trail) -> VerdictHead {
    let principal = case.asker.principal.as_deref();
    let mut facts = trail.facts.clone();
    facts.insert("rp".to_owned(), case.rp.id().to_string().into());
    facts.insert("ceremony".to_owned(), case.session.kind.as_str().into());
    if let Some(user) = &case.session.user_ext_id {
        facts.insert("user".to_owned(), user.clone().into());
    }
    let format = match case.session.kind {
        CeremonyKind::Registration => trail.format.map(str::to_owned),
        CeremonyKind::Authentication => Some("assertion".to_owned()),
    };
    VerdictHead {
        id: case.verdict_id,
        tenant_id: case.rp.tenant_id(),
        api_key_id: principal.and_then(crate::Principal::api_key_id),
        noun: Noun::Webauthn,
        format,
        subject: trail.subject.clone().unwrap_or_else(|| "none".to_owned()),
        app_id: None,
        policy: case.rp.applied(),
        facts: Value::Object(facts).to_string(),
        evidence_sha256: Some(case.evidence_sha256),
        latency_us: case.call.elapsed_us(),
        request_id: case.call.request_id.clone(),
        created_at: case.call.now,
    }
}

/// The races that can be lost with this change: each refuses at the check that would have seen it, or was never numbered.
fn races(change: &CredentialChange, trail: &Trail) -> Vec<(WebauthnConflict, Ending)> {
    let lost = |conflict, check: &'static str, reason: &'static str| {
        let mut made: Vec<CheckLine> = trail
            .checks
            .iter()
            .take_while(|line| line.check != check)
            .cloned()
            .collect();
        made.push(CheckLine {
            check: Cow::Borrowed(check),
            ok: false,
            note: None,
        });
        (conflict, ending(Outcome::Invalid, reason, &made))
    };
    match change {
        CredentialChange::Register(_) => vec![
            lost(WebauthnConflict::UserNotFound, "W1", "user_not_found"),
            lost(WebauthnConflict::UserDisabled, "W1", "user_disabled"),
            lost(
                WebauthnConflict::EnrolmentTokenRequired,
                "W1",
                "enrolment_token_required",
            ),
            lost(
                WebauthnConflict::TooManyCredentials,
                "W1",
                "too_many_credentials",
            ),
            lost(
                WebauthnConflict::CredentialTaken,
                "W2",
                "credential_already_registered",
            ),
        ],
        CredentialChange::Use(change) => vec![
            lost(
                WebauthnConflict::CredentialNotFound,
                "G2",
                "credential_not_found",
            ),
            lost(
                WebauthnConflict::CredentialSuspended,
                "G5",
                "credential_suspended",
            ),
            lost(WebauthnConflict::UserDisabled, "G5", "user_disabled"),
            match change.on_regression {
                OnRegression::Reject => lost(
                    WebauthnConflict::CounterRegressed,
                    "G11",
                    "counter_regressed",
                ),
                OnRegression::Flag => (
                    WebauthnConflict::CounterRegressed,
                    ending(Outcome::Valid, "accepted", &flagged(trail)),
                ),
            },
        ],
    }
}

/// The checks of a sign-in whose counter fell back and that succeeds all the same.
fn flagged(trail: &Trail) -> Vec<CheckLine> {
    let mut checks = trail.checks.clone();
    for line in &mut checks {
        if line.check == "G11" {
            line.note = Some(Cow::Borrowed("counter_regressed"));
        }
    }
    checks
}

/// No event is wanted: there is no endpoint that could want one yet. What would be an event is a line of the log.
fn ending(outcome: Outcome, reason: &'static str, checks: &[CheckLine]) -> Ending {
    Ending {
        outcome,
        reason: Cow::Borrowed(reason),
        checks: serde_json::to_string(checks).unwrap_or_else(|_| "[]".to_owned()),
        events: Vec::new(),
    }
}
