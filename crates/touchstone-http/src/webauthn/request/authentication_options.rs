//! Decides whether a body asks for options of an authentication (spec webauthn.md 2.10).

use touchstone_core::webauthn::AuthenticationOptionsRequest;
use touchstone_core::webauthn::policy::{Profile, UserVerification};

use super::extensions;
use super::members::{self, Members};
use super::wrong::Wrong;

/// What this body asks for under the profile.
pub(in crate::webauthn) fn authentication_options(
    body: &[u8],
    profile: Profile,
) -> Result<AuthenticationOptionsRequest, Wrong> {
    let members = members::parse(body)?;
    of(Members::of(&members), profile)
}

/// What these members ask for.
pub(super) fn of(
    members: Members<'_>,
    profile: Profile,
) -> Result<AuthenticationOptionsRequest, Wrong> {
    let field = "userVerification";
    Ok(AuthenticationOptionsRequest {
        username: members.username()?,
        user_verification: members.word(field, field, UserVerification::from_word)?,
        extensions: extensions::read(members, profile)?,
    })
}
