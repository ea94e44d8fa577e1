//! The verdict log: who may read it.

mod get;
mod list;

pub use get::get;
pub use list::{VerdictQuery, list};
