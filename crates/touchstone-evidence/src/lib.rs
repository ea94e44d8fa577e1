//! Is it genuine? Pure verification: bytes, expectations, anchors and `now` come in, a value or a closed error comes out.

mod time;

pub use time::{ParseTimestampError, Timestamp};
