//! Decides how rows are read and lists are cut, the same way for every engine. What cannot be read is `Corrupt`, never guessed.

mod api_keys;
mod audit;
mod fields;
mod idempotency;
mod list;
mod mobile;
mod mobile_apps;
mod mobile_keys;
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
pub(crate) use mobile::{ending_for, mobile_settings, session_key, settled, status_list};
pub(crate) use mobile_apps::{
    ANDROID_APPS, APPLE_APPS, AppStatements, android_app, android_app_columns, android_apps,
    apple_app, apple_app_columns, apple_apps,
};
pub(crate) use mobile_keys::{
    apple_key, apple_key_columns, device_key, device_keys, key_statements, merged, serials_json,
};
pub(crate) use sealed::{reseal_statement, sealed_row};
pub(crate) use tenants::{tenant, tenant_columns, tenants};
pub(crate) use text::without_nul;
pub(crate) use verdicts::{verdict, verdict_columns, verdicts};
pub(crate) use versions::{version_after, version_number};
