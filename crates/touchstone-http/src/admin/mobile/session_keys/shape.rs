//! Decides how a session master key looks.

use serde::Serialize;
use touchstone_core::SessionKeyId;
use touchstone_core::mobile::admin::{SessionKeyState, SessionKeyView};

#[derive(Debug, Serialize)]
pub(super) struct SessionKeyShape {
    id: SessionKeyId,
    state: &'static str,
    created_at: String,
    issues_from: String,
}

impl From<SessionKeyView> for SessionKeyShape {
    fn from(key: SessionKeyView) -> Self {
        Self {
            id: key.id,
            state: match key.state {
                SessionKeyState::Next => "next",
                SessionKeyState::Current => "current",
                SessionKeyState::Previous => "previous",
            },
            created_at: key.created_at.to_string(),
            issues_from: key.issues_from.to_string(),
        }
    }
}
