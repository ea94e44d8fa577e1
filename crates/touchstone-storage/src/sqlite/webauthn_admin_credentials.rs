//! Decides how an administrator reads and writes credentials in SQLite.

use rusqlite::{Connection, params};
use touchstone_core::ports::{
    Change, CredentialEvidence, CredentialPatch, CredentialState, Notice, TrustRecord,
    UniqueMember, WebauthnCredential, Written,
};
use touchstone_core::{CredentialExtId, TenantId};

use super::audit::record;
use super::fault::Fault;
use super::mobile_admin_write::Answer;
use super::read::{all, execute, first, holds, number};
use super::writer::Changed;
use super::{webauthn_admin_users, webauthn_credentials};
use crate::rows::{
    COUNT_ACTIVE_CREDENTIALS, COUNT_CREDENTIAL_EXT_ID, COUNT_CREDENTIAL_ID, CREDENTIAL_BY_EXT_ID,
    DELETE_CREDENTIAL, EVIDENCE, Fields, RP_EXISTS, TRUST_HISTORY, UPDATE_CREDENTIAL, activated,
    becomes_active, credential_evidence, patched_credential, trust_record, webauthn_credential,
};

/// The credential, when it belongs to the tenant.
pub(super) fn by_ext_id(
    connection: &Connection,
    tenant_id: TenantId,
    ext_id: CredentialExtId,
) -> Result<Option<WebauthnCredential>, Fault> {
    let params = [tenant_id.to_string(), ext_id.to_string()];
    first(connection, CREDENTIAL_BY_EXT_ID, params, |row| {
        webauthn_credential(&mut Fields::new(row))
    })
}

/// What it was registered with, and what became of its trust.
pub(super) fn history(
    connection: &Connection,
    tenant_id: TenantId,
    ext_id: CredentialExtId,
) -> Result<(Option<CredentialEvidence>, Vec<TrustRecord>), Fault> {
    // One state of the database for both.
    let _snapshot = connection.unchecked_transaction()?;
    let (tenant, ext_id) = (tenant_id.to_string(), ext_id.to_string());
    let params = [&tenant, &ext_id];
    let evidence = first(connection, EVIDENCE, params, |row| {
        credential_evidence(&mut Fields::new(row))
    })?;
    let records = all(connection, TRUST_HISTORY, params, trust_record)?;
    Ok((evidence, records))
}

/// The member that the credential shares with a stored one.
fn taken(
    connection: &Connection,
    credential: &WebauthnCredential,
) -> Result<Option<UniqueMember>, Fault> {
    let params = params![credential.rp.to_string(), credential.credential_id];
    if number(connection, COUNT_CREDENTIAL_ID, params)? > 0 {
        return Ok(Some(UniqueMember::CredentialId));
    }
    let params = [credential.ext_id.to_string()];
    let others = number(connection, COUNT_CREDENTIAL_EXT_ID, params)?;
    Ok((others > 0).then_some(UniqueMember::CredentialExtId))
}

/// Whether the credential's user has as many active ones at its relying party as it may.
fn has_all(
    connection: &Connection,
    credential: &WebauthnCredential,
    max_per_user: u64,
) -> Result<bool, Fault> {
    let params = params![
        credential.tenant_id.to_string(),
        credential.user_ext_id,
        credential.rp.to_string(),
    ];
    Ok(number(connection, COUNT_ACTIVE_CREDENTIALS, params)? >= max_per_user)
}

pub(super) fn import(
    connection: &Connection,
    change: Change<WebauthnCredential>,
    max_per_user: u64,
) -> Answer<WebauthnCredential> {
    let credential = change.value;
    let (tenant_id, rp) = (credential.tenant_id, credential.rp.to_string());
    let tenant = tenant_id.to_string();
    let user = webauthn_admin_users::by_ext_id(connection, tenant_id, &credential.user_ext_id)?;
    let rp_exists = holds(connection, RP_EXISTS, [&tenant, &rp])?;
    let (Some(user), true) = (user, rp_exists) else {
        return Ok(Changed::nothing(Written::NotFound));
    };
    if let Some(member) = taken(connection, &credential)? {
        return Ok(Changed::nothing(Written::MemberTaken(member)));
    }
    if credential.state == CredentialState::Active
        && has_all(connection, &credential, max_per_user)?
    {
        return Ok(Changed::nothing(Written::Full));
    }
    if !webauthn_credentials::insert(connection, &credential)? {
        let member = UniqueMember::CredentialId;
        return Ok(Changed::nothing(Written::MemberTaken(member)));
    }
    if let Some(user) = activated(user, change.audit.created_at) {
        webauthn_admin_users::update(connection, &user)?;
    }
    record(connection, &change.audit)?;
    Ok(Changed::done(credential, Notice::Tenant(tenant_id)))
}

pub(super) fn patch(
    connection: &Connection,
    tenant_id: TenantId,
    ext_id: CredentialExtId,
    change: Change<CredentialPatch>,
    max_per_user: u64,
) -> Answer<WebauthnCredential> {
    let Some(stored) = by_ext_id(connection, tenant_id, ext_id)? else {
        return Ok(Changed::nothing(Written::NotFound));
    };
    let before = stored.state;
    let credential = patched_credential(stored, change.value);
    if becomes_active(before, credential.state) && has_all(connection, &credential, max_per_user)? {
        return Ok(Changed::nothing(Written::Full));
    }
    execute(
        connection,
        UPDATE_CREDENTIAL,
        params![
            credential.user_friendly_name,
            credential.state.as_str(),
            tenant_id.to_string(),
            ext_id.to_string(),
        ],
    )?;
    record(connection, &change.audit)?;
    Ok(Changed::done(credential, Notice::Tenant(tenant_id)))
}

pub(super) fn remove(
    connection: &Connection,
    tenant_id: TenantId,
    change: &Change<CredentialExtId>,
) -> Answer<()> {
    let params = [tenant_id.to_string(), change.value.to_string()];
    if execute(connection, DELETE_CREDENTIAL, params)? == 0 {
        return Ok(Changed::nothing(Written::NotFound));
    }
    record(connection, &change.audit)?;
    Ok(Changed::done((), Notice::Tenant(tenant_id)))
}
