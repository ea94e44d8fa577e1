//! `GET /ready`: whether requests should be sent here (spec purchases.md 2.7). Both checks are bounded in time by the core.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Serialize;
use touchstone_core::health::{Readiness, readiness};
use touchstone_core::ports::HealthError;
use touchstone_core::sealed::EncryptionError;

use crate::answer;
use crate::state::HttpState;

#[derive(Serialize)]
struct ReadyBody {
    status: &'static str,
    checks: Checks,
}

#[derive(Serialize)]
struct Checks {
    db: &'static str,
    encryption: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    shutdown: Option<&'static str>,
}

/// 200 when every check is ok, else 503.
pub(crate) async fn ready(State(state): State<HttpState>) -> Response {
    let readiness = readiness(state.core()).await;
    let (status, body) = judge(&readiness, state.is_draining());
    answer::json(status, &body)
}

fn judge(readiness: &Readiness, draining: bool) -> (StatusCode, ReadyBody) {
    let well = readiness.db.is_ok() && readiness.encryption.is_ok() && !draining;
    let checks = Checks {
        db: db(&readiness.db),
        encryption: encryption(&readiness.encryption),
        shutdown: draining.then_some("fail: draining"),
    };
    if well {
        (
            StatusCode::OK,
            ReadyBody {
                status: "ok",
                checks,
            },
        )
    } else {
        let status = "degraded";
        (
            StatusCode::SERVICE_UNAVAILABLE,
            ReadyBody { status, checks },
        )
    }
}

fn db(check: &Result<(), HealthError>) -> &'static str {
    match check {
        Ok(()) => "ok",
        Err(HealthError::ConnectionRefused) => "fail: connection refused",
        Err(HealthError::Timeout) => "fail: timeout",
        Err(HealthError::NotMigrated) => "fail: not migrated",
        Err(HealthError::Failed) => "fail: error",
    }
}

fn encryption(check: &Result<(), EncryptionError>) -> &'static str {
    match check {
        Ok(()) => "ok",
        Err(EncryptionError::KeyMissing) => "fail: key missing",
        Err(EncryptionError::KeyInvalid) => "fail: key invalid",
        Err(EncryptionError::KeyMismatch) => "fail: key mismatch",
    }
}
