//! Decides which bit of a session reference means what: a UUIDv7 of time (48 bits), lifetime in units of 30 s (12), salt (34) and
//! tag (28). Reading it says nothing about whether it is genuine; see [`super::TenantKey`].

use touchstone_evidence::Timestamp;
use uuid::Uuid;

/// Seconds in a unit of lifetime.
pub(super) const LIFETIME_UNIT_S: u32 = 30;
/// The longest lifetime, in units.
const LIFETIME_UNITS_MAX: u16 = 3_000;
const TAG_BITS: u32 = 28;
const SALT_BITS: u32 = 34;
/// The greatest salt.
pub(super) const SALT_MASK: u64 = (1 << SALT_BITS) - 1;
const TAG_MASK: u64 = (1 << TAG_BITS) - 1;
const TIME_MASK: u64 = (1 << 48) - 1;
const VERSION: u64 = 7;
const VARIANT: u64 = 0b10;

/// What a session reference says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::mobile) struct Reference {
    /// When the session was promised, in milliseconds; 48 bits.
    pub(super) unix_ms: u64,
    /// How long it can be used, in units of 30 s; 12 bits.
    pub(super) lifetime: u16,
    /// Tells apart sessions of one millisecond; 34 bits.
    pub(super) salt: u64,
    /// 28 bits that only the server can make.
    pub(super) tag: u32,
}

impl Reference {
    /// Reads the 36 characters; `None` unless they are a lower-case UUIDv7 with hyphens.
    pub(in crate::mobile) fn parse(text: &str) -> Option<Self> {
        let uuid = Uuid::try_parse(text).ok()?;
        let mut canonical = Uuid::encode_buffer();
        if uuid.hyphenated().encode_lower(&mut canonical) != text {
            return None;
        }
        let (high, low) = uuid.as_u64_pair();
        if (high >> 12) & 0xf != VERSION || low >> 62 != VARIANT {
            return None;
        }
        Some(Self {
            unix_ms: high >> 16,
            lifetime: u16::try_from(high & 0xfff).ok()?,
            salt: (low >> TAG_BITS) & SALT_MASK,
            tag: u32::try_from(low & TAG_MASK).ok()?,
        })
    }

    /// The 16 bytes.
    pub(in crate::mobile) fn to_bytes(self) -> [u8; 16] {
        *self.to_uuid().as_bytes()
    }

    /// The 36 characters.
    pub(in crate::mobile) fn to_text(self) -> String {
        self.to_uuid().hyphenated().to_string()
    }

    fn to_uuid(self) -> Uuid {
        let high =
            ((self.unix_ms & TIME_MASK) << 16) | (VERSION << 12) | u64::from(self.lifetime & 0xfff);
        let low = (VARIANT << 62) | ((self.salt & SALT_MASK) << TAG_BITS) | u64::from(self.tag);
        Uuid::from_u64_pair(high, low)
    }

    /// What the tag is made over: time (6 bytes), lifetime (2), salt (5), each big-endian.
    pub(super) fn tag_input(&self) -> [u8; 13] {
        let [_, _, time @ ..] = self.unix_ms.to_be_bytes();
        let [_, _, _, salt @ ..] = self.salt.to_be_bytes();
        let mut out = [0; 13];
        let parts = time
            .into_iter()
            .chain(self.lifetime.to_be_bytes())
            .chain(salt);
        for (to, from) in out.iter_mut().zip(parts) {
            *to = from;
        }
        out
    }

    /// When the session was promised.
    pub(in crate::mobile) fn issued_at(&self) -> Timestamp {
        Timestamp::from_unix_ms(i64::try_from(self.unix_ms).unwrap_or(i64::MAX))
    }

    /// Until when it can be used, inclusive.
    pub(in crate::mobile) fn expires_at(&self) -> Timestamp {
        self.issued_at()
            .plus_s(i64::from(u32::from(self.lifetime) * LIFETIME_UNIT_S))
    }

    /// Whether the lifetime is one that can be promised.
    pub(in crate::mobile) fn lifetime_in_range(&self) -> bool {
        (1..=LIFETIME_UNITS_MAX).contains(&self.lifetime)
    }
}
