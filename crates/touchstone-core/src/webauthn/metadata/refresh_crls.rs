//! Decides when revocation lists are fetched (spec webauthn.md section 7): before their `nextUpdate`, daily at least, by one node at a time.

use std::collections::BTreeSet;
use std::time::Duration;

use bytes::Bytes;
use touchstone_evidence::Timestamp;
use touchstone_evidence::x509::CrlPlace;

use super::super::service::Webauthn;
use super::Metadata;
use super::crl_check::{self, CrlUnusable};
use super::crl_room::room;
use super::crl_shelf::CrlRefused;
use crate::ports::{StoreError, StoredCrl, UpstreamError};
use crate::{Call, World};

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
/// An address that never had an answer is given up after so long.
const GIVE_UP_MS: i64 = 7 * DAY_MS;

/// No other list came into force.
#[derive(Debug, thiserror::Error)]
enum CrlFetchError {
    #[error("no answer: {0}")]
    Upstream(#[from] UpstreamError),
    #[error(transparent)]
    Unusable(#[from] CrlUnusable),
    #[error(transparent)]
    Refused(#[from] CrlRefused),
    #[error("there is no room for the revocation list")]
    NoRoom,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Webauthn {
    /// Takes in the lists that another node has fetched. [`Self::refresh_crls`] does so too; this is for a server that fetches none itself.
    pub async fn catch_up_crls(&self) -> Result<(), StoreError> {
        let crls = &self.metadata.crls;
        if !crls.catch_up() {
            return Ok(());
        }
        let adopted = self.metadata.adopt_crls(&self.world).await;
        if adopted.is_err() {
            crls.fall_behind();
        }
        adopted
    }

    /// Fetches the lists that are due; how many came. Addresses that never had an answer are given up after a week.
    pub async fn refresh_crls(&self, call: &Call) -> Result<u64, StoreError> {
        self.catch_up_crls().await?;
        let (metadata, world) = (&self.metadata, &self.world);
        let hopeless = call.now.plus_ms(-GIVE_UP_MS);
        let dropped = world.store.drop_failing_crls(hopeless).await?;
        if dropped > 0 {
            tracing::info!(dropped, "addresses of revocation lists never answered");
        }
        let mut fetched = 0;
        while call.elapsed() < ROUND {
            let now = world.clock.now();
            let until = now.plus_s(LEASE_S);
            let due = world.store.lease_due_crls(now, until, LEASE_LISTS).await?;
            if due.is_empty() {
                break;
            }
            for url in due {
                match metadata.fetch_crl(world, &url, now).await {
                    Ok(is_new) => fetched += u64::from(is_new),
                    // Its lease ends; the others must not wait for it.
                    Err(error) => tracing::warn!(url, %error, "a revocation list was not stored"),
                }
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
        places: Vec<CrlPlace>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if places.is_empty() {
            return Ok(());
        }
        world.store.want_crls(&places, now, &room(now)).await?;
        let urls: BTreeSet<&str> = places.iter().map(|place| place.url.as_str()).collect();
        for url in urls {
            // Its issuer may have become known just now.
            if let Some(known) = world.store.known_crl(url).await? {
                self.adopt_crl(world, &known).await?;
            }
            if !self.crls.is_current(url, now) {
                self.fetch_crl(world, url, now).await?;
            }
        }
        Ok(())
    }

    /// Fetches a list and stores it; whether it came.
    async fn fetch_crl(
        &self,
        world: &World,
        url: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let Some(known) = world.store.known_crl(url).await? else {
            return Ok(false);
        };
        match self.take_crl(world, url, now).await {
            Ok(()) => Ok(true),
            Err(CrlFetchError::Store(error)) => Err(error),
            Err(error) => {
                tracing::warn!(url, %error, "a revocation list cannot be refreshed");
                let due_at = now.plus_ms(retry_ms(known.failing_since, now));
                world.store.note_crl_failed(url, now, due_at).await?;
                Ok(false)
            }
        }
    }

    async fn take_crl(
        &self,
        world: &World,
        url: &str,
        now: Timestamp,
    ) -> Result<(), CrlFetchError> {
        let der = Bytes::from(world.upstream.fetch_crl(url).await?);
        // Another node may have stored a newer one in the meantime, or an issuer become known.
        let known = world.store.known_crl(url).await?;
        let known = known.ok_or(CrlFetchError::NoRoom)?;
        self.adopt_crl(world, &known).await?;
        let checked = crl_check::check(der.clone(), known.issuers).await?;
        self.crls.admits(url, &checked, now)?;
        let next_update = checked.crl.next_update();
        let stored = StoredCrl {
            url: url.to_owned(),
            der,
            next_update,
            fetched_at: now,
            due_at: due_at(next_update, now),
        };
        if !world.store.put_crl(&stored, &room(now)).await? {
            return Err(CrlFetchError::NoRoom);
        }
        self.crls.put(url, checked, now);
        Ok(())
    }
}

/// An hour after a failure; a day where nothing has come for longer than that.
fn retry_ms(failing_since: Option<Timestamp>, now: Timestamp) -> i64 {
    let is_long = failing_since.is_some_and(|since| now.ms_since(since) >= DAY_MS);
    if is_long { DAY_MS } else { RETRY_MS }
}

/// An hour before the list ends, or a quarter of what is left of it; in a day at the latest.
fn due_at(next_update: Option<Timestamp>, now: Timestamp) -> Timestamp {
    let left_ms = next_update.map_or(DAY_MS, |at| at.ms_since(now).max(0));
    let early_ms = (left_ms / 4).min(EARLY_MAX_MS);
    now.plus_ms((left_ms - early_ms).clamp(PAUSE_MIN_MS, DAY_MS))
}

#[cfg(test)]
mod tests;
