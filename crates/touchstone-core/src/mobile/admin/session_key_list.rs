//! Decides how the session master keys are shown: which one issues, which only verify; never the keys (spec mobile.md 3.1).

use std::cmp::Ordering;

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
    Ok(views(stored, admin.now()))
}

fn views(mut keys: Vec<SessionKey>, now: Timestamp) -> Vec<SessionKeyView> {
    keys.sort_by_key(|key| (key.issues_from, key.id));
    // The newest whose time has come; before the time of all (a clock that jumped back) the oldest.
    let current = keys.iter().rposition(|key| key.issues_from <= now);
    let current = current.unwrap_or(0);
    let view = |(index, key): (usize, SessionKey)| SessionKeyView {
        id: key.id,
        state: match index.cmp(&current) {
            Ordering::Less => SessionKeyState::Previous,
            Ordering::Equal => SessionKeyState::Current,
            Ordering::Greater => SessionKeyState::Next,
        },
        created_at: key.created_at,
        issues_from: key.issues_from,
    };
    keys.into_iter().enumerate().rev().map(view).collect()
}
