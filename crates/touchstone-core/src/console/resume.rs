//! Decides whether a console session goes on: it was sealed here, has not ended, and its admin key still lives.

use super::{ConsoleSession, SignedIn};
use crate::api_keys::AuthError;
use crate::ports::KeyKind;
use crate::{Call, Touchstone};

/// The session of a sealed value. The key is looked up each time as if it had been presented: revoked, it is dead at once.
///
/// # Errors
/// No session, one that has ended, one whose key is not live any more; or the store does not answer.
pub async fn resume(
    touchstone: &Touchstone,
    sealed: &[u8],
    call: &Call,
) -> Result<SignedIn, AuthError> {
    let refused = |because| AuthError::Refused { because };
    let session = ConsoleSession::open(sealed, &touchstone.sealer);
    let session = session.ok_or_else(|| refused("no console session"))?;
    if session.expires_at() <= call.now {
        return Err(refused("console session ended"));
    }
    let keys = &touchstone.api_keys;
    let hash = *session.key_sha256();
    let principal = keys
        .authenticate_hash(hash, KeyKind::Admin, call.now)
        .await?;
    Ok(SignedIn { session, principal })
}
