//! `init`: promises a session. Nothing is stored, so it works while the database is away (spec mobile.md 2.1, 3.1).

use super::answer::Session;
use super::error::InitError;
use super::service::Mobile;
use super::session::TenantKey;
use crate::{Call, Principal};

impl Mobile {
    /// A new session of the caller's tenant.
    pub async fn init(&self, principal: &Principal, call: &Call) -> Result<Session, InitError> {
        let tenant_id = principal.tenant_id.ok_or(InitError::NoTenant)?;
        let policy = self.policy(tenant_id, call).await?;
        if !policy.settings.session_enabled {
            return Err(InitError::SessionsDisabled);
        }
        let live = self
            .session_keys
            .live(&self.world, &self.sealer, call.now)
            .await;
        let master = live
            .current(call.now)
            .ok_or(crate::sealed::SealError::KeyUnknown)?;
        let key = TenantKey::derive(&*master.bytes, tenant_id);
        let ttl_s = policy.settings.session_ttl_s;
        let reference = self
            .issuer
            .issue(&key, ttl_s, call.now, &*self.world.random);
        Ok(Session {
            reference: reference.to_text(),
            server_nonce: key.server_nonce(&reference),
            expires_at: reference.expires_at(),
        })
    }
}
