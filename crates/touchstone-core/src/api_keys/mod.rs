//! API keys of every kind: how they look, how they are recognised, issued, rotated and revoked.

mod authenticate;
mod bootstrap;
mod foreign_form;
mod form;
mod get;
mod import;
mod issue;
mod list;
mod new_key;
mod revoke;
mod rotate;
mod snapshot;
mod store_new;

pub use authenticate::{ApiKeys, AuthError};
pub use bootstrap::first_admin_key;
pub(crate) use form::sha256;
pub use form::{ApiKeySecret, new_secret};
pub use get::get;
pub use import::import;
pub use issue::{Issued, issue};
pub use list::list;
pub use new_key::NewApiKey;
pub use revoke::revoke;
pub use rotate::{GRACE_S_MAX, rotate};
pub use store_new::KEYS_PER_TENANT_MAX;
