//! What administrators see and do of metadata services: how they stand, what they say of a model, what their last BLOB changed.

mod diff;
mod entries;
mod get;
mod refresh;
mod view;

pub use diff::{MdsDiff, mds_diff};
pub use entries::{MdsEntryCursor, MdsEntryFilter, mds_entries};
pub use get::mds;
pub use refresh::refresh_mds;
pub use view::{MdsEntryView, MdsReportView};
