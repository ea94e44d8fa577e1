//! Decides what the family `webauthn` keeps in memory: relying parties that were looked up, its key, and what is known of authenticators.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use touchstone_evidence::webauthn::trust::BuiltInAnchors;
use touchstone_evidence::x509::AnchorsError;

use super::answer::{CeremonyError, Refusal, Telling};
use super::decoy::FamilyKey;
use super::metadata::{MdsSourceOptions, Metadata};
use super::open_sessions::OpenSessions;
use super::policy::Profile;
use super::reasons;
use super::rp::Rp;
use super::rps::Rps;
use crate::mobile::StatusLists;
use crate::ports::StoreError;
use crate::sealed::{Place, SealError, Sealer};
use crate::{RpId, TenantId, World, random_bytes};

/// What a deployment sets for the family.
#[derive(Debug)]
pub struct WebauthnOptions {
    /// The profile of requests for which no relying party is found.
    pub profile: Profile,
    /// The relying party of requests that name none.
    pub default_rp: Option<RpId>,
    /// Built-in anchors by format.
    pub anchors: BuiltInAnchors,
    /// Metadata services, the preferred first.
    pub mds_sources: Vec<MdsSourceOptions>,
    /// Statements of the operator's own, as JSON of MDS3 entries, each with the name of its file.
    pub local_statements: Vec<(String, String)>,
}

impl WebauthnOptions {
    /// The published anchors, no metadata, and the default profile.
    pub fn published() -> Result<Self, AnchorsError> {
        Ok(Self {
            profile: Profile::default(),
            default_rp: None,
            anchors: BuiltInAnchors::load()?,
            mds_sources: Vec::new(),
            local_statements: Vec::new(),
        })
    }
}

/// Judges passkeys.
pub struct Webauthn {
    pub(super) world: World,
    pub(super) sealer: Arc<Sealer>,
    profile: Profile,
    pub(super) default_rp: Option<RpId>,
    pub(super) key: FamilyKey,
    pub(super) rps: Rps,
    pub(super) open_sessions: OpenSessions,
    pub(super) metadata: Metadata,
    pub(super) status_lists: Arc<StatusLists>,
    anchors: RwLock<Arc<BuiltInAnchors>>,
}

/// The family cannot start.
#[derive(Debug, thiserror::Error)]
pub enum WebauthnStartError {
    /// The store did not answer.
    #[error("the key of webauthn cannot be read")]
    Store(#[from] StoreError),
    /// The stored key was sealed under another master key.
    #[error("the key of webauthn cannot be opened")]
    Sealed(#[from] SealError),
    /// Metadata of the operator's own cannot be used.
    #[error(transparent)]
    Metadata(#[from] super::metadata::MetadataStartError),
}

/// Where the family's key is kept.
const KEY: Place<'static> = Place {
    entity: "webauthn_key",
    column: "key",
    row: "1",
    tenant_id: None,
};

impl Webauthn {
    /// Reads the family's key, or makes it (one insert wins), and what was last known of authenticators.
    pub async fn start(
        world: World,
        sealer: Arc<Sealer>,
        status_lists: Arc<StatusLists>,
        options: WebauthnOptions,
    ) -> Result<Self, WebauthnStartError> {
        let bytes: zeroize::Zeroizing<[u8; 32]> = random_bytes(&*world.random).into();
        let sealed = sealer.seal(&*bytes, &KEY, &*world.random);
        let stored = world.store.ensure_webauthn_key(&sealed).await?;
        let key = FamilyKey::new(&sealer.open(&stored, &KEY)?);
        let (sources, statements) = (options.mds_sources, options.local_statements);
        let metadata = Metadata::start(&world, sources, statements).await?;
        Ok(Self {
            world,
            sealer,
            profile: options.profile,
            default_rp: options.default_rp,
            key,
            rps: Rps::new(),
            open_sessions: OpenSessions::new(),
            metadata,
            status_lists,
            anchors: RwLock::new(Arc::new(options.anchors)),
        })
    }

    /// The profile of the relying party, else that of the configuration.
    pub fn profile(&self, rp: Option<&Rp>) -> Profile {
        rp.map_or(self.profile, Rp::profile)
    }

    /// How refusals are told before a session is known.
    pub fn telling(&self, rp: Option<&Rp>) -> Telling {
        rp.map_or(
            Telling {
                is_client_error: self.profile.failure_is_client_error(),
                exposes_reason: true,
            },
            Rp::telling,
        )
    }

    /// A refusal for which no session is known; `field` says which.
    pub fn refuse(&self, rp: Option<&Rp>, reason: &'static str, field: Option<&str>) -> Refusal {
        Refusal {
            reason,
            sentence: reasons::sentence(reason, field),
            session_id: None,
            verdict_id: None,
            telling: self.telling(rp),
            format: None,
        }
    }

    pub(super) fn refused(
        &self,
        rp: Option<&Rp>,
        reason: &'static str,
        field: Option<&str>,
    ) -> CeremonyError {
        CeremonyError::Refused(Box::new(self.refuse(rp, reason, field)))
    }

    /// The built-in anchors in force.
    pub fn anchors(&self) -> Arc<BuiltInAnchors> {
        Arc::clone(&self.anchors.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts other built-in anchors in force, for every check that has not begun.
    pub fn replace_anchors(&self, anchors: BuiltInAnchors) {
        *self.anchors.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(anchors);
    }

    /// Forgets what was read of this tenant, or of all.
    pub fn forget(&self, tenant_id: Option<TenantId>) {
        self.rps.forget();
        self.metadata.forget(tenant_id);
    }
}

impl fmt::Debug for Webauthn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webauthn").finish_non_exhaustive()
    }
}
