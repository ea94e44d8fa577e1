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
mod webauthn_credentials;
mod webauthn_rps;
mod webauthn_sessions;
mod webauthn_users;

pub(crate) use api_keys::{
    api_key, api_key_columns, api_keys, app_ids_json, is_over, notice_for, to_the_minute,
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
    apple_key, apple_key_columns, device_key, device_keys, key_statements, merged,
};
pub(crate) use sealed::{reseal_statement, sealed_row};
pub(crate) use tenants::{tenant, tenant_columns, tenants};
pub(crate) use text::{without_nul, words_json};
pub(crate) use verdicts::{verdict, verdict_columns, verdicts};
pub(crate) use versions::{version_after, version_number};
pub(crate) use webauthn_credentials::{
    certificates, certificates_blob, credential_evidence, credential_state, webauthn_credential,
    webauthn_credential_columns,
};
pub(crate) use webauthn_rps::{rp_by, webauthn_rp, webauthn_rp_columns};
pub(crate) use webauthn_sessions::{webauthn_session, webauthn_session_columns};
pub(crate) use webauthn_users::{
    INSERT_USER, USER_BY_EXT_ID, USER_BY_NAME, user_state, webauthn_user, webauthn_user_columns,
};
