//! Decides how the session master key is rotated: the new one verifies at once and issues 60 s later, when every node has it; sessions
//! that were issued stay valid (spec mobile.md 3.1).

use serde_json::json;

use super::WRITE;
use super::session_key_list::{SessionKeyState, SessionKeyView};
use crate::admin_write::{Words, conflict};
use crate::audit::Trace;
use crate::mobile::session::{ISSUES_AFTER_MS, new_session_key};
use crate::ports::Change;
use crate::{AdminCall, AdminError};

const WORDS: Words = Words {
    refused: (
        conflict::SESSION_KEY_PENDING,
        "the newest session master key does not issue yet; rotate again when it does",
    ),
    ..Words::NONE
};

/// Makes another session master key. Takes the scope `mobile:write` and a server-wide key.
pub async fn rotate_session_key(admin: &AdminCall<'_>) -> Result<SessionKeyView, AdminError> {
    admin.require(WRITE)?;
    admin.require_server_wide()?;
    let issues_from = admin.now().plus_ms(ISSUES_AFTER_MS);
    let touchstone = admin.touchstone;
    let key = new_session_key(
        &touchstone.world,
        &touchstone.sealer,
        admin.now(),
        issues_from,
    );
    let view = SessionKeyView {
        id: key.id,
        state: SessionKeyState::Next,
        created_at: key.created_at,
        issues_from: key.issues_from,
    };
    let audit = admin.audit(Trace {
        action: "mobile.session_key.rotate",
        tenant_id: None,
        object: key.id.to_string(),
        before: None,
        after: Some(json!({ "id": key.id, "issues_from": key.issues_from.to_string() })),
    });
    let change = Change {
        value: key,
        if_version: None,
        audit,
    };
    WORDS.done(touchstone.world.store.add_session_key(change).await?, None)?;
    touchstone.forget(None);
    Ok(view)
}
