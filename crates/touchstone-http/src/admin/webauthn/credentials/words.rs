//! Decides which words nevisIDM has for what WebAuthn calls otherwise.

use touchstone_core::ports::CredentialState;

const CROSS_PLATFORM: &str = "cross-platform";
const CROSSPLATFORM: &str = "crossplatform";

/// The attachment as nevisIDM writes it.
pub(super) fn attachment(stored: String) -> String {
    if stored == CROSS_PLATFORM {
        CROSSPLATFORM.to_owned()
    } else {
        stored
    }
}

/// The attachment of this word, or of WebAuthn's own.
pub(super) fn stored_attachment(word: &str) -> Option<String> {
    match word {
        "platform" => Some(word.to_owned()),
        CROSSPLATFORM | CROSS_PLATFORM => Some(CROSS_PLATFORM.to_owned()),
        _ => None,
    }
}

/// The state: whoever suspended it.
pub(super) const fn state(state: CredentialState) -> &'static str {
    match state {
        CredentialState::Active => "active",
        CredentialState::Suspended | CredentialState::SuspendedByTrust => "suspended",
    }
}
