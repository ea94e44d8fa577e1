//! Decides how long a duration in hours may be.

use serde::{Deserialize, Serialize};

/// A year.
const HOURS_MAX: u32 = 8_760;

/// 1 to 8,760 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "i64")]
pub struct Hours(u32);

impl Hours {
    /// The number of hours.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl TryFrom<i64> for Hours {
    type Error = &'static str;

    fn try_from(hours: i64) -> Result<Self, Self::Error> {
        u32::try_from(hours)
            .ok()
            .filter(|hours| (1..=HOURS_MAX).contains(hours))
            .map(Self)
            .ok_or("must be 1 to 8760 hours")
    }
}
