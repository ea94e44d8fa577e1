//! Decides how the session master keys are shown: which one issues, which only verify; never the keys (spec mobile.md 3.1).

use super::READ;
use crate::ports::SessionKey;
use crate::{AdminCall, AdminError, SessionKeyId, Timestamp};

/// What a session master key does now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionKeyState {
    /// It verifies and will issue.
    Next,
    /// It issues.
    Current,
    /// It verifies what it issued.
    Previous,
}

/// A session master key without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionKeyView {
    /// Its identifier.
    pub id: SessionKeyId,
    /// What it does now.
    pub state: SessionKeyState,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it issues.
    pub issues_from: Timestamp,
}

/// The session master keys, newest first. Takes the scope `mobile:read` and a server-wide key.
pub async fn session_keys(admin: &AdminCall<'_>) -> Result<Vec<SessionKeyView>, AdminError> {
    admin.require(READ)?;
    admin.require_server_wide()?;
    let stored = admin.touchstone.world.store.session_keys().await?;
    Ok(views(&stored, admin.now()))
}

pub(super) fn views(oldest_first: &[SessionKey], now: Timestamp) -> Vec<SessionKeyView> {
    // As in `LiveKeys::current`: the newest whose time has come, before the time of all the oldest.
    let current = oldest_first
        .iter()
        .rposition(|key| key.issues_from <= now)
        .unwrap_or(0);
    let view = |(index, key): (usize, &SessionKey)| SessionKeyView {
        id: key.id,
        state: match index.cmp(&current) {
            std::cmp::Ordering::Less => SessionKeyState::Previous,
            std::cmp::Ordering::Equal => SessionKeyState::Current,
            std::cmp::Ordering::Greater => SessionKeyState::Next,
        },
        created_at: key.created_at,
        issues_from: key.issues_from,
    };
    oldest_first.iter().enumerate().rev().map(view).collect()
}
