//! Decides what an operation is given: a caller whose key was accepted and whose bucket had a token (spec mobile.md 2.0, step 5).
//! No operation can be reached without it.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use http::request::Parts;
use touchstone_core::mobile::RequestRules;
use touchstone_core::{Call, Principal, TenantId};

use super::error::ApiError;
use crate::around::{Asker, CurrentCall};
use crate::rate_limit::{Rate, RateLimited};
use crate::state::HttpState;

/// A caller that may ask now.
#[derive(Clone, Debug)]
pub(crate) struct Admitted {
    /// Who asks.
    pub(super) principal: Arc<Principal>,
    /// The tenant of the caller's key.
    pub(super) tenant_id: TenantId,
    /// The call.
    pub(super) call: Arc<Call>,
    /// What the tenant allows in a request.
    pub(super) rules: RequestRules,
}

impl FromRequestParts<HttpState> for Admitted {
    type Rejection = ApiError;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &HttpState,
    ) -> Result<Self, Self::Rejection> {
        let Ok(CurrentCall(call)) = CurrentCall::from_request_parts(parts, state).await;
        let Some(Asker(principal)) = parts.extensions.get::<Asker>().cloned() else {
            return Err(ApiError::Internal);
        };
        let (Some(tenant_id), Some(api_key_id)) = (principal.tenant_id, principal.api_key_id())
        else {
            return Err(ApiError::Internal);
        };
        let rules = state.core().mobile.rules(tenant_id, &call).await;
        let rules = rules.map_err(|error| ApiError::of_verify(&error, &call.request_id))?;
        let rate_limits = state.mobile().rate_limits();
        rate_limits
            .take(
                api_key_id,
                Rate::per_second(rules.rate_limit_per_s),
                call.now,
            )
            .map_err(|RateLimited { retry_after_s }| ApiError::TooManyRequests { retry_after_s })?;
        Ok(Self {
            principal,
            tenant_id,
            call,
            rules,
        })
    }
}
