//! Decides what a request's binding is worth: whether the session is one of this tenant's and alive, which final nonce the evidence must
//! carry, and what the settlement will use up (spec mobile.md 3.1 and 3.4).

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use touchstone_evidence::client_data::Composition;

use super::policy::TenantPolicy;
use super::request::Binding;
use super::service::Mobile;
use super::session::{Reference, TenantKey};
use crate::ports::Claim;
use crate::{Call, TenantId};

/// How far ahead of this node's clock a reference may have been made, in milliseconds.
const AHEAD_MAX_MS: i64 = 5_000;

/// What the evidence must be bound to. Its nonces are secrets of the device and the relying party.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Bound {
    /// What the settlement uses up.
    pub(super) claim: Option<Claim>,
    /// What the device must have bound its evidence to.
    pub(super) final_nonce: Vec<u8>,
    /// The nonces it was made of, for hints.
    pub(super) server_nonce: Option<[u8; 32]>,
    pub(super) device_nonce: Option<Vec<u8>>,
}

impl fmt::Debug for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bound")
            .field("claim", &self.claim)
            .finish_non_exhaustive()
    }
}

/// The request cannot be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unbound {
    /// The session serves no more, or never did; the reason code.
    Rejected(&'static str),
    /// No known session master key made the reference, but one may be missing here.
    KeysIncomplete,
}

impl Mobile {
    /// What this binding asks for, or why it cannot be met.
    pub(super) async fn bind(
        &self,
        tenant_id: TenantId,
        policy: &TenantPolicy,
        binding: &Binding,
        call: &Call,
    ) -> Result<Bound, Unbound> {
        match binding {
            Binding::Sessionless { expected_nonce } => {
                Ok(sessionless(policy, expected_nonce, call))
            }
            Binding::Session {
                reference,
                device_nonce,
            } => {
                let (reference, key) = self.own_session(tenant_id, reference, call).await?;
                bind_session(policy, reference, &key, device_nonce.as_deref(), call)
            }
        }
    }

    /// The reference, when this server made it for this tenant.
    async fn own_session(
        &self,
        tenant_id: TenantId,
        text: &str,
        call: &Call,
    ) -> Result<(Reference, TenantKey), Unbound> {
        let unknown = Unbound::Rejected("session_unknown");
        let reference = Reference::parse(text).ok_or(unknown)?;
        let live = self
            .session_keys
            .live(&self.world, &self.sealer, call.now)
            .await;
        let owner = live
            .all()
            .map(|master| TenantKey::derive(&*master.bytes, tenant_id))
            .find(|key| key.owns(&reference));
        let key = owner.ok_or(if live.complete {
            unknown
        } else {
            Unbound::KeysIncomplete
        })?;
        let ahead_ms = reference.issued_at().ms_since(call.now);
        if ahead_ms > AHEAD_MAX_MS || !reference.lifetime_in_range() {
            return Err(unknown);
        }
        Ok((reference, key))
    }
}

fn bind_session(
    policy: &TenantPolicy,
    reference: Reference,
    key: &TenantKey,
    device_nonce: Option<&[u8]>,
    call: &Call,
) -> Result<Bound, Unbound> {
    let expires_at = reference.expires_at();
    if call.now > expires_at {
        return Err(Unbound::Rejected("session_expired"));
    }
    let server_nonce = key.server_nonce(&reference);
    let composition = Composition::from(policy.settings.final_nonce);
    Ok(Bound {
        claim: Some(Claim::Session {
            reference: reference.to_bytes(),
            expires_at,
        }),
        final_nonce: composition.final_nonce(&server_nonce, device_nonce),
        server_nonce: Some(server_nonce),
        device_nonce: device_nonce.map(<[u8]>::to_vec),
    })
}

fn sessionless(policy: &TenantPolicy, expected_nonce: &[u8], call: &Call) -> Bound {
    let window_s = policy.settings.sessionless_replay_window_s;
    let claim = (window_s > 0).then(|| {
        let mut sha256 = [0; 32];
        sha256.copy_from_slice(digest(&SHA256, expected_nonce).as_ref());
        Claim::Nonce {
            sha256,
            expires_at: call.now.plus_s(i64::from(window_s)),
        }
    });
    let final_nonce = expected_nonce.to_vec();
    Bound {
        claim,
        final_nonce,
        server_nonce: None,
        device_nonce: None,
    }
}
