//! Decides how long Google may take (spec mobile.md section 7).

use std::time::Duration;

use crate::client::Limits;

/// How long everything may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// For one call.
    pub(crate) call: Limits,
    /// Before a repeat.
    pub(crate) pause: Duration,
    /// For one token in all, with access token and repeats.
    pub(crate) total: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            call: Limits {
                connect: Duration::from_secs(3),
                total: Duration::from_secs(5),
                max_body_bytes: 1024 * 1024,
            },
            pause: Duration::from_millis(250),
            total: Duration::from_secs(15),
        }
    }
}
