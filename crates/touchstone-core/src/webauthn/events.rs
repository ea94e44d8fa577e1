//! Decides what is told of a ceremony that ended (spec webauthn.md 3.3). There is no endpoint that could want an event yet: until then each is a
//! line of the log under its name.

use super::case::Case;
use crate::ports::{CeremonyKind, Ending, Outcome, Settled, WebauthnConflict};

/// The name of the event.
fn name(kind: CeremonyKind, outcome: Outcome) -> &'static str {
    match (kind, outcome) {
        (CeremonyKind::Registration, Outcome::Valid) => "webauthn.registration.succeeded",
        (CeremonyKind::Registration, _) => "webauthn.registration.failed",
        (CeremonyKind::Authentication, Outcome::Valid) => "webauthn.authentication.succeeded",
        (CeremonyKind::Authentication, _) => "webauthn.authentication.failed",
    }
}

/// Tells how the ceremony ended, as it is on disk.
pub(super) fn tell(case: &Case<'_>, settled: &Settled<WebauthnConflict>) {
    let Ending {
        outcome, reason, ..
    } = &settled.ending;
    let event = name(case.session.kind, *outcome);
    let (tenant_id, rp) = (case.rp.tenant_id(), case.rp.id());
    let request_id = case.call.request_id.as_str();
    let verdict_id = settled.verdict_id;
    tracing::info!(event, %tenant_id, %rp, request_id, %verdict_id, reason = &**reason, "ceremony ended");
    let fell_back = settled.conflict == Some(WebauthnConflict::CounterRegressed);
    // Where that refuses, the failure says so itself.
    if fell_back && *outcome == Outcome::Valid {
        let event = "webauthn.credential.counter_anomaly";
        tracing::warn!(event, %tenant_id, %rp, request_id, %verdict_id, "a signature counter fell back");
    }
}
