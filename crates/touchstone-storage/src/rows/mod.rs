//! Decides how rows are read and lists are cut, the same way for every engine. What cannot be read is `Corrupt`, never guessed.

mod api_keys;
mod audit;
mod endings;
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
mod webauthn_admin;
mod webauthn_credentials;
mod webauthn_crls;
mod webauthn_lists;
mod webauthn_lookups;
mod webauthn_metadata;
mod webauthn_rps;
mod webauthn_sessions;
mod webauthn_settle;
mod webauthn_trust;
mod webauthn_users;

pub(crate) use api_keys::{
    api_key, api_key_columns, api_keys, app_ids_json, is_over, notice_for, to_the_minute,
};
pub(crate) use audit::{actor_words, audit_row, audit_rows};
pub(crate) use endings::{ending_for, settled};
pub(crate) use fields::{Fields, Row, corrupt};
pub(crate) use idempotency::begun;
pub(crate) use list::{ListQuery, Value, cut};
pub(crate) use mobile::{mobile_settings, session_key, status_list};
pub(crate) use mobile_apps::{
    ANDROID_APPS, APPLE_APPS, AppStatements, android_app, android_app_columns, android_apps,
    apple_app, apple_app_columns, apple_apps,
};
pub(crate) use mobile_keys::{
    apple_key, apple_key_columns, device_key, device_keys, key_statements, merged,
};
pub(crate) use sealed::{
    INSERT_WEBAUTHN_KEY, WEBAUTHN_KEY, reseal_notice, reseal_statement, sealed_row,
};
pub(crate) use tenants::{tenant, tenant_columns, tenants};
pub(crate) use text::{without_nul, words_json};
pub(crate) use verdicts::{verdict, verdict_columns, verdicts};
pub(crate) use versions::{version_after, version_number};
pub(crate) use webauthn_admin::{
    COUNT_ACTIVE_CREDENTIALS, COUNT_CREDENTIAL_EXT_ID, COUNT_CREDENTIAL_ID,
    COUNT_CREDENTIALS_OF_RP, COUNT_HANDLE, COUNT_RPS, COUNT_RPS_NAMED, COUNT_USER_EXT_ID,
    CREDENTIAL_BY_EXT_ID, DELETE_CREDENTIAL, DELETE_CREDENTIALS_OF_RP, DELETE_CREDENTIALS_OF_USER,
    DELETE_RP, DELETE_SESSIONS_OF_RP, DELETE_SESSIONS_OF_USER, DELETE_USER, EVIDENCE, INSERT_RP,
    RP_BY_ID, RP_EXISTS, TRUST_HISTORY, UPDATE_CREDENTIAL, UPDATE_RP, UPDATE_USER, activated,
    becomes_active, patched_credential, patched_user, rp_claims,
};
pub(crate) use webauthn_credentials::{
    certificates, certificates_blob, credential_evidence, credential_state, positions,
    positions_json, webauthn_credential, webauthn_credential_columns,
};
pub(crate) use webauthn_crls::{
    ADD_CRL_ISSUER, COUNT_CRLS, CRL, CRL_BYTES, CRL_BYTES_IN_USE, CRL_IS_DUE, CRL_ISSUERS,
    DROP_FAILING_CRLS, EVICT_CRL, EVICT_CRL_BYTES, IS_CRL_KNOWN, ISSUERS_OF_CRL, KNOWN_CRL,
    KNOWN_CRLS, NOTE_CRL_FAILED, PUT_CRL, TOUCH_CRL, WANT_CRL, crl_issuer, crl_url, known_crl,
    stored_crl, with_issuers,
};
pub(crate) use webauthn_lists::{
    session_cursor, user_cursor, webauthn_credentials, webauthn_rps, webauthn_sessions,
    webauthn_users,
};
pub(crate) use webauthn_lookups::{
    ASSERTION_LOOKUP, CREDENTIALS_OF_USER, OPEN_SESSIONS, SESSION_BY_CHALLENGE, SESSION_WITH_USER,
    assertion_lookup, session_with_user,
};
pub(crate) use webauthn_metadata::{
    COUNT_OTHER_STATEMENTS, MDS_BLOB, MDS_SOURCES, NOTE_MDS_ASKED, PUT_LOCAL_STATEMENT,
    PUT_MDS_BLOB, REMOVE_LOCAL_STATEMENT, STATEMENT_HEADS, SUM_OTHER_STATEMENTS, blob_number,
    count_number, local_statement, local_statement_columns, mds_blob, mds_source, statement_bytes,
    statement_head,
};
pub(crate) use webauthn_rps::{rp_by, webauthn_rp, webauthn_rp_columns};
pub(crate) use webauthn_sessions::{webauthn_session, webauthn_session_columns};
pub(crate) use webauthn_settle::{
    SessionEnd, StoredUse, is_noted, owner_conflict, session_end, stored_owner, stored_use,
    use_conflict,
};
pub(crate) use webauthn_trust::{
    CHANGE_TRUST, INSERT_REEVALUATION, INSERT_TRUST_RECORD, NEWEST_REEVALUATIONS,
    NOTE_REEVALUATION, PRUNE_REEVALUATIONS, WIDEN_REEVALUATION, credential_to_judge,
    credentials_to_judge, free_reevaluations, models_json, reevaluation, reevaluation_columns,
    reevaluations, trust_record, waiting_reevaluation, widened,
};
pub(crate) use webauthn_users::{
    INSERT_USER, USER_BY_EXT_ID, USER_BY_NAME, user_state, webauthn_user, webauthn_user_columns,
};
