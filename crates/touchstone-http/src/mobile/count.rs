//! Decides what is counted of sessions and verdicts (spec mobile.md 10.8): by words of which there are few.

use touchstone_core::mobile::Verification;

/// A session was promised.
pub(super) fn session() {
    metrics::counter!("touchstone_mobile_sessions_total").increment(1);
}

/// A verdict was settled.
pub(super) fn verdict(verification: &Verification) {
    let labels = [
        (
            "platform",
            verification.platform.unwrap_or("none").to_owned(),
        ),
        ("outcome", verification.outcome.as_str().to_owned()),
        ("reason", verification.reason.to_string()),
    ];
    metrics::counter!("touchstone_mobile_verifications_total", &labels).increment(1);
    if verification.used_session {
        metrics::counter!("touchstone_mobile_sessions_used_total").increment(1);
    }
    let [platform, ..] = labels;
    let seconds = |microseconds: u64| std::time::Duration::from_micros(microseconds).as_secs_f64();
    metrics::histogram!("touchstone_mobile_evidence_seconds", &[platform])
        .record(seconds(verification.timing.evidence_us));
    metrics::histogram!("touchstone_mobile_settle_seconds")
        .record(seconds(verification.timing.settle_us));
}
