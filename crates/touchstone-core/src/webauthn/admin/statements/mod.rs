//! What a tenant says of authenticators itself: statements that go before the operator's and the metadata services'.

mod get;
mod list;
mod put;
mod remove;
mod view;

pub use get::statement;
pub use list::{StatementCursor, statements};
pub use put::put_statement;
pub use remove::remove_statement;
pub use view::{StatementHeadView, StatementView};

/// Statements of a tenant (spec webauthn.md 8).
pub const STATEMENTS_PER_TENANT_MAX: u64 = 1_000;
/// Bytes of all of them together: a node keeps what it reads of them in memory.
pub const STATEMENT_BYTES_PER_TENANT_MAX: u64 = 16_777_216;
