//! The embedded engine: one file, one server. Writes go through one thread that commits in groups, reads through a few connections.

mod api_keys;
mod api_keys_write;
mod audit;
mod connect;
mod fault;
mod health;
mod idempotency;
mod lock;
mod mobile;
mod mobile_admin;
mod mobile_admin_write;
mod mobile_android_apps;
mod mobile_apple_apps;
mod mobile_apps;
mod mobile_device_keys;
mod mobile_prune;
mod mobile_receipts;
mod mobile_settle;
mod mobile_settle_keys;
mod open;
mod read;
mod readers;
mod sealed;
mod status_list;
mod tenants;
mod verdicts;
mod webauthn;
mod webauthn_admin;
mod webauthn_admin_credentials;
mod webauthn_admin_rps;
mod webauthn_admin_users;
mod webauthn_credentials;
mod webauthn_crls;
mod webauthn_key;
mod webauthn_metadata;
mod webauthn_open;
mod webauthn_prune;
mod webauthn_settle;
mod webauthn_settle_credentials;
mod webauthn_statements;
mod webauthn_trust;
mod webauthn_users;
mod writer;

#[cfg(test)]
pub(crate) use open::MIGRATIONS;
pub(crate) use open::{migrate, open, schema_version};

use touchstone_core::ports::{Notice, Store};

use readers::Readers;
use writer::Writer;

/// The store. Dropping it waits until what is queued is written and the file is free again.
pub(crate) struct SqliteStore {
    writer: Writer,
    readers: Readers,
    notices: tokio::sync::broadcast::Sender<Notice>,
}

impl Store for SqliteStore {}
