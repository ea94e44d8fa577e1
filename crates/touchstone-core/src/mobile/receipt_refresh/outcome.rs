//! Decides when a receipt is exchanged next: tomorrow after an answer, in an hour after none, never after a refusal.

use data_encoding::BASE64URL_NOPAD;
use touchstone_evidence::app_attest::receipt;

use crate::Timestamp;
use crate::mobile::judgement::chain_of;
use crate::ports::{AppleKey, ExchangedReceipt, NewReceipt, UpstreamError};

const DAY_S: i64 = 86_400;
const HOUR_S: i64 = 3_600;
const UNAUTHORIZED: u16 = 401;

fn without_receipt(key: &AppleKey, due_at: Option<Timestamp>) -> ExchangedReceipt {
    ExchangedReceipt {
        tenant_id: key.tenant_id,
        key_id: key.key_id,
        receipt: None,
        due_at,
    }
}

/// Tomorrow.
pub(super) fn later(key: &AppleKey, now: Timestamp) -> ExchangedReceipt {
    without_receipt(key, Some(now.plus_s(DAY_S)))
}

/// What the stored receipt itself says: too early, or too late for ever.
pub(super) fn before_the_call(
    key: &AppleKey,
    receipt: &[u8],
    now: Timestamp,
) -> Option<ExchangedReceipt> {
    let Ok(period) = receipt::exchange_period(receipt) else {
        return Some(without_receipt(key, None));
    };
    if period.expires <= now {
        return Some(without_receipt(key, None));
    }
    let not_before = period.not_before.filter(|not_before| *not_before > now);
    not_before.map(|not_before| without_receipt(key, Some(not_before)))
}

/// A receipt that does not hold is not kept: nobody may take it for one that does.
pub(super) fn of_answer(
    key: &AppleKey,
    bytes: Vec<u8>,
    verified: Result<receipt::Verified, receipt::Error>,
    now: Timestamp,
) -> ExchangedReceipt {
    let key_id = BASE64URL_NOPAD.encode(&key.key_id);
    match verified {
        Ok(verified) => {
            let event = "mobile.apple_risk.updated";
            tracing::info!(key_id, event, risk_metric = ?verified.risk_metric, "a receipt was exchanged");
            let tomorrow = now.plus_s(DAY_S);
            let due_at = verified.not_before.map_or(tomorrow, |at| at.max(tomorrow));
            ExchangedReceipt {
                receipt: Some(NewReceipt {
                    bytes,
                    kind: verified.kind.name().to_owned(),
                    risk_metric: verified.risk_metric,
                    created_at: verified.created,
                }),
                ..without_receipt(key, Some(due_at))
            }
        }
        Err(error) => {
            let (reason, error) = (error.reason(), chain_of(&error));
            tracing::warn!(
                key_id,
                reason,
                error,
                "Apple's receipt does not hold; the old one stays"
            );
            later(key, now)
        }
    }
}

/// Apple refuses the receipt: never again. It refuses the team's credentials: tomorrow, when they may be others.
pub(super) fn of_failure(
    key: &AppleKey,
    error: &UpstreamError,
    now: Timestamp,
) -> ExchangedReceipt {
    let (app_id, key_id) = (key.app_id.to_string(), BASE64URL_NOPAD.encode(&key.key_id));
    let event = "mobile.upstream.denied";
    let text = error.to_string();
    match error {
        UpstreamError::Unavailable { .. } => {
            tracing::warn!(app_id, error = text, "Apple gave no receipt");
            without_receipt(key, Some(now.plus_s(HOUR_S)))
        }
        UpstreamError::Denied { status, .. } if *status == UNAUTHORIZED => {
            tracing::error!(
                app_id,
                event,
                error = text,
                "Apple refuses the DeviceCheck key"
            );
            later(key, now)
        }
        UpstreamError::Unusable(_) => {
            tracing::error!(
                app_id,
                event,
                error = text,
                "the DeviceCheck key cannot be used"
            );
            later(key, now)
        }
        UpstreamError::Refused { .. } | UpstreamError::Denied { .. } => {
            tracing::error!(
                app_id,
                key_id,
                event,
                error = text,
                "Apple refuses a receipt"
            );
            without_receipt(key, None)
        }
    }
}
