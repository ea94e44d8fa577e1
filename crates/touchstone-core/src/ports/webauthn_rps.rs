//! Decides what is kept of a relying party (spec webauthn.md 2.5 and 5).

use touchstone_evidence::Timestamp;

use crate::{RpId, TenantId};

/// A relying party: who may ask for ceremonies, and how they are judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebauthnRp {
    /// Its identifier; not the `rpId` of WebAuthn.
    pub id: RpId,
    /// The tenant.
    pub tenant_id: TenantId,
    /// The RP ID of WebAuthn, unique in the tenant: a domain.
    pub rp_id: String,
    /// What people read.
    pub rp_name: String,
    /// Origins of its clients, each unique on the server; at most 32.
    pub origins: Vec<String>,
    /// Hosts of this server under which it is chosen, in lower case without port, each unique on the server; at most 32.
    pub hosts: Vec<String>,
    /// The word of its profile: `nevis`, `conformance`, `l3`.
    pub profile: String,
    /// What differs from the profile and the defaults, as JSON.
    pub policy: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last written.
    pub updated_at: Timestamp,
}

/// By what a relying party is found; none of them is a secret.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RpKey {
    /// Its identifier.
    Id(RpId),
    /// One of its origins, exactly.
    Origin(String),
    /// One of its hosts, in lower case without port.
    Host(String),
    /// The RP ID inside a tenant.
    RpId(TenantId, String),
}
