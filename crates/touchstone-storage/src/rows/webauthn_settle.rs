//! Decides what is in the way of a settlement of the family `webauthn` (spec webauthn.md 3.3): what is judged once more on the rows
//! that are about to be written.

use touchstone_core::CredentialExtId;
use touchstone_core::ports::{
    CeremonyState, CredentialChange, CredentialState, CredentialUse, NewCredential, OnRegression,
    Outcome, StoreError, WebauthnConflict, WebauthnSettlement, WebauthnUserState,
};

use super::{Fields, Row, credential_state, user_state};

/// What a sign-in is judged by: the credential and its user.
pub(crate) struct StoredUse {
    state: CredentialState,
    sign_count: u32,
    user_state: WebauthnUserState,
}

/// Reads the state and `sign_count` of a credential, then the state of its user.
pub(crate) fn stored_use(fields: &mut Fields<'_>) -> Result<StoredUse, StoreError> {
    Ok(StoredUse {
        state: credential_state(fields)?,
        sign_count: fields.number("webauthn_credentials.sign_count")?,
        user_state: user_state(fields)?,
    })
}

/// What a registration is judged by: its user, and how many active credentials that one has at the relying party.
pub(crate) struct StoredOwner {
    state: WebauthnUserState,
    active: u64,
    holds_any: bool,
}

/// Reads the state of a user and the number of its active credentials.
pub(crate) fn stored_owner(row: &dyn Row) -> Result<StoredOwner, StoreError> {
    let mut fields = Fields::new(row);
    Ok(StoredOwner {
        state: user_state(&mut fields)?,
        active: fields.number("webauthn_credentials: count")?,
        holds_any: fields.flag("webauthn_credentials: exists")?,
    })
}

/// What is in the way of a sign-in.
pub(crate) fn use_conflict(
    stored: Option<&StoredUse>,
    used: &CredentialUse,
) -> Option<WebauthnConflict> {
    let Some(stored) = stored else {
        return Some(WebauthnConflict::CredentialNotFound);
    };
    if stored.state != CredentialState::Active {
        return Some(WebauthnConflict::CredentialSuspended);
    }
    if stored.user_state == WebauthnUserState::Disabled {
        return Some(WebauthnConflict::UserDisabled);
    }
    let has_no_counter = used.sign_count == 0 && stored.sign_count == 0;
    let advances = has_no_counter || used.sign_count > stored.sign_count;
    (!advances).then_some(WebauthnConflict::CounterRegressed)
}

/// What is in the way of a registration, but for a credential of the same id.
pub(crate) fn owner_conflict(
    stored: Option<&StoredOwner>,
    new: &NewCredential,
) -> Option<WebauthnConflict> {
    let Some(stored) = stored else {
        return Some(WebauthnConflict::UserNotFound);
    };
    if stored.state == WebauthnUserState::Disabled {
        return Some(WebauthnConflict::UserDisabled);
    }
    if new.first_only && stored.holds_any {
        return Some(WebauthnConflict::EnrolmentTokenRequired);
    }
    (stored.active >= new.max_per_user).then_some(WebauthnConflict::TooManyCredentials)
}

/// Whether the use is noted although its counter may not have advanced.
pub(crate) fn is_noted(used: &CredentialUse, conflict: Option<WebauthnConflict>) -> bool {
    match conflict {
        None => true,
        Some(WebauthnConflict::CounterRegressed) => used.on_regression == OnRegression::Flag,
        Some(_) => false,
    }
}

/// What the session shows of a ceremony that ended in this way.
pub(crate) struct SessionEnd {
    pub(crate) state: &'static str,
    pub(crate) reason: Option<String>,
    pub(crate) credential_ext_id: Option<CredentialExtId>,
    pub(crate) user_verified: Option<bool>,
}

/// How the session ends.
pub(crate) fn session_end(
    settlement: &WebauthnSettlement,
    conflict: Option<WebauthnConflict>,
) -> Result<SessionEnd, StoreError> {
    let ending = super::ending_for(&settlement.ending, &settlement.conflicts, conflict)?;
    if ending.outcome != Outcome::Valid {
        return Ok(SessionEnd {
            state: CeremonyState::Failed.as_str(),
            reason: Some(ending.reason.clone().into_owned()),
            credential_ext_id: None,
            user_verified: None,
        });
    }
    Ok(SessionEnd {
        state: CeremonyState::Succeeded.as_str(),
        reason: None,
        credential_ext_id: settlement.change.as_ref().map(|change| match change {
            CredentialChange::Register(new) => new.credential.ext_id,
            CredentialChange::Use(used) => used.ext_id,
        }),
        user_verified: Some(settlement.user_verified),
    })
}
