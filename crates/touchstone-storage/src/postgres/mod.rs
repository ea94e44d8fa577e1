//! The engine for many nodes. Settlements go through one task that commits them in batches, all else through a pool.

mod api_keys;
mod api_keys_write;
mod audit;
mod batch_client;
mod batch_writer;
mod connect;
mod fault;
mod health;
mod idempotency;
mod listen;
mod locks;
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
mod open;
mod partitions;
mod read;
mod sealed;
mod settle_android_keys;
mod settle_apple_keys;
mod settle_batch;
mod settle_claims;
mod settle_keys;
mod settle_log;
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
mod webauthn_open_batch;
mod webauthn_open_sessions;
mod webauthn_open_users;
mod webauthn_prune;
mod webauthn_settle_batch;
mod webauthn_settle_register;
mod webauthn_settle_sessions;
mod webauthn_settle_use;
mod webauthn_statements;
mod webauthn_trust;
mod webauthn_users;
mod write;

#[cfg(test)]
pub(crate) use open::MIGRATIONS;
pub(crate) use open::{migrate, open, schema_version};

use deadpool_postgres::Pool;
use tokio::sync::broadcast;
use touchstone_core::ports::{Notice, Store};

use batch_writer::BatchWriter;
use listen::Listener;

/// The store of one node.
pub(crate) struct PostgresStore {
    pool: Pool,
    settlements: BatchWriter<settle_batch::Session>,
    webauthn_openings: BatchWriter<webauthn_open_batch::Session>,
    webauthn_settlements: BatchWriter<webauthn_settle_batch::Session>,
    notices: broadcast::Sender<Notice>,
    _listener: Listener,
}

impl Store for PostgresStore {}
