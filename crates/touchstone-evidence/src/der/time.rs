//! Decides which instants UTCTime and GeneralizedTime name (RFC 5280 section 4.1.2.5: seconds present, `Z`, no
//! fraction; two-digit years from 50 on are of the 1900s).

use super::{Element, Error, Tag};
use crate::time::{Civil, Timestamp};

impl Element<'_> {
    /// A UTCTime `YYMMDDHHMMSSZ` or a GeneralizedTime `YYYYMMDDHHMMSSZ`.
    pub fn time(&self) -> Result<Timestamp, Error> {
        let digits = self
            .contents
            .strip_suffix(b"Z")
            .ok_or(Error::ValueMalformed)?;
        let (year_digits, expected) = match self.tag {
            Tag::UTC_TIME => (2, 12),
            Tag::GENERALIZED_TIME => (4, 14),
            _ => return Err(Error::UnexpectedTag),
        };
        if digits.len() != expected {
            return Err(Error::ValueMalformed);
        }
        let (year, rest) = digits
            .split_at_checked(year_digits)
            .ok_or(Error::ValueMalformed)?;
        let year = match (number(year)?, year_digits) {
            (year, 2) if year >= 50 => 1_900 + year,
            (year, 2) => 2_000 + year,
            (year, _) => year,
        };
        let mut pairs = rest.chunks_exact(2).map(number);
        let mut pair = || pairs.next().unwrap_or(Err(Error::ValueMalformed));
        let (month, day) = (pair()?, pair()?);
        let (hour, minute, second) = (pair()?, pair()?, pair()?);
        let civil = Civil {
            year,
            month,
            day,
            hour,
            minute,
            second,
        };
        civil.timestamp().ok_or(Error::ValueMalformed)
    }
}

fn number(digits: &[u8]) -> Result<i64, Error> {
    digits.iter().try_fold(0, |value, digit| match digit {
        b'0'..=b'9' => Ok(value * 10 + i64::from(digit - b'0')),
        _ => Err(Error::ValueMalformed),
    })
}
