//! Tenants: the owners of keys, apps, credentials and verdicts.

mod create;
mod get;
mod list;
mod name;
mod snapshot;
mod update;

pub use create::create;
pub use get::get;
pub use list::list;
pub use update::update;

use crate::admin_write::Words;

/// What an administrator sets of a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantFields {
    /// Its unique short name: 1 to 63 of `[a-z0-9-]`, beginning with a letter.
    pub name: String,
    /// A disabled tenant's API keys are refused.
    pub enabled: bool,
}

const WORDS: Words = Words {
    taken: "another tenant has this name",
    ..Words::NONE
};
