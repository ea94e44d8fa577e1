//! The audit log: what an administrator's write leaves behind, and who may read it.

mod list;
mod trace;

pub use list::{AuditQuery, list};
pub(crate) use trace::Trace;
