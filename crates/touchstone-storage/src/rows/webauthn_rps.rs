//! Decides how a relying party is read, and by which statement it is found.

use touchstone_core::ports::{RpKey, StoreError, Versioned, WebauthnRp};

use super::{Fields, Row};

macro_rules! webauthn_rp_columns {
    () => {
        "id, tenant_id, rp_id, rp_name, origins, hosts, profile, policy, created_at, \
         updated_at, version"
    };
}
pub(crate) use webauthn_rp_columns;

/// The statement that finds it, and its parameters.
pub(crate) fn rp_by(key: &RpKey) -> (&'static str, Vec<String>) {
    macro_rules! rp_where {
        ($condition:literal) => {
            concat!(
                "SELECT ",
                webauthn_rp_columns!(),
                " FROM webauthn_rps WHERE ",
                $condition
            )
        };
    }
    match key {
        RpKey::Id(id) => (rp_where!("id = $1"), vec![id.to_string()]),
        RpKey::Origin(origin) => (
            rp_where!("id = (SELECT rp FROM webauthn_rp_origins WHERE origin = $1)"),
            vec![origin.clone()],
        ),
        RpKey::Host(host) => (
            rp_where!("id = (SELECT rp FROM webauthn_rp_hosts WHERE host = $1)"),
            vec![host.clone()],
        ),
        RpKey::RpId(tenant_id, rp_id) => (
            rp_where!("tenant_id = $1 AND rp_id = $2"),
            vec![tenant_id.to_string(), rp_id.clone()],
        ),
    }
}

pub(crate) fn webauthn_rp(row: &dyn Row) -> Result<Versioned<WebauthnRp>, StoreError> {
    let mut fields = Fields::new(row);
    let value = WebauthnRp {
        id: fields.parsed("webauthn_rps.id")?,
        tenant_id: fields.parsed("webauthn_rps.tenant_id")?,
        rp_id: fields.text("webauthn_rps.rp_id")?,
        rp_name: fields.text("webauthn_rps.rp_name")?,
        origins: fields.words("webauthn_rps.origins")?,
        hosts: fields.words("webauthn_rps.hosts")?,
        profile: fields.text("webauthn_rps.profile")?,
        policy: fields.text("webauthn_rps.policy")?,
        created_at: fields.time("webauthn_rps.created_at")?,
        updated_at: fields.time("webauthn_rps.updated_at")?,
    };
    let version = fields.number("webauthn_rps.version")?;
    Ok(Versioned { value, version })
}
