//! What administrators see and do of walks over stored credentials.

mod list;
mod start;

pub use list::reevaluations;
pub use start::{AskedReevaluation, start_reevaluation};
