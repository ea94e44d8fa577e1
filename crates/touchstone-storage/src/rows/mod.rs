//! Decides how rows are read and lists are cut, the same way for every engine. What cannot be read is `Corrupt`, never guessed.

mod api_keys;
mod audit;
mod fields;
mod idempotency;
mod list;
mod mobile;
mod sealed;
mod tenants;
mod text;
mod verdicts;
mod versions;

pub(crate) use api_keys::{
    api_key, api_key_columns, api_keys, app_ids_json, is_over, notice_for, scopes_json,
    to_the_minute,
};
pub(crate) use audit::{actor_words, audit_row, audit_rows};
pub(crate) use fields::{Fields, Row, corrupt};
pub(crate) use idempotency::begun;
pub(crate) use list::{ListQuery, Value, cut};
pub(crate) use mobile::{
    apple_app, apple_app_columns, apple_apps, apple_key, apple_key_columns, apple_keys, ending_for,
    session_key, settled,
};
pub(crate) use sealed::{SESSION_MASTER_KEY, sealed_row};
pub(crate) use tenants::{tenant, tenant_columns, tenants};
pub(crate) use text::without_nul;
pub(crate) use verdicts::{verdict, verdict_columns, verdicts};
pub(crate) use versions::{version_after, version_number};
