//! Decides the salt of a new session, so that one process never promises the same reference twice.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use touchstone_evidence::Timestamp;

use super::codec::{LIFETIME_UNIT_S, Reference, SALT_MASK};
use super::tenant_key::TenantKey;
use crate::{Random, random_bytes};

/// Milliseconds whose salts are remembered: requests that run side by side read slightly different times.
const RECENT_MAX: usize = 1_024;

/// Promises sessions.
#[derive(Debug, Default)]
pub(in crate::mobile) struct Issuer {
    /// The next salt of each millisecond that was used lately.
    recent: Mutex<BTreeMap<u64, u64>>,
}

impl Issuer {
    /// A new session of `lifetime_s` seconds (a multiple of 30), under this tenant's key.
    pub(in crate::mobile) fn issue(
        &self,
        key: &TenantKey,
        lifetime_s: u32,
        now: Timestamp,
        random: &dyn Random,
    ) -> Reference {
        let unix_ms = u64::try_from(now.unix_ms()).unwrap_or(0);
        let lifetime = u16::try_from(lifetime_s / LIFETIME_UNIT_S).unwrap_or(u16::MAX);
        let salt = self.next_salt(unix_ms, random);
        key.tagged(Reference {
            unix_ms,
            lifetime,
            salt,
            tag: 0,
        })
    }

    /// Random for the first session of a millisecond, then one more than the last.
    fn next_salt(&self, unix_ms: u64, random: &dyn Random) -> u64 {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        let next = recent
            .entry(unix_ms)
            .or_insert_with(|| u64::from_be_bytes(random_bytes(random)));
        let salt = *next & SALT_MASK;
        *next = next.wrapping_add(1);
        if recent.len() > RECENT_MAX {
            // The oldest; the newest when the clock was set back: it will not come again soon.
            let oldest = recent
                .first_key_value()
                .is_some_and(|(at, _)| *at != unix_ms);
            if oldest {
                recent.pop_first()
            } else {
                recent.pop_last()
            };
        }
        salt
    }
}
