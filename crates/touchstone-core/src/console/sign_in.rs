//! Decides who may begin a console session: the bearer of a live admin key.

use super::{ConsoleSession, SignedIn};
use crate::api_keys::AuthError;
use crate::ports::KeyKind;
use crate::{Call, Touchstone};

/// A session under this admin key.
///
/// # Errors
/// As for every request with the key: it is not live, or the store does not answer.
pub async fn sign_in(
    touchstone: &Touchstone,
    presented: &[u8],
    call: &Call,
) -> Result<SignedIn, AuthError> {
    let keys = &touchstone.api_keys;
    let principal = keys
        .authenticate(presented, KeyKind::Admin, call.now)
        .await?;
    let session = ConsoleSession::begin(presented, &*touchstone.world.random, call.now);
    Ok(SignedIn { session, principal })
}
