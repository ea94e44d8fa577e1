//! Decides the salt of a new session, so that one process never promises the same reference twice.

use std::sync::{Mutex, PoisonError};

use touchstone_evidence::Timestamp;

use super::codec::{LIFETIME_UNIT_S, Reference, SALT_MASK};
use super::tenant_key::TenantKey;
use crate::{Random, random_bytes};

/// Promises sessions.
#[derive(Debug, Default)]
pub(in crate::mobile) struct Issuer {
    last: Mutex<Option<(u64, u64)>>,
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
        key.tagged(Reference { unix_ms, lifetime, salt, tag: 0 })
    }

    /// Random for the first session of a millisecond, then one more than the last.
    fn next_salt(&self, unix_ms: u64, random: &dyn Random) -> u64 {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let salt = match *last {
            Some((at, salt)) if at == unix_ms => salt.wrapping_add(1),
            _ => u64::from_be_bytes(random_bytes(random)),
        } & SALT_MASK;
        *last = Some((unix_ms, salt));
        salt
    }
}
