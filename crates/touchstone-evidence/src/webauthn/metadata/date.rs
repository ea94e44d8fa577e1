//! Decides what a date of the metadata service is: `YYYY-MM-DD`, a whole day in UTC.

use alloc::string::ToString;
use core::fmt;
use core::str::FromStr;

use crate::Timestamp;
use crate::time::Civil;

const DAY_MS: i64 = 86_400_000;

/// A day in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Days since 1970-01-01.
    days: i64,
}

/// The text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date such as 2026-04-29")]
pub struct ParseDateError;

impl Date {
    /// The day in which an instant lies.
    pub const fn of(instant: Timestamp) -> Self {
        Self {
            days: instant.unix_ms().div_euclid(DAY_MS),
        }
    }

    /// Its first instant.
    pub const fn start(self) -> Timestamp {
        Timestamp::from_unix_ms(self.days.saturating_mul(DAY_MS))
    }
}

/// `YYYY-MM-DD`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let instant = self.start().to_string();
        f.write_str(instant.split('T').next().unwrap_or_default())
    }
}

impl FromStr for Date {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split('-');
        let mut number = |digits: usize| {
            let part = parts.next().filter(|part| part.len() == digits);
            let part = part.filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
            part.and_then(|part| part.parse().ok())
                .ok_or(ParseDateError)
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        let civil = Civil {
            year,
            month,
            day,
            hour: 0,
            minute: 0,
            second: 0,
        };
        let start = civil.timestamp().filter(|_| parts.next().is_none());
        start.map(Self::of).ok_or(ParseDateError)
    }
}
