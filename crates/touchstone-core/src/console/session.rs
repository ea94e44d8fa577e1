//! Decides what a console session holds and how it is sealed: the admin key's SHA-256, a token against forged requests, and its end.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::BASE64URL_NOPAD;
use subtle::ConstantTimeEq;
use touchstone_evidence::Timestamp;
use zeroize::Zeroizing;

use crate::api_keys::sha256;
use crate::sealed::{Place, Sealer};
use crate::{Random, random_bytes};

/// How long a session lasts, in seconds.
pub const SESSION_MAX_AGE_S: u32 = 8 * 3_600;

/// The longest sealed value that is looked at, in bytes: far above what [`ConsoleSession::seal`] makes.
const SEALED_BYTES_MAX: usize = 512;
const PLACE: Place<'static> = Place {
    entity: "console_session",
    column: "cookie",
    row: "",
    tenant_id: None,
};

/// A console session.
#[derive(Clone)]
pub struct ConsoleSession {
    key_sha256: [u8; 32],
    csrf: Zeroizing<[u8; 32]>,
    expires_at: Timestamp,
}

impl ConsoleSession {
    /// A session under this admin key that begins now.
    pub(super) fn begin(presented: &[u8], random: &dyn Random, now: Timestamp) -> Self {
        let end_ms = now
            .unix_ms()
            .saturating_add(i64::from(SESSION_MAX_AGE_S) * 1_000);
        Self {
            key_sha256: sha256(presented),
            csrf: Zeroizing::new(random_bytes(random)),
            expires_at: Timestamp::from_unix_ms(end_ms),
        }
    }

    /// The value that the browser carries: base64url, under the master key.
    pub fn seal(&self, sealer: &Sealer, random: &dyn Random) -> String {
        let mut text = Zeroizing::new(Vec::with_capacity(72));
        text.extend_from_slice(&self.key_sha256);
        text.extend_from_slice(&*self.csrf);
        text.extend_from_slice(&self.expires_at.unix_ms().to_be_bytes());
        BASE64URL_NOPAD.encode(&sealer.seal(&text, &PLACE, random))
    }

    /// The session of a value that was sealed here; `None` for anything else.
    pub(super) fn open(sealed: &[u8], sealer: &Sealer) -> Option<Self> {
        if sealed.len() > SEALED_BYTES_MAX {
            return None;
        }
        let sealed = BASE64URL_NOPAD.decode(sealed).ok()?;
        let text = sealer.open(&sealed, &PLACE).ok()?;
        let (key_sha256, rest) = text.split_first_chunk()?;
        let (csrf, rest) = rest.split_first_chunk()?;
        let expires_at = i64::from_be_bytes(<[u8; 8]>::try_from(rest).ok()?);
        Some(Self {
            key_sha256: *key_sha256,
            csrf: Zeroizing::new(*csrf),
            expires_at: Timestamp::from_unix_ms(expires_at),
        })
    }

    pub(super) const fn key_sha256(&self) -> &[u8; 32] {
        &self.key_sha256
    }

    /// When it ends.
    pub const fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// What a page of this server shows with every request that changes something; no other page can read it.
    pub fn csrf_token(&self) -> String {
        BASE64URL_NOPAD.encode(&*self.csrf)
    }

    /// Whether this is the session's token; how much of it is right cannot be told by the time this takes.
    pub fn has_csrf_token(&self, presented: &[u8]) -> bool {
        let own = Zeroizing::new(self.csrf_token());
        // Digests have one length, whatever was presented.
        let digests = [own.as_bytes(), presented].map(|text| digest(&SHA256, text));
        let [own, presented] = &digests;
        own.as_ref().ct_eq(presented.as_ref()).into()
    }
}

impl fmt::Debug for ConsoleSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConsoleSession")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
