//! Decides what is counted and logged of ceremonies (spec webauthn.md 3.1 and 10): by words of which there are few.

use touchstone_core::Call;
use touchstone_core::ports::CeremonyKind;
use touchstone_core::webauthn::{CeremonyError, Succeeded};

use super::failure_table as table;

/// The format of a ceremony that did not tell one.
const NO_FORMAT: &str = "none";

/// A result was judged.
pub(super) fn ceremony(call: &Call, kind: CeremonyKind, judged: &Result<Succeeded, CeremonyError>) {
    let (format, reason) = match judged {
        Ok(succeeded) => (succeeded.format, "accepted"),
        Err(CeremonyError::Refused(refusal)) => {
            (refusal.format.unwrap_or(NO_FORMAT), refusal.reason)
        }
        Err(CeremonyError::Store(_)) => (NO_FORMAT, table::UNAVAILABLE.code),
        Err(CeremonyError::Unusable(_)) => (NO_FORMAT, table::INTERNAL.code),
    };
    let labels = [
        ("ceremony", kind.as_str()),
        ("fmt", format),
        ("reason", reason),
    ];
    metrics::counter!("webauthn_ceremonies_total", &labels).increment(1);
    let (request_id, ceremony) = (&call.request_id, kind.as_str());
    tracing::info!(request_id, ceremony, format, reason, "ceremony judged");
}
