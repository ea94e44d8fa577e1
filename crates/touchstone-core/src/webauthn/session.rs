//! Decides how a ceremony's session is opened (spec webauthn.md 2.12, 3.1 and 3.2): a random challenge, a random `fido2SessionId` of which only
//! the hash is a key and the value is sealed.

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;
use touchstone_evidence::Timestamp;

use super::answer::CeremonyError;
use super::asked::Asked;
use super::policy::{RpPolicy, UserVerification};
use super::rp::Rp;
use super::service::Webauthn;
use crate::ports::{CeremonyKind, CeremonyState, Sealed, WebauthnSession, WebauthnUser};
use crate::sealed::Place;
use crate::{Call, TenantId, random_bytes};

/// Open sessions at a relying party (spec webauthn.md 8).
pub(super) const OPEN_SESSIONS_MAX: u64 = 100_000;

/// A session that is about to be opened.
pub(super) struct NewSession<'a> {
    pub(super) rp: &'a Rp,
    pub(super) kind: CeremonyKind,
    pub(super) asked: Asked,
    /// The user that is stored, or that is stored with it.
    pub(super) user_ext_id: Option<String>,
    /// The user when it is not stored yet.
    pub(super) new_user: Option<WebauthnUser>,
    pub(super) decoy: bool,
}

/// A session that is open. Neither member is logged.
pub(super) struct OpenedSession {
    pub(super) session_id: String,
    pub(super) challenge: [u8; 32],
    /// The user, as the session names it: another call may have stored it first.
    pub(super) user: Option<WebauthnUser>,
}

/// SHA-256: the key under which a challenge or session id is found.
pub(super) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(digest(&SHA256, bytes).as_ref());
    out
}

impl RpPolicy {
    /// How long the client has, in milliseconds.
    pub(super) const fn timeout_ms(&self, user_verification: UserVerification) -> u32 {
        match user_verification {
            UserVerification::Required | UserVerification::Preferred => {
                self.timeout.user_verification_ms
            }
            UserVerification::Discouraged => self.timeout.no_user_verification_ms,
        }
    }

    /// Until when the status of a ceremony that ends at `now` is told at least.
    pub(super) fn visible_until(&self, now: Timestamp) -> Timestamp {
        now.plus_s(i64::from(self.status.retention_s))
    }
}

impl Webauthn {
    /// Opens a session: on disk when this returns.
    pub(super) async fn open_session(
        &self,
        new: NewSession<'_>,
        call: &Call,
    ) -> Result<OpenedSession, CeremonyError> {
        let challenge: [u8; 32] = random_bytes(&*self.world.random);
        let session_id = uuid::Builder::from_random_bytes(random_bytes(&*self.world.random));
        let session_id = session_id.into_uuid().to_string();
        let id_sha256 = sha256(session_id.as_bytes());
        let policy = new.rp.policy();
        let timeout_ms = policy.timeout_ms(new.asked.user_verification);
        let open_ms = i64::from(timeout_ms) + i64::from(policy.timeout.grace_ms);
        let expires_at = call.now.plus_ms(open_ms);
        let row = HEXLOWER.encode(&id_sha256);
        let place = place(&row, new.rp.tenant_id());
        let sealed = self
            .sealer
            .seal(session_id.as_bytes(), &place, &*self.world.random);
        let session = WebauthnSession {
            id_sha256,
            sealed_id: Sealed(sealed),
            challenge_sha256: sha256(&challenge),
            tenant_id: new.rp.tenant_id(),
            rp: new.rp.id(),
            user_ext_id: new.user_ext_id,
            kind: new.kind,
            decoy: new.decoy,
            asked: serde_json::to_string(&new.asked)
                .map_err(|_| CeremonyError::Unusable("a session"))?,
            state: CeremonyState::Initialized,
            reason: None,
            verdict_id: None,
            credential_ext_id: None,
            user_verified: None,
            created_at: call.now,
            changed_at: call.now,
            expires_at,
            visible_until: expires_at,
        };
        let store = &self.world.store;
        let user = store.open_webauthn_session(session, new.new_user).await?;
        Ok(OpenedSession {
            session_id,
            challenge,
            user,
        })
    }

    /// The `fido2SessionId` of a stored session.
    pub(super) fn session_id(&self, session: &WebauthnSession) -> Result<String, CeremonyError> {
        let unusable = CeremonyError::Unusable("a sealed session id");
        let row = HEXLOWER.encode(&session.id_sha256);
        let place = place(&row, session.tenant_id);
        let Ok(opened) = self.sealer.open(&session.sealed_id.0, &place) else {
            return Err(unusable);
        };
        String::from_utf8(opened.to_vec()).map_err(|_| unusable)
    }
}

fn place(row: &str, tenant_id: TenantId) -> Place<'_> {
    Place {
        entity: "webauthn_session",
        column: "session_id",
        row,
        tenant_id: Some(tenant_id),
    }
}
