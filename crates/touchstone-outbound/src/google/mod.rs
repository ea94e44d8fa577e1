//! Decides whether Google is asked at all, and how long: places, breaker, one deadline for everything (spec mobile.md 7.1).

mod access_token;
mod breaker;
mod decode;
mod grant;
mod limits;
mod pace;
mod token_endpoint;

use std::sync::Arc;
use std::time::Duration;

use moka::policy::EvictionPolicy;
use moka::sync::Cache;
use tokio::time::{Instant, timeout_at};
use touchstone_core::ports::{DecodeRequest, ServiceAccount, UpstreamError};
use touchstone_core::{TenantId, Timestamp};

use self::access_token::{AccessTokens, Reuse};
use self::breaker::{Breaker, Turn};
use self::limits::{Place, Places};
pub(crate) use self::pace::Pace;
use self::token_endpoint::TokenEndpoint;
use crate::address::{BaseUrl, BaseUrlError};
use crate::failure::{BREAKER_OPEN, BUSY, TIMEOUT, unavailable};
use crate::origin::{Origin, Patience};

/// At most this many breakers are kept, each for an hour without calls.
const BREAKERS_MAX: u64 = 10_000;
const UNUSED_MAX: Duration = Duration::from_secs(3_600);

/// Play Integrity's server, asked on behalf of many service accounts.
pub(crate) struct Google {
    decode: Origin,
    tokens: AccessTokens,
    places: Arc<Places>,
    breakers: Cache<(TenantId, String), Arc<Breaker>>,
    pace: Pace,
}

impl Google {
    pub(crate) fn new(
        decode_url: BaseUrl,
        token_url: Option<&str>,
        pace: Pace,
    ) -> Result<Self, BaseUrlError> {
        let breakers = Cache::builder()
            .max_capacity(BREAKERS_MAX)
            .time_to_idle(UNUSED_MAX)
            .eviction_policy(EvictionPolicy::lru());
        let endpoint = TokenEndpoint::new(token_url, pace.call)?;
        Ok(Self {
            decode: Origin::new("google_decode", decode_url, pace.call),
            tokens: AccessTokens::new(endpoint),
            places: Arc::default(),
            breakers: breakers.build(),
            pace,
        })
    }

    /// The payload of an integrity token, as JSON text.
    pub(crate) async fn decode(&self, request: DecodeRequest) -> Result<Vec<u8>, UpstreamError> {
        let _place = self.place(request.tenant_id)?;
        let turn = self.turn(request.tenant_id, &request.account)?;
        let patience = self.patience(request.within);
        let call = decode::decode(&self.decode, &self.tokens, patience, &request);
        let result = in_time(patience, call).await;
        turn.end(&result);
        result
    }

    /// Fetches an access token, whatever is known of the account.
    pub(crate) async fn check_account(
        &self,
        tenant_id: TenantId,
        account: &ServiceAccount,
        now: Timestamp,
    ) -> Result<(), UpstreamError> {
        let _place = self.place(tenant_id)?;
        let patience = self.patience(self.pace.total);
        let tokens = &self.tokens;
        let call = tokens.get(tenant_id, account, now, Reuse::Never, patience);
        in_time(patience, call).await.map(drop)
    }

    /// Of a caller with so much time from now on.
    fn patience(&self, within: Duration) -> Patience {
        Patience {
            pause: self.pace.pause,
            deadline: Instant::now() + self.pace.total.min(within),
        }
    }

    fn place(&self, tenant_id: TenantId) -> Result<Place, UpstreamError> {
        self.places.take(tenant_id).ok_or_else(|| {
            self.decode.count_unasked(BUSY);
            unavailable(BUSY)
        })
    }

    fn turn(&self, tenant_id: TenantId, account: &ServiceAccount) -> Result<Turn, UpstreamError> {
        let owner = (tenant_id, account.client_email.clone());
        let breaker = self.breakers.get_with(owner, || Arc::new(Breaker::new()));
        breaker.enter().map_err(|retry_after_s| {
            self.decode.count_unasked(BREAKER_OPEN);
            UpstreamError::Unavailable {
                cause: BREAKER_OPEN,
                retry_after_s,
            }
        })
    }
}

async fn in_time<T>(
    patience: Patience,
    call: impl Future<Output = Result<T, UpstreamError>>,
) -> Result<T, UpstreamError> {
    timeout_at(patience.deadline, call)
        .await
        .unwrap_or_else(|_| Err(unavailable(TIMEOUT)))
}

#[cfg(test)]
mod tests;
