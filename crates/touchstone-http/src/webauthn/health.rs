//! W6, what machines ask at the vendor's paths: `GET /nevisfido/liveness` and `GET /nevisfido/health` (spec webauthn.md 2.1).

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Serialize;
use touchstone_core::health::readiness;

use crate::answer;
use crate::state::HttpState;

/// The media type that the vendor's monitoring expects.
const KIND: &str = "application/vnd.spring-boot.actuator.v2+json";

#[derive(Serialize)]
struct HealthBody {
    status: &'static str,
}

/// The process lives. Touches nothing.
pub(crate) async fn liveness() -> Response {
    answer(true)
}

/// Whether the store answers.
pub(crate) async fn health(State(state): State<HttpState>) -> Response {
    answer(readiness(state.core()).await.db.is_ok())
}

fn answer(is_up: bool) -> Response {
    let (status, body) = if is_up {
        (StatusCode::OK, HealthBody { status: "UP" })
    } else {
        (
            StatusCode::SERVICE_UNAVAILABLE,
            HealthBody { status: "DOWN" },
        )
    };
    answer::json_as(KIND, status, &body)
}
