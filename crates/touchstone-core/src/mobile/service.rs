//! Decides what the family `mobile` holds at run time: anchors, the tenants' policies it has read lately, and the session master keys.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use super::anchors::MobileAnchors;
use super::error::{PolicyError, VerifyError};
use super::in_flight::InFlight;
use super::judgement::chain_of;
use super::policy::{Policies, TenantPolicy};
use super::request::RequestRules;
use super::session::{Issuer, SessionKeys, new_session_key};
use super::status_list::StatusLists;
use crate::ports::StoreError;
use crate::sealed::{SealError, Sealer};
use crate::{Call, TenantId, World};

/// What a deployment sets for the family.
#[derive(Clone, Debug)]
pub struct MobileOptions {
    /// What evidence is anchored in.
    pub anchors: MobileAnchors,
    /// How old a status list of Android keys may be, in hours.
    pub status_max_age_h: u32,
}

/// Judges phone apps.
pub struct Mobile {
    pub(super) world: World,
    pub(super) sealer: Arc<Sealer>,
    anchors: RwLock<Arc<MobileAnchors>>,
    pub(super) policies: Policies,
    pub(super) session_keys: SessionKeys,
    pub(super) issuer: Issuer,
    pub(super) status_lists: Arc<StatusLists>,
    pub(super) in_flight: InFlight,
}

/// The family cannot start.
#[derive(Debug, thiserror::Error)]
pub enum MobileStartError {
    /// The store did not answer.
    #[error("the session master keys cannot be read")]
    Store(#[from] StoreError),
    /// The stored keys were sealed under another master key.
    #[error("the session master keys cannot be opened")]
    Sealed(#[from] SealError),
}

impl Mobile {
    /// Reads the session master keys; makes the first one when there is none (one insert wins).
    pub async fn start(
        world: World,
        sealer: Arc<Sealer>,
        options: MobileOptions,
    ) -> Result<Self, MobileStartError> {
        let now = world.clock.now();
        let mut stored = world.store.session_keys().await?;
        if stored.is_empty() {
            let first = new_session_key(&world, &sealer, now, now);
            stored = world.store.put_first_session_key(&first).await?;
        }
        let session_keys = SessionKeys::open(&stored, &sealer, now)?;
        let (policies, issuer) = (Policies::new(), Issuer::default());
        let mobile = Self {
            world,
            sealer,
            anchors: RwLock::new(Arc::new(options.anchors)),
            policies,
            session_keys,
            issuer,
            status_lists: Arc::new(StatusLists::new(options.status_max_age_h)),
            in_flight: InFlight::default(),
        };
        if let Err(error) = mobile.adopt_stored_status_list().await {
            let error = chain_of(&error);
            tracing::warn!(error, "the stored status list cannot be used");
        }
        Ok(mobile)
    }

    /// What the tenant's settings allow in a request.
    pub async fn rules(
        &self,
        tenant_id: TenantId,
        call: &Call,
    ) -> Result<RequestRules, VerifyError> {
        Ok(RequestRules::of(
            &self.policy(tenant_id, call).await?.settings,
        ))
    }

    /// The anchors in force.
    pub fn anchors(&self) -> Arc<MobileAnchors> {
        Arc::clone(&self.anchors.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts other anchors in force, for every check that has not begun.
    pub fn replace_anchors(&self, anchors: MobileAnchors) {
        *self.anchors.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(anchors);
    }

    /// The status lists of Android keys, for other families.
    pub fn status_lists(&self) -> Arc<StatusLists> {
        Arc::clone(&self.status_lists)
    }

    /// Forgets what was read of this tenant, or of all.
    pub fn forget(&self, tenant_id: Option<TenantId>) {
        self.policies.forget(tenant_id);
        if tenant_id.is_none() {
            self.session_keys.forget();
        }
    }

    pub(super) async fn policy(
        &self,
        tenant_id: TenantId,
        call: &Call,
    ) -> Result<Arc<TenantPolicy>, PolicyError> {
        self.policies.of(&self.world, tenant_id, call.now).await
    }
}

impl fmt::Debug for Mobile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mobile").finish_non_exhaustive()
    }
}
