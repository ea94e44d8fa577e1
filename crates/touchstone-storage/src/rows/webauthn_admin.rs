//! Decides with which statements an administrator changes what the family `webauthn` keeps, and what a patch makes of a row.

use touchstone_core::Timestamp;
use touchstone_core::ports::{
    CredentialPatch, CredentialState, UniqueMember, WebauthnCredential, WebauthnRp, WebauthnUser,
    WebauthnUserPatch, WebauthnUserState,
};

use super::{webauthn_credential_columns, webauthn_rp_columns, without_nul};

/// Relying party `$2` of tenant `$1`.
pub(crate) const RP_BY_ID: &str = concat!(
    "SELECT ",
    webauthn_rp_columns!(),
    " FROM webauthn_rps WHERE tenant_id = $1 AND id = $2"
);

/// Whether tenant `$1` has the relying party `$2`.
pub(crate) const RP_EXISTS: &str =
    "SELECT EXISTS (SELECT 1 FROM webauthn_rps WHERE tenant_id = $1 AND id = $2)";

/// How many relying parties but `$3` tenant `$1` has under the RP ID `$2`.
pub(crate) const COUNT_RPS_NAMED: &str =
    "SELECT COUNT(*) FROM webauthn_rps WHERE tenant_id = $1 AND rp_id = $2 AND id <> $3";

/// How many relying parties tenant `$1` has.
pub(crate) const COUNT_RPS: &str = "SELECT COUNT(*) FROM webauthn_rps WHERE tenant_id = $1";

pub(crate) const INSERT_RP: &str = "\
    INSERT INTO webauthn_rps (id, tenant_id, rp_id, rp_name, origins, hosts, profile, policy, \
    created_at, updated_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)";

/// Writes everything but identifier, tenant and time of birth of `$9` in tenant `$10`.
pub(crate) const UPDATE_RP: &str = "\
    UPDATE webauthn_rps SET rp_id = $1, rp_name = $2, origins = $3, hosts = $4, profile = $5, \
    policy = $6, updated_at = $7, version = $8 WHERE id = $9 AND tenant_id = $10";

/// Removes relying party `$2` of tenant `$1`; its claims go with it.
pub(crate) const DELETE_RP: &str = "DELETE FROM webauthn_rps WHERE tenant_id = $1 AND id = $2";

/// How many credentials relying party `$2` of tenant `$1` has.
pub(crate) const COUNT_CREDENTIALS_OF_RP: &str =
    "SELECT COUNT(*) FROM webauthn_credentials WHERE tenant_id = $1 AND rp = $2";

/// Deletes them; evidence and history go with them.
pub(crate) const DELETE_CREDENTIALS_OF_RP: &str =
    "DELETE FROM webauthn_credentials WHERE tenant_id = $1 AND rp = $2";

/// Deletes the sessions of relying party `$2` of tenant `$1`.
pub(crate) const DELETE_SESSIONS_OF_RP: &str =
    "DELETE FROM webauthn_sessions WHERE tenant_id = $1 AND rp = $2";

/// How a claim on the whole server is kept: an origin or a host.
pub(crate) struct ClaimStatements {
    /// How many relying parties but `$2` claim `$1`.
    pub(crate) count_elsewhere: &'static str,
    /// Claims `$1` for `$2`.
    pub(crate) insert: &'static str,
    /// Drops the claims of `$1`.
    pub(crate) delete: &'static str,
    /// What is claimed.
    pub(crate) member: UniqueMember,
}

static ORIGINS: ClaimStatements = ClaimStatements {
    count_elsewhere: "SELECT COUNT(*) FROM webauthn_rp_origins WHERE origin = $1 AND rp <> $2",
    insert: "INSERT INTO webauthn_rp_origins (origin, rp) VALUES ($1, $2) ON CONFLICT DO NOTHING",
    delete: "DELETE FROM webauthn_rp_origins WHERE rp = $1",
    member: UniqueMember::Origin,
};

static HOSTS: ClaimStatements = ClaimStatements {
    count_elsewhere: "SELECT COUNT(*) FROM webauthn_rp_hosts WHERE host = $1 AND rp <> $2",
    insert: "INSERT INTO webauthn_rp_hosts (host, rp) VALUES ($1, $2) ON CONFLICT DO NOTHING",
    delete: "DELETE FROM webauthn_rp_hosts WHERE rp = $1",
    member: UniqueMember::Host,
};

/// What the relying party claims.
pub(crate) fn rp_claims(rp: &WebauthnRp) -> [(&'static ClaimStatements, &[String]); 2] {
    [(&ORIGINS, &rp.origins), (&HOSTS, &rp.hosts)]
}

pub(crate) const UPDATE_USER: &str = "UPDATE webauthn_users SET display_name = $1, state = $2, \
    updated_at = $3 WHERE tenant_id = $4 AND ext_id = $5";

pub(crate) const DELETE_USER: &str =
    "DELETE FROM webauthn_users WHERE tenant_id = $1 AND ext_id = $2";

/// Deletes the credentials of user `$2` of tenant `$1`; evidence and history go with them.
pub(crate) const DELETE_CREDENTIALS_OF_USER: &str =
    "DELETE FROM webauthn_credentials WHERE tenant_id = $1 AND user_ext_id = $2";

pub(crate) const DELETE_SESSIONS_OF_USER: &str =
    "DELETE FROM webauthn_sessions WHERE tenant_id = $1 AND user_ext_id = $2";

/// Credential `$2` of tenant `$1`.
pub(crate) const CREDENTIAL_BY_EXT_ID: &str = concat!(
    "SELECT ",
    webauthn_credential_columns!(),
    " FROM webauthn_credentials WHERE tenant_id = $1 AND ext_id = $2"
);

/// How many users of the `ext_id` `$2` tenant `$1` has.
pub(crate) const COUNT_USER_EXT_ID: &str =
    "SELECT COUNT(*) FROM webauthn_users WHERE tenant_id = $1 AND ext_id = $2";

/// How many users of the handle `$2` tenant `$1` has.
pub(crate) const COUNT_HANDLE: &str =
    "SELECT COUNT(*) FROM webauthn_users WHERE tenant_id = $1 AND handle = $2";

/// How many credentials have the `ext_id` `$1`.
pub(crate) const COUNT_CREDENTIAL_EXT_ID: &str =
    "SELECT COUNT(*) FROM webauthn_credentials WHERE ext_id = $1";

/// How many credentials of the id `$2` relying party `$1` has.
pub(crate) const COUNT_CREDENTIAL_ID: &str =
    "SELECT COUNT(*) FROM webauthn_credentials WHERE rp = $1 AND credential_id = $2";

/// How many active credentials user `$2` of tenant `$1` has at relying party `$3`.
pub(crate) const COUNT_ACTIVE_CREDENTIALS: &str = "\
    SELECT COUNT(*) FROM webauthn_credentials WHERE tenant_id = $1 AND user_ext_id = $2 \
    AND rp = $3 AND state = 'active'";

pub(crate) const UPDATE_CREDENTIAL: &str = "\
    UPDATE webauthn_credentials SET user_friendly_name = $1, state = $2 \
    WHERE tenant_id = $3 AND ext_id = $4";

pub(crate) const DELETE_CREDENTIAL: &str =
    "DELETE FROM webauthn_credentials WHERE tenant_id = $1 AND ext_id = $2";

/// What credential `$2` of tenant `$1` was registered with.
pub(crate) const EVIDENCE: &str = "\
    SELECT x5c, elements, attestation_object, client_data FROM webauthn_evidence WHERE ext_id = \
    (SELECT ext_id FROM webauthn_credentials WHERE tenant_id = $1 AND ext_id = $2)";

/// What became of the trust of credential `$2` of tenant `$1`.
pub(crate) const TRUST_HISTORY: &str = "\
    SELECT at, from_trust, to_trust, cause, state FROM webauthn_trust_history WHERE ext_id = \
    (SELECT ext_id FROM webauthn_credentials WHERE tenant_id = $1 AND ext_id = $2) ORDER BY n";

/// A pending user once it holds a credential, from this time on; `None` for one that stays as it is.
pub(crate) fn activated(user: WebauthnUser, at: Timestamp) -> Option<WebauthnUser> {
    (user.state == WebauthnUserState::Pending).then_some(WebauthnUser {
        state: WebauthnUserState::Active,
        updated_at: at,
        ..user
    })
}

/// The user after the patch, made at this time.
pub(crate) fn patched_user(
    user: WebauthnUser,
    patch: WebauthnUserPatch,
    at: Timestamp,
) -> WebauthnUser {
    let state = match patch.disabled {
        Some(true) => WebauthnUserState::Disabled,
        Some(false) => WebauthnUserState::Active,
        None => user.state,
    };
    WebauthnUser {
        display_name: patch.display_name.unwrap_or(user.display_name),
        state,
        updated_at: at,
        ..user
    }
}

/// Whether the change adds to the active credentials of its user.
pub(crate) fn becomes_active(before: CredentialState, after: CredentialState) -> bool {
    before != CredentialState::Active && after == CredentialState::Active
}

/// The credential after the patch.
pub(crate) fn patched_credential(
    credential: WebauthnCredential,
    patch: CredentialPatch,
) -> WebauthnCredential {
    let user_friendly_name = match patch.user_friendly_name {
        Some(name) => name.map(|name| without_nul(&name).into_owned()),
        None => credential.user_friendly_name,
    };
    let state = match patch.suspended {
        Some(true) => CredentialState::Suspended,
        Some(false) => CredentialState::Active,
        None => credential.state,
    };
    WebauthnCredential {
        user_friendly_name,
        state,
        ..credential
    }
}
