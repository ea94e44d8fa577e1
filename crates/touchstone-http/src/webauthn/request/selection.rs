//! Decides whether the wishes about the authenticator can be read (spec webauthn.md 2.8).

use touchstone_core::webauthn::AuthenticatorSelection;
use touchstone_core::webauthn::policy::{ResidentKey, UserVerification};

use super::members::Members;
use super::wrong::Wrong;

const NAME: &str = "authenticatorSelection";
const ATTACHMENTS: [&str; 2] = ["platform", "cross-platform"];

/// The member `authenticatorSelection`; its members in their order.
pub(super) fn read(members: Members<'_>) -> Result<AuthenticatorSelection, Wrong> {
    let Some(value) = members.get(NAME) else {
        return Ok(AuthenticatorSelection::default());
    };
    let selection = value.as_object().ok_or(Wrong::field(NAME))?;
    let selection = Members::of(selection);
    let attachment = |word: &str| {
        let known = ATTACHMENTS.into_iter().find(|known| *known == word);
        known.map(str::to_owned)
    };
    Ok(AuthenticatorSelection {
        authenticator_attachment: selection.word(
            "authenticatorAttachment",
            "authenticatorSelection.authenticatorAttachment",
            attachment,
        )?,
        resident_key: selection.word(
            "residentKey",
            "authenticatorSelection.residentKey",
            ResidentKey::from_word,
        )?,
        require_resident_key: match selection.get("requireResidentKey") {
            None => None,
            Some(value) => {
                let field = "authenticatorSelection.requireResidentKey";
                Some(value.as_bool().ok_or(Wrong::field(field))?)
            }
        },
        user_verification: selection.word(
            "userVerification",
            "authenticatorSelection.userVerification",
            UserVerification::from_word,
        )?,
    })
}
