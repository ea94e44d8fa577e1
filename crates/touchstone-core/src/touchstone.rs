//! Decides what hangs together at run time: one value that every use case is reached through.

use std::sync::Arc;

use crate::api_keys::ApiKeys;
use crate::mobile::{Mobile, MobileOptions, MobileStartError};
use crate::ports::Notice;
use crate::sealed::{MasterKeyCheckError, Sealer, ensure_master_key};
use crate::webauthn::{Webauthn, WebauthnOptions, WebauthnStartError};
use crate::{TenantId, World};

/// The server's mind: made once at start, shared by every request.
#[derive(Debug)]
pub struct Touchstone {
    /// Store, clock, randomness and issuers.
    pub world: World,
    /// Seals and opens secrets at rest.
    pub sealer: Arc<Sealer>,
    /// Recognises API keys.
    pub api_keys: ApiKeys,
    /// Judges phone apps.
    pub mobile: Mobile,
    /// Judges passkeys.
    pub webauthn: Webauthn,
}

/// What a deployment sets, by family.
#[derive(Debug)]
pub struct Options {
    /// Phone apps.
    pub mobile: MobileOptions,
    /// Passkeys.
    pub webauthn: WebauthnOptions,
}

/// The server cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The master key does not fit the store.
    #[error("the master key does not fit")]
    MasterKey(#[from] MasterKeyCheckError),
    /// The family `mobile` cannot start.
    #[error("the family mobile cannot start")]
    Mobile(#[from] MobileStartError),
    /// The family `webauthn` cannot start.
    #[error("the family webauthn cannot start")]
    Webauthn(#[from] WebauthnStartError),
}

impl Touchstone {
    /// Checks the master key, reads or makes what every start needs.
    pub async fn start(world: World, sealer: Sealer, options: Options) -> Result<Self, StartError> {
        ensure_master_key(&world, &sealer).await?;
        let sealer = Arc::new(sealer);
        let mobile = Mobile::start(world.clone(), Arc::clone(&sealer), options.mobile).await?;
        let webauthn = Webauthn::start(
            world.clone(),
            Arc::clone(&sealer),
            mobile.status_lists(),
            options.webauthn,
        )
        .await?;
        Ok(Self {
            api_keys: ApiKeys::new(world.clone()),
            world,
            sealer,
            mobile,
            webauthn,
        })
    }

    /// Forgets what is cached for this tenant, or everything: after a write here, or on news of one elsewhere.
    pub fn forget(&self, tenant_id: Option<TenantId>) {
        self.api_keys.forget(tenant_id);
        self.mobile.forget(tenant_id);
        self.webauthn.forget(tenant_id);
    }

    /// Takes in news from the store.
    pub async fn take(&self, notice: Notice) {
        match notice {
            Notice::Tenant(tenant_id) => self.forget(Some(tenant_id)),
            Notice::Everything => {
                self.forget(None);
                if let Err(error) = self.mobile.adopt_stored_status_list().await {
                    let error: &dyn std::error::Error = &error;
                    tracing::warn!(error, "the stored status list cannot be used");
                }
                if let Err(error) = self.webauthn.adopt_stored_metadata().await {
                    let error: &dyn std::error::Error = &error;
                    tracing::warn!(error, "the stored metadata cannot be read");
                }
            }
        }
    }
}
