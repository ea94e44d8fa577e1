//! Decides how relying parties are written in SQLite, with their claims on the whole server.

use rusqlite::{Connection, params};
use touchstone_core::ports::{
    Change, Notice, RemovedCredentials, UniqueMember, Versioned, WebauthnRp, Written,
};
use touchstone_core::{RpId, TenantId};

use super::audit::record;
use super::fault::Fault;
use super::mobile_admin_write::Answer;
use super::read::{execute, first, number};
use super::writer::Changed;
use crate::rows::{
    COUNT_CREDENTIALS_OF_RP, COUNT_RPS, COUNT_RPS_NAMED, DELETE_CREDENTIALS_OF_RP, DELETE_RP,
    DELETE_SESSIONS_OF_RP, INSERT_RP, RP_BY_ID, UPDATE_RP, rp_claims, version_after,
    version_number, webauthn_rp, words_json,
};

fn by_id(
    connection: &Connection,
    tenant_id: TenantId,
    id: RpId,
) -> Result<Option<Versioned<WebauthnRp>>, Fault> {
    let params = [tenant_id.to_string(), id.to_string()];
    first(connection, RP_BY_ID, params, webauthn_rp)
}

/// What another one has: the RP ID in the tenant, or an origin or a host anywhere.
fn taken(connection: &Connection, rp: &WebauthnRp) -> Result<Option<UniqueMember>, Fault> {
    let (tenant, id) = (rp.tenant_id.to_string(), rp.id.to_string());
    if number(connection, COUNT_RPS_NAMED, [&tenant, &rp.rp_id, &id])? > 0 {
        return Ok(Some(UniqueMember::RpId));
    }
    for (statements, claims) in rp_claims(rp) {
        for claim in claims {
            if number(connection, statements.count_elsewhere, [claim, &id])? > 0 {
                return Ok(Some(statements.member));
            }
        }
    }
    Ok(None)
}

/// Puts the claims in the place of those that are stored.
fn claim(connection: &Connection, rp: &WebauthnRp) -> Result<(), Fault> {
    let id = rp.id.to_string();
    for (statements, claims) in rp_claims(rp) {
        execute(connection, statements.delete, [&id])?;
        for claim in claims {
            execute(connection, statements.insert, [claim, &id])?;
        }
    }
    Ok(())
}

pub(super) fn create(
    connection: &Connection,
    change: Change<WebauthnRp>,
    max_per_tenant: u64,
) -> Answer<Versioned<WebauthnRp>> {
    let rp = change.value;
    if let Some(member) = taken(connection, &rp)? {
        return Ok(Changed::nothing(Written::MemberTaken(member)));
    }
    let tenant = rp.tenant_id.to_string();
    if number(connection, COUNT_RPS, [&tenant])? >= max_per_tenant {
        return Ok(Changed::nothing(Written::Full));
    }
    execute(
        connection,
        INSERT_RP,
        params![
            rp.id.to_string(),
            tenant,
            rp.rp_id,
            rp.rp_name,
            words_json(&rp.origins),
            words_json(&rp.hosts),
            rp.profile,
            rp.policy,
            rp.created_at.unix_ms(),
            rp.updated_at.unix_ms(),
        ],
    )?;
    claim(connection, &rp)?;
    record(connection, &change.audit)?;
    let (value, version) = (rp, 1);
    let stored = Versioned { value, version };
    Ok(Changed::done(stored, Notice::Everything))
}

pub(super) fn update(
    connection: &Connection,
    change: Change<WebauthnRp>,
) -> Answer<Versioned<WebauthnRp>> {
    let wanted = change.value;
    let Some(stored) = by_id(connection, wanted.tenant_id, wanted.id)? else {
        return Ok(Changed::nothing(Written::NotFound));
    };
    let Some(version) = version_after(stored.version, change.if_version) else {
        return Ok(Changed::nothing(Written::VersionDiffers));
    };
    if let Some(member) = taken(connection, &wanted)? {
        return Ok(Changed::nothing(Written::MemberTaken(member)));
    }
    execute(
        connection,
        UPDATE_RP,
        params![
            wanted.rp_id,
            wanted.rp_name,
            words_json(&wanted.origins),
            words_json(&wanted.hosts),
            wanted.profile,
            wanted.policy,
            wanted.updated_at.unix_ms(),
            version_number(version),
            wanted.id.to_string(),
            wanted.tenant_id.to_string(),
        ],
    )?;
    claim(connection, &wanted)?;
    record(connection, &change.audit)?;
    let value = WebauthnRp {
        created_at: stored.value.created_at,
        ..wanted
    };
    let stored = Versioned { value, version };
    Ok(Changed::done(stored, Notice::Everything))
}

pub(super) fn remove(
    connection: &Connection,
    tenant_id: TenantId,
    with_credentials: bool,
    change: &Change<RpId>,
) -> Answer<RemovedCredentials> {
    let Some(stored) = by_id(connection, tenant_id, change.value)? else {
        return Ok(Changed::nothing(Written::NotFound));
    };
    if version_after(stored.version, change.if_version).is_none() {
        return Ok(Changed::nothing(Written::VersionDiffers));
    }
    let (tenant, id) = (tenant_id.to_string(), change.value.to_string());
    let rp = [&tenant, &id];
    let credentials = number(connection, COUNT_CREDENTIALS_OF_RP, rp)?;
    if credentials > 0 && !with_credentials {
        return Ok(Changed::nothing(Written::InUse(credentials)));
    }
    execute(connection, DELETE_SESSIONS_OF_RP, rp)?;
    execute(connection, DELETE_CREDENTIALS_OF_RP, rp)?;
    execute(connection, DELETE_RP, rp)?;
    record(connection, &change.audit)?;
    let removed = RemovedCredentials { credentials };
    Ok(Changed::done(removed, Notice::Everything))
}
