//! The engine for many nodes. Settlements go through one task that commits them in batches, all else through a pool.

mod api_keys;
mod api_keys_write;
mod audit;
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
mod settle_writer;
mod status_list;
mod tenants;
mod verdicts;
mod write;

#[cfg(test)]
pub(crate) use open::MIGRATIONS;
pub(crate) use open::{migrate, open, schema_version};

use deadpool_postgres::Pool;
use tokio::sync::broadcast;
use touchstone_core::ports::{Notice, Store};

use listen::Listener;
use settle_writer::SettleWriter;

/// The store of one node.
pub(crate) struct PostgresStore {
    pool: Pool,
    settlements: SettleWriter,
    notices: broadcast::Sender<Notice>,
    _listener: Listener,
}

impl Store for PostgresStore {}
