//! Decides when revocation lists are fetched (spec webauthn.md section 7): before their `nextUpdate`, daily at least, by one node at a time.

use std::time::Duration;

use touchstone_evidence::Timestamp;
use touchstone_evidence::x509::{Crl, CrlError};

use super::super::service::Webauthn;
use super::Metadata;
use super::crl_shelf::CrlRefused;
use crate::ports::{StoreError, StoredCrl, UpstreamError};
use crate::{Call, World};

/// Lists that are known at most.
pub(in crate::webauthn) const CRLS_MAX: u64 = 1_000;
/// Lists that one node takes on at once, and for how long they are its.
const LEASE_LISTS: u32 = 8;
const LEASE_S: i64 = 300;
/// How long a round may go on.
const ROUND: Duration = Duration::from_secs(60);
const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
const RETRY_MS: i64 = 60 * MINUTE_MS;
const EARLY_MAX_MS: i64 = 60 * MINUTE_MS;
const PAUSE_MIN_MS: i64 = 5 * MINUTE_MS;

/// No other list came into force.
#[derive(Debug, thiserror::Error)]
enum CrlFetchError {
    #[error("no answer: {0}")]
    Upstream(#[from] UpstreamError),
    #[error(transparent)]
    Unreadable(#[from] CrlError),
    #[error(transparent)]
    Refused(#[from] CrlRefused),
}

impl Webauthn {
    /// Fetches the lists that are due; how many came.
    pub async fn refresh_crls(&self, call: &Call) -> Result<u64, StoreError> {
        let (metadata, world) = (&self.metadata, &self.world);
        if metadata.crls.catch_up() {
            metadata.adopt_crls(world).await?;
        }
        let mut fetched = 0;
        while call.elapsed() < ROUND {
            let now = world.clock.now();
            let until = now.plus_s(LEASE_S);
            let due = world.store.lease_due_crls(now, until, LEASE_LISTS).await?;
            if due.is_empty() {
                break;
            }
            for list in due {
                fetched += u64::from(metadata.fetch_crl(world, list.url, now).await?);
            }
        }
        Ok(fetched)
    }
}

impl Metadata {
    /// Fetches those of the lists that are not at hand or not current, and wishes for them from now on.
    pub(super) async fn need_crls(
        &self,
        world: &World,
        urls: Vec<String>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if urls.is_empty() {
            return Ok(());
        }
        world.store.want_crls(&urls, now, CRLS_MAX).await?;
        for url in urls {
            if !self.crls.is_current(&url, now) {
                self.fetch_crl(world, url, now).await?;
            }
        }
        Ok(())
    }

    /// Fetches a list and stores it; whether it came.
    async fn fetch_crl(
        &self,
        world: &World,
        url: String,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let fetched = self.take_crl(world, &url, now).await;
        let came = fetched.is_ok();
        let stored = match fetched {
            Ok((der, next_update)) => StoredCrl {
                url,
                der: Some(der.into()),
                next_update,
                fetched_at: Some(now),
                due_at: due_at(next_update, now),
            },
            Err(error) => {
                tracing::warn!(url, %error, "a revocation list cannot be refreshed");
                StoredCrl {
                    url,
                    der: None,
                    next_update: None,
                    fetched_at: None,
                    due_at: now.plus_ms(RETRY_MS),
                }
            }
        };
        world.store.put_crl(&stored).await?;
        Ok(came)
    }

    async fn take_crl(
        &self,
        world: &World,
        url: &str,
        now: Timestamp,
    ) -> Result<(Vec<u8>, Option<Timestamp>), CrlFetchError> {
        let der = world.upstream.fetch_crl(url).await?;
        let crl = Crl::parse(&der)?;
        let next_update = crl.next_update();
        let issuers = self.issuers(crl.issuer());
        self.crls.take(url, crl, &issuers, now)?;
        Ok((der, next_update))
    }
}

/// An hour before the list ends, or a quarter of what is left of it; in a day at the latest.
fn due_at(next_update: Option<Timestamp>, now: Timestamp) -> Timestamp {
    let left_ms = next_update.map_or(DAY_MS, |at| at.ms_since(now).max(0));
    let early_ms = (left_ms / 4).min(EARLY_MAX_MS);
    now.plus_ms((left_ms - early_ms).clamp(PAUSE_MIN_MS, DAY_MS))
}

#[cfg(test)]
mod tests;
