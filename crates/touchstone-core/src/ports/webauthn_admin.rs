//! Decides how an administrator changes what the family `webauthn` keeps (spec webauthn.md section 6). Users and credentials change under
//! ceremonies too, so their writes are conditions, not versions.

use async_trait::async_trait;
use touchstone_evidence::Timestamp;

use super::{
    Change, CredentialEvidence, Page, PageRequest, StoreError, TrustRecord, Versioned,
    WebauthnCredential, WebauthnRp, WebauthnSession, WebauthnUser, Written,
};
use crate::{CredentialExtId, RpId, TenantId};

/// Where a list of users goes on: newest first, then by `ext_id` downwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebauthnUserCursor {
    /// The last row's birth.
    pub created_at: Timestamp,
    /// The last row's `ext_id`.
    pub ext_id: String,
}

/// Where a list of sessions goes on: newest first, then by hash downwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WebauthnSessionCursor {
    /// The last row's birth.
    pub created_at: Timestamp,
    /// The last row's hash.
    pub id_sha256: [u8; 32],
}

/// Which credentials a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CredentialFilter {
    /// Only of this relying party.
    pub rp: Option<RpId>,
    /// Only of this user (`ext_id`).
    pub user_ext_id: Option<String>,
}

/// What an administrator changes of a user; `None` leaves it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebauthnUserPatch {
    /// What people read.
    pub display_name: Option<String>,
    /// True disables; false makes it `active` again.
    pub disabled: Option<bool>,
}

/// What an administrator changes of a credential; `None` leaves it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CredentialPatch {
    /// What its user calls it.
    pub user_friendly_name: Option<Option<String>>,
    /// True suspends by hand; false makes it active, whoever suspended it.
    pub suspended: Option<bool>,
}

/// What went with a removed object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemovedCredentials {
    /// How many credentials were deleted with it.
    pub credentials: u64,
}

/// Administration.
#[async_trait]
pub trait WebauthnAdminStore: Send + Sync + 'static {
    /// Stores a new relying party: `Done`, `MemberTaken` (origin, host, or RP ID in the tenant) or `Full`. Every node hears `Notice::Everything`:
    /// origins and hosts are looked up across tenants.
    async fn create_webauthn_rp(
        &self,
        change: Change<WebauthnRp>,
        max_per_tenant: u64,
    ) -> Result<Written<Versioned<WebauthnRp>>, StoreError>;

    /// The tenant's relying parties, newest first.
    async fn webauthn_rps(
        &self,
        tenant_id: TenantId,
        page: PageRequest<RpId>,
    ) -> Result<Page<Versioned<WebauthnRp>, RpId>, StoreError>;

    /// Writes everything but identifier, tenant and `created_at`: `Done`, `NotFound`, `VersionDiffers` or `MemberTaken`.
    async fn update_webauthn_rp(
        &self,
        change: Change<WebauthnRp>,
    ) -> Result<Written<Versioned<WebauthnRp>>, StoreError>;

    /// Removes it with its sessions: `Done`, `NotFound`, `VersionDiffers`, or `InUse` while credentials exist and `with_credentials` is false.
    async fn remove_webauthn_rp(
        &self,
        tenant_id: TenantId,
        with_credentials: bool,
        change: Change<RpId>,
    ) -> Result<Written<RemovedCredentials>, StoreError>;

    /// Stores a new user: `Done` or `MemberTaken` (`ext_id`, name or handle).
    async fn create_webauthn_user(
        &self,
        change: Change<WebauthnUser>,
    ) -> Result<Written<WebauthnUser>, StoreError>;

    /// The user of this `ext_id`, when it belongs to the tenant.
    async fn webauthn_user(
        &self,
        tenant_id: TenantId,
        ext_id: &str,
    ) -> Result<Option<WebauthnUser>, StoreError>;

    /// The tenant's users, newest first; `username` leaves the one of this name.
    async fn webauthn_users(
        &self,
        tenant_id: TenantId,
        username: Option<&str>,
        page: PageRequest<WebauthnUserCursor>,
    ) -> Result<Page<WebauthnUser, WebauthnUserCursor>, StoreError>;

    /// Changes a user at the time of the audit row: `Done` or `NotFound`.
    async fn patch_webauthn_user(
        &self,
        tenant_id: TenantId,
        ext_id: &str,
        change: Change<WebauthnUserPatch>,
    ) -> Result<Written<WebauthnUser>, StoreError>;

    /// Deletes a user with credentials and sessions: `Done` or `NotFound`.
    async fn remove_webauthn_user(
        &self,
        tenant_id: TenantId,
        change: Change<String>,
    ) -> Result<Written<RemovedCredentials>, StoreError>;

    /// The credential, when it belongs to the tenant.
    async fn webauthn_credential(
        &self,
        tenant_id: TenantId,
        ext_id: CredentialExtId,
    ) -> Result<Option<WebauthnCredential>, StoreError>;

    /// What a credential was registered with (`None` for an imported one), and what became of its trust, oldest first.
    async fn webauthn_credential_history(
        &self,
        tenant_id: TenantId,
        ext_id: CredentialExtId,
    ) -> Result<(Option<CredentialEvidence>, Vec<TrustRecord>), StoreError>;

    /// The tenant's credentials, newest first.
    async fn webauthn_credentials(
        &self,
        tenant_id: TenantId,
        filter: &CredentialFilter,
        page: PageRequest<CredentialExtId>,
    ) -> Result<Page<WebauthnCredential, CredentialExtId>, StoreError>;

    /// Stores a credential that was registered elsewhere: `Done`, `NotFound` (its user or relying party), `MemberTaken` (its `ext_id`, or its id
    /// at the relying party) or `Full` when it is active and the user has `max_per_user` active ones there. A `pending` user becomes `active`.
    async fn import_webauthn_credential(
        &self,
        change: Change<WebauthnCredential>,
        max_per_user: u64,
    ) -> Result<Written<WebauthnCredential>, StoreError>;

    /// Changes a credential: `Done`, `NotFound`, or `Full` when it would become active and its user has `max_per_user` active ones at its
    /// relying party.
    async fn patch_webauthn_credential(
        &self,
        tenant_id: TenantId,
        ext_id: CredentialExtId,
        change: Change<CredentialPatch>,
        max_per_user: u64,
    ) -> Result<Written<WebauthnCredential>, StoreError>;

    /// Deletes a credential with evidence and history: `Done` or `NotFound`.
    async fn remove_webauthn_credential(
        &self,
        tenant_id: TenantId,
        change: Change<CredentialExtId>,
    ) -> Result<Written<()>, StoreError>;

    /// The tenant's sessions, newest first.
    async fn webauthn_sessions(
        &self,
        tenant_id: TenantId,
        page: PageRequest<WebauthnSessionCursor>,
    ) -> Result<Page<WebauthnSession, WebauthnSessionCursor>, StoreError>;
}
