//! Decides how a session of a ceremony is read.

use touchstone_core::ports::{CeremonyKind, CeremonyState, Sealed, StoreError, WebauthnSession};

use super::{Fields, corrupt};

macro_rules! webauthn_session_columns {
    () => {
        webauthn_session_columns!("")
    };
    ($of:literal) => {
        concat!(
            $of,
            "id_sha256, ",
            $of,
            "sealed_id, ",
            $of,
            "challenge_sha256, ",
            $of,
            "tenant_id, ",
            $of,
            "rp, ",
            $of,
            "user_ext_id, ",
            $of,
            "kind, ",
            $of,
            "decoy, ",
            $of,
            "asked, ",
            $of,
            "state, ",
            $of,
            "reason, ",
            $of,
            "verdict_id, ",
            $of,
            "credential_ext_id, ",
            $of,
            "user_verified, ",
            $of,
            "created_at, ",
            $of,
            "changed_at, ",
            $of,
            "expires_at, ",
            $of,
            "visible_until",
        )
    };
}
pub(crate) use webauthn_session_columns;

pub(crate) fn webauthn_session(fields: &mut Fields<'_>) -> Result<WebauthnSession, StoreError> {
    Ok(WebauthnSession {
        id_sha256: fields.bytes("webauthn_sessions.id_sha256")?,
        sealed_id: Sealed(fields.blob("webauthn_sessions.sealed_id")?),
        challenge_sha256: fields.bytes("webauthn_sessions.challenge_sha256")?,
        tenant_id: fields.parsed("webauthn_sessions.tenant_id")?,
        rp: fields.parsed("webauthn_sessions.rp")?,
        user_ext_id: fields.optional_text("webauthn_sessions.user_ext_id")?,
        kind: CeremonyKind::from_word(&fields.text("webauthn_sessions.kind")?)
            .ok_or(corrupt("webauthn_sessions.kind"))?,
        decoy: fields.flag("webauthn_sessions.decoy")?,
        asked: fields.text("webauthn_sessions.asked")?,
        state: CeremonyState::from_word(&fields.text("webauthn_sessions.state")?)
            .ok_or(corrupt("webauthn_sessions.state"))?,
        reason: fields.optional_text("webauthn_sessions.reason")?,
        verdict_id: fields.optional_parsed("webauthn_sessions.verdict_id")?,
        credential_ext_id: fields.optional_parsed("webauthn_sessions.credential_ext_id")?,
        user_verified: fields.optional_flag("webauthn_sessions.user_verified")?,
        created_at: fields.time("webauthn_sessions.created_at")?,
        changed_at: fields.time("webauthn_sessions.changed_at")?,
        expires_at: fields.time("webauthn_sessions.expires_at")?,
        visible_until: fields.time("webauthn_sessions.visible_until")?,
    })
}
