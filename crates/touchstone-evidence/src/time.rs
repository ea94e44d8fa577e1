//! Decides how an instant is written: milliseconds since the Unix epoch, UTC, no leap seconds. It never reads a clock.

use std::fmt;
use std::str::FromStr;

/// An instant in milliseconds since 1970-01-01T00:00:00Z; negative before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// The text is no RFC 3339 time, or lies outside the years 0 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an RFC 3339 time such as 2026-04-29T14:50:00Z")]
pub struct ParseTimestampError;

impl Timestamp {
    /// From milliseconds since the Unix epoch.
    pub const fn from_unix_ms(unix_ms: i64) -> Self {
        Self(unix_ms)
    }

    /// From seconds since the Unix epoch; saturates.
    pub const fn from_unix_s(unix_s: i64) -> Self {
        Self(unix_s.saturating_mul(1_000))
    }

    /// Milliseconds since the Unix epoch.
    pub const fn unix_ms(self) -> i64 {
        self.0
    }

    /// This instant plus `ms` (which may be negative); saturates.
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// This instant plus `s` seconds (which may be negative); saturates.
    #[must_use]
    pub const fn plus_s(self, s: i64) -> Self {
        self.plus_ms(s.saturating_mul(1_000))
    }

    /// Milliseconds from `earlier` to this instant; negative when `earlier` is later; saturates.
    pub const fn ms_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// RFC 3339 in UTC with milliseconds: `2026-04-29T14:50:00.000Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(instant) => write!(f, "{instant:.3}"),
            Err(_) => write!(f, "{} ms since 1970", self.0),
        }
    }
}

/// RFC 3339 with any offset; fractions below a millisecond are cut off.
impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let instant: jiff::Timestamp = text.parse().map_err(|_| ParseTimestampError)?;
        Ok(Self(instant.as_millisecond()))
    }
}
