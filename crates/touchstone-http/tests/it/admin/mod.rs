//! The admin API, asked in process over a store of its own.

mod android_apps;
mod android_policy;
mod app_secrets;
mod apple_apps;
mod audit;
mod bodies;
mod bootstrap;
mod console;
mod device_keys;
mod enter;
mod house;
mod idempotency;
mod idempotent_secrets;
mod issue;
mod keys;
mod lists;
mod rotation;
mod service_accounts;
mod session_keys;
mod settings;
mod status_list;
mod tenants;
mod verdicts;
mod webauthn;
