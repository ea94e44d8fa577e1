//! Decides when an access token is fetched and how long it is used (spec mobile.md 7.1): one per tenant, account and key, until 60 s
//! before its end, one fetch at a time. Whoever waits for a fetch shares what it brings, a failure or a token too short-lived to be kept;
//! nobody after them does.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use aws_lc_rs::digest::{Context, SHA256};
use moka::policy::EvictionPolicy;
use moka::sync::Cache;
use tokio::sync::Mutex;
use tokio::time::Instant;
use touchstone_core::ports::{ServiceAccount, UpstreamError};
use touchstone_core::{TenantId, Timestamp};
use zeroize::Zeroizing;

use super::token_endpoint::{Fetched, TokenEndpoint};
use crate::origin::Patience;

/// At most this many tokens are kept.
const TOKENS_MAX: u64 = 10_000;
const UNUSED_MAX: Duration = Duration::from_secs(3_600);
/// A token is not used in its last minute.
const MARGIN: Duration = Duration::from_secs(60);

/// What Google gave a service account. Its text shows nothing.
#[derive(Clone)]
pub(super) struct AccessToken(Arc<Zeroizing<String>>);

impl AccessToken {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AccessToken")
    }
}

/// Which kept token will do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reuse<'a> {
    /// Any.
    Any,
    /// Any but this one, which Google refused.
    Except(&'a AccessToken),
    /// None: the question is whether Google gives one.
    Never,
}

/// Whose token, and by which key.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Owner {
    tenant_id: TenantId,
    client_email: String,
    key_sha256: [u8; 32],
}

/// Every token of this node.
pub(super) struct AccessTokens {
    endpoint: TokenEndpoint,
    flights: Cache<Owner, Arc<Flight>>,
}

#[derive(Default)]
struct Flight {
    /// How many fetches have ended.
    fetches: AtomicU64,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    token: Option<(AccessToken, Instant)>,
    /// Of the last fetch.
    failure: Option<UpstreamError>,
}

impl AccessTokens {
    pub(super) fn new(endpoint: TokenEndpoint) -> Self {
        let flights = Cache::builder()
            .max_capacity(TOKENS_MAX)
            .time_to_idle(UNUSED_MAX)
            .eviction_policy(EvictionPolicy::lru());
        Self {
            endpoint,
            flights: flights.build(),
        }
    }

    /// A token of this tenant's account.
    pub(super) async fn get(
        &self,
        tenant_id: TenantId,
        account: &ServiceAccount,
        now: Timestamp,
        reuse: Reuse<'_>,
        patience: Patience,
    ) -> Result<AccessToken, UpstreamError> {
        let owner = Owner {
            tenant_id,
            client_email: account.client_email.clone(),
            key_sha256: key_sha256(account),
        };
        let flight = self.flights.get_with(owner, Arc::default);
        let before = flight.fetches.load(Ordering::Acquire);
        // Held through the fetch. A caller who gives up lets go of it, and the next one fetches.
        let mut kept = flight.kept.lock().await;
        let has_waited = flight.fetches.load(Ordering::Acquire) != before;
        if let Some(token) = kept.usable(reuse, has_waited) {
            return Ok(token);
        }
        if let Some(failure) = &kept.failure
            && has_waited
        {
            return Err(failure.clone());
        }
        let start = Instant::now();
        let result = self.endpoint.fetch(account, now, patience).await;
        flight.fetches.fetch_add(1, Ordering::Release);
        match result {
            Ok(fetched) => Ok(kept.keep(fetched, start)),
            Err(failure) => {
                kept.failure = Some(failure.clone());
                Err(failure)
            }
        }
    }
}

impl Kept {
    /// `has_waited`: a fetch has ended since the caller asked.
    fn usable(&self, reuse: Reuse<'_>, has_waited: bool) -> Option<AccessToken> {
        let (token, until) = self.token.as_ref()?;
        let serves = match reuse {
            Reuse::Any => true,
            Reuse::Except(refused) => !Arc::ptr_eq(&token.0, &refused.0),
            Reuse::Never => false,
        };
        let is_the_awaited = has_waited && self.failure.is_none();
        (serves && (is_the_awaited || Instant::now() < *until)).then(|| token.clone())
    }

    fn keep(&mut self, fetched: Fetched, start: Instant) -> AccessToken {
        let token = AccessToken(Arc::new(fetched.access_token));
        let usable = fetched.lifetime.saturating_sub(MARGIN);
        self.token = Some((token.clone(), start + usable));
        self.failure = None;
        token
    }
}

fn key_sha256(account: &ServiceAccount) -> [u8; 32] {
    let mut context = Context::new(&SHA256);
    let parts = [
        account.private_key.as_str(),
        account.private_key_id.as_deref().unwrap_or_default(),
        &account.token_uri,
    ];
    for part in parts {
        context.update(part.as_bytes());
        context.update(&[0]);
    }
    let mut sha256 = [0; 32];
    let digest = context.finish();
    for (to, from) in sha256.iter_mut().zip(digest.as_ref()) {
        *to = *from;
    }
    sha256
}
