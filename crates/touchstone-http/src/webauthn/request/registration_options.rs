//! Decides whether a body asks for options of a registration (spec webauthn.md 2.8), or of an authentication.

use touchstone_core::webauthn::policy::{AttestationPreference, Profile};
use touchstone_core::webauthn::{AuthenticationOptionsRequest, RegistrationOptionsRequest};

use super::members::{self, Members};
use super::wrong::Wrong;
use super::{authentication_options, extensions, selection};

const DISPLAY_NAME: &str = "displayName";
const HINTS_MAX: usize = 3;
const HINTS: [&str; 3] = ["security-key", "client-device", "hybrid"];
/// The words of Credential Management; only `conditional` changes anything here.
const MEDIATIONS: [&str; 4] = ["silent", "optional", "conditional", "required"];
const CONDITIONAL: &str = "conditional";

/// What W1 is asked for.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::webauthn) enum OptionsRequest {
    /// A registration.
    Registration(RegistrationOptionsRequest),
    /// An authentication, as at W3.
    Authentication(AuthenticationOptionsRequest),
}

/// What this body asks for under the profile.
pub(in crate::webauthn) fn options(body: &[u8], profile: Profile) -> Result<OptionsRequest, Wrong> {
    let members = members::parse(body)?;
    let members = Members::of(&members);
    let is_registration = members.get(DISPLAY_NAME).is_some();
    if is_registration || profile.display_name_is_required() {
        registration(members, profile).map(OptionsRequest::Registration)
    } else {
        authentication_options::of(members, profile).map(OptionsRequest::Authentication)
    }
}

fn registration(
    members: Members<'_>,
    profile: Profile,
) -> Result<RegistrationOptionsRequest, Wrong> {
    let username = members.username()?;
    if username.is_empty() {
        return Err(Wrong::new("username_empty"));
    }
    let (missing, malformed) = ("display_name_missing", "display_name_malformed");
    let display_name = members.name(DISPLAY_NAME, missing, malformed)?;
    let selection = selection::read(members)?;
    let attestation = members.word(
        "attestation",
        "attestation",
        AttestationPreference::from_word,
    )?;
    let extensions = extensions::read(members, profile)?;
    let hints = hints(members)?;
    let mediation = members.word("mediation", "mediation", |word| {
        MEDIATIONS.into_iter().find(|known| *known == word)
    })?;
    Ok(RegistrationOptionsRequest {
        username,
        display_name,
        selection,
        attestation,
        extensions,
        hints,
        conditional: mediation == Some(CONDITIONAL),
    })
}

fn hints(members: Members<'_>) -> Result<Option<Vec<String>>, Wrong> {
    let wrong = Wrong::field("hints");
    let Some(value) = members.get("hints") else {
        return Ok(None);
    };
    let hints = value.as_array().ok_or(wrong)?;
    if hints.len() > HINTS_MAX {
        return Err(wrong);
    }
    let known = |hint: &serde_json::Value| {
        let word = hint.as_str().filter(|word| HINTS.contains(word));
        word.map(str::to_owned).ok_or(wrong)
    };
    hints.iter().map(known).collect::<Result<_, _>>().map(Some)
}

#[cfg(test)]
mod tests;
