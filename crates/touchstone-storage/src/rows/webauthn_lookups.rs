//! Decides with which statements ceremonies read: what belongs together in one row.

use touchstone_core::ports::{AssertionLookup, StoreError, WebauthnSession, WebauthnUser};

use super::{
    Fields, Row, webauthn_credential, webauthn_credential_columns, webauthn_session,
    webauthn_session_columns, webauthn_user, webauthn_user_columns,
};

/// The credentials at relying party `$3` of the user of tenant `$1` whose name is `$2`, oldest first.
pub(crate) const CREDENTIALS_OF_USER: &str = concat!(
    "SELECT ",
    webauthn_credential_columns!(),
    " FROM webauthn_credentials WHERE tenant_id = $1 AND user_ext_id = \
     (SELECT ext_id FROM webauthn_users WHERE tenant_id = $1 AND username = $2) \
     AND rp = $3 ORDER BY ext_id LIMIT 256"
);

/// How many sessions of relying party `$1` are open at `$2`, which is to say without a verdict; at most `$3`.
pub(crate) const OPEN_SESSIONS: &str = "\
    SELECT COUNT(*) FROM (SELECT 1 FROM webauthn_sessions \
    WHERE rp = $1 AND verdict_id IS NULL AND expires_at >= $2 LIMIT $3) AS open";

/// The session whose challenge has the hash `$1`.
pub(crate) const SESSION_BY_CHALLENGE: &str = concat!(
    "SELECT ",
    webauthn_session_columns!(),
    " FROM webauthn_sessions WHERE challenge_sha256 = $1"
);

/// The session whose challenge has the hash `$2`, the credential `$1` at its relying party, and the owner.
pub(crate) const ASSERTION_LOOKUP: &str = concat!(
    "SELECT ",
    webauthn_session_columns!("s."),
    ", u.ext_id IS NOT NULL, ",
    webauthn_credential_columns!("c."),
    ", ",
    webauthn_user_columns!("u."),
    " FROM webauthn_sessions s LEFT JOIN webauthn_credentials c \
     ON c.rp = s.rp AND c.credential_id = $1 AND c.tenant_id = s.tenant_id \
     LEFT JOIN webauthn_users u ON u.tenant_id = c.tenant_id AND u.ext_id = c.user_ext_id \
     WHERE s.challenge_sha256 = $2"
);

/// The session whose identifier has the hash `$1`, and its user.
pub(crate) const SESSION_WITH_USER: &str = concat!(
    "SELECT ",
    webauthn_session_columns!("s."),
    ", u.ext_id IS NOT NULL, ",
    webauthn_user_columns!("u."),
    " FROM webauthn_sessions s LEFT JOIN webauthn_users u \
     ON u.tenant_id = s.tenant_id AND u.ext_id = s.user_ext_id WHERE s.id_sha256 = $1"
);

/// Reads a row of [`ASSERTION_LOOKUP`].
pub(crate) fn assertion_lookup(row: &dyn Row) -> Result<AssertionLookup, StoreError> {
    let mut fields = Fields::new(row);
    let session = webauthn_session(&mut fields)?;
    // A credential has an owner: the key of the table sees to it.
    if !fields.flag("webauthn_credentials: found")? {
        return Ok(AssertionLookup {
            session,
            credential: None,
            owner: None,
        });
    }
    let credential = Some(webauthn_credential(&mut fields)?);
    let owner = Some(webauthn_user(&mut fields)?);
    Ok(AssertionLookup {
        session,
        credential,
        owner,
    })
}

/// Reads a row of [`SESSION_WITH_USER`].
pub(crate) fn session_with_user(
    row: &dyn Row,
) -> Result<(WebauthnSession, Option<WebauthnUser>), StoreError> {
    let mut fields = Fields::new(row);
    let session = webauthn_session(&mut fields)?;
    let is_found = fields.flag("webauthn_users: found")?;
    let user = is_found.then(|| webauthn_user(&mut fields)).transpose()?;
    Ok((session, user))
}

#[cfg(test)]
mod tests;
