//! Decides how the lists of the family `webauthn` are asked for: newest first, the key breaks ties.

use touchstone_core::ports::{
    CredentialFilter, PageRequest, WebauthnSession, WebauthnSessionCursor, WebauthnUser,
    WebauthnUserCursor,
};
use touchstone_core::{CredentialExtId, RpId, TenantId};

use super::{
    ListQuery, Value, webauthn_credential_columns, webauthn_rp_columns, webauthn_session_columns,
    webauthn_user_columns,
};

pub(crate) fn webauthn_rps(tenant_id: TenantId, page: &PageRequest<RpId>) -> ListQuery {
    ListQuery::new(concat!(
        "SELECT ",
        webauthn_rp_columns!(),
        " FROM webauthn_rps"
    ))
    .only("tenant_id =", Some(tenant_id.to_string()))
    .only("id <", page.after.map(|id| id.to_string()))
    .page("id DESC", page.limit)
}

pub(crate) fn webauthn_users(
    tenant_id: TenantId,
    username: Option<&str>,
    page: &PageRequest<WebauthnUserCursor>,
) -> ListQuery {
    let after = page.after.as_ref().map(|cursor| {
        let created_at = Value::Integer(cursor.created_at.unix_ms());
        (created_at, Value::Text(cursor.ext_id.clone()))
    });
    ListQuery::new(concat!(
        "SELECT ",
        webauthn_user_columns!(),
        " FROM webauthn_users"
    ))
    .only("tenant_id =", Some(tenant_id.to_string()))
    .only("username =", username)
    .behind("created_at, ext_id", after)
    .page("created_at DESC, ext_id DESC", page.limit)
}

/// Where a list of users goes on behind this one.
pub(crate) fn user_cursor(user: &WebauthnUser) -> WebauthnUserCursor {
    WebauthnUserCursor {
        created_at: user.created_at,
        ext_id: user.ext_id.clone(),
    }
}

pub(crate) fn webauthn_credentials(
    tenant_id: TenantId,
    filter: &CredentialFilter,
    page: &PageRequest<CredentialExtId>,
) -> ListQuery {
    ListQuery::new(concat!(
        "SELECT ",
        webauthn_credential_columns!(),
        " FROM webauthn_credentials"
    ))
    .only("tenant_id =", Some(tenant_id.to_string()))
    .only("rp =", filter.rp.map(|rp| rp.to_string()))
    .only("user_ext_id =", filter.user_ext_id.as_deref())
    .only("ext_id <", page.after.map(|id| id.to_string()))
    .page("ext_id DESC", page.limit)
}

pub(crate) fn webauthn_sessions(
    tenant_id: TenantId,
    page: &PageRequest<WebauthnSessionCursor>,
) -> ListQuery {
    let after = page.after.map(|cursor| {
        let created_at = Value::Integer(cursor.created_at.unix_ms());
        (created_at, Value::Blob(cursor.id_sha256.to_vec()))
    });
    ListQuery::new(concat!(
        "SELECT ",
        webauthn_session_columns!(),
        " FROM webauthn_sessions"
    ))
    .only("tenant_id =", Some(tenant_id.to_string()))
    .behind("created_at, id_sha256", after)
    .page("created_at DESC, id_sha256 DESC", page.limit)
}

/// Where a list of sessions goes on behind this one.
pub(crate) fn session_cursor(session: &WebauthnSession) -> WebauthnSessionCursor {
    WebauthnSessionCursor {
        created_at: session.created_at,
        id_sha256: session.id_sha256,
    }
}
