//! Decides which service does the work of an operation.

use axum::response::Response;
use touchstone_core::ports::CeremonyKind;

use super::door::Visit;
use super::operation::Operation;
use super::refused::Refused;
use super::{authentication_options, registration_options, result, status};
use crate::state::HttpState;

/// Checks 9 and 10 of spec webauthn.md 2.2, and the work.
pub(super) async fn run(
    state: HttpState,
    visit: Visit,
    operation: Operation,
) -> Result<Response, Refused> {
    match operation {
        Operation::RegistrationOptions => registration_options::answer(&state, visit).await,
        Operation::AuthenticationOptions => authentication_options::answer(&state, visit).await,
        Operation::RegistrationResult => {
            result::answer(state, visit, CeremonyKind::Registration).await
        }
        Operation::AuthenticationResult => {
            result::answer(state, visit, CeremonyKind::Authentication).await
        }
        Operation::Status => status::answer(&state, visit).await,
    }
}
