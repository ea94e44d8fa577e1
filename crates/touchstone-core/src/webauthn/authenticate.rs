//! W4: judges an authentication and settles it (spec webauthn.md 4.1 and 4.6). The order: envelope, client data, session, credential, signature,
//! settlement. Nothing is answered before it is on disk.

use std::sync::Arc;

use data_encoding::BASE64URL_NOPAD;
use touchstone_evidence::webauthn::client_data::ClientData;
use touchstone_evidence::webauthn::message::{self, AuthenticationMessage};
use touchstone_evidence::webauthn::{Ceremony, assertion};

use super::answer::{CeremonyError, Succeeded};
use super::case::{Case, Trail};
use super::client_data;
use super::policy::{CounterRegression, UserVerification};
use super::request::Asker;
use super::rp::Rp;
use super::service::Webauthn;
use super::session::sha256;
use crate::Call;
use crate::ports::{
    CeremonyKind, CredentialChange, CredentialState, CredentialUse, OnRegression,
    WebauthnCredential, WebauthnUser, WebauthnUserState,
};

impl Webauthn {
    /// Judges the result of an authentication.
    pub async fn authenticate(
        &self,
        call: &Call,
        asker: &Asker,
        hint: Option<&Arc<Rp>>,
        body: &[u8],
    ) -> Result<Succeeded, CeremonyError> {
        let chosen = hint.map(AsRef::as_ref);
        let padding = self.profile(chosen).padding();
        let message = message::authentication(body, padding);
        let message =
            message.map_err(|error| self.refused(chosen, error.reason(), error.field()))?;
        let client_data = ClientData::read(&message.client_data, Ceremony::Authentication, padding)
            .map_err(|error| self.refused(chosen, error.reason(), None))?;
        let store = &self.world.store;
        let found = store
            .webauthn_assertion_lookup(&sha256(client_data.challenge()), &message.credential_id)
            .await?;
        let (session, credential, owner) = match found {
            Some(found) => (Some(found.session), found.credential, found.owner),
            None => (None, None, None),
        };
        let case = self.open_case(call, asker, hint, session, body).await?;
        let before = message::checks(Ceremony::Authentication);
        let before = before.into_iter().chain(client_data::read_checks());
        let (mut trail, is_right) = Self::begin_trail(&case, CeremonyKind::Authentication, before);
        if !is_right {
            return self.fail(case, trail, "session_ceremony_mismatch").await;
        }
        let known = credential.zip(owner);
        match judge(&case, &mut trail, &message, &client_data, known) {
            Ok((change, user_verified)) => {
                self.settle(&case, &trail, Ok(change), user_verified).await
            }
            Err(reason) => self.fail(case, trail, reason).await,
        }
    }
}

/// C8 to C15 and G1 to G11: what becomes of the credential, and whether the user was verified.
fn judge(
    case: &Case<'_>,
    trail: &mut Trail,
    message: &AuthenticationMessage,
    client_data: &ClientData,
    known: Option<(WebauthnCredential, WebauthnUser)>,
) -> Result<(CredentialChange, bool), &'static str> {
    client_data::judge(&case.rp, trail, client_data)?;
    trail.is_hushed = case.conceals();
    let id = BASE64URL_NOPAD.encode(&message.credential_id);
    trail.fact("credential_id", id.as_str());
    check(trail, "G1", "credential_not_allowed", || {
        let allowed = case.asked.allowed.as_ref();
        allowed.is_none_or(|allowed| allowed.contains(&id))
    })?;
    let known = known.filter(|_| !case.session.decoy);
    check(trail, "G2", "credential_not_found", || known.is_some())?;
    let (credential, owner) = known.ok_or("credential_not_found")?;
    trail.subject = Some(credential.ext_id.to_string());
    check_owner(case, trail, message, &owner)?;
    check_state(trail, &credential, &owner)?;
    let verified = verify(case, trail, message, client_data, &credential)?;
    let advances = assertion::counter_advances(credential.sign_count, verified.sign_count);
    let on_regression = match case.rp.policy().counter_regression {
        CounterRegression::Reject => OnRegression::Reject,
        CounterRegression::Flag => OnRegression::Flag,
    };
    trail.fact("sign_count", verified.sign_count);
    trail.fact("stored_sign_count", credential.sign_count);
    // The settlement decides: it also sees what others stored meanwhile, and notes the anomaly.
    let note = (!advances).then(|| "counter_regressed".to_owned());
    trail.note("G11", true, note);
    let change = CredentialUse {
        ext_id: credential.ext_id,
        rp: credential.rp,
        sign_count: verified.sign_count,
        on_regression,
        backup_eligible: verified.backup_eligible,
        backup_state: verified.backup_state,
        user_verified: verified.user_verified,
        user_agent: message.user_agent.clone(),
    };
    Ok((CredentialChange::Use(change), verified.user_verified))
}

/// G3 and G4: whose credential it is.
fn check_owner(
    case: &Case<'_>,
    trail: &mut Trail,
    message: &AuthenticationMessage,
    owner: &WebauthnUser,
) -> Result<(), &'static str> {
    let handle = message.user_handle.as_ref();
    check(trail, "G3", "user_handle_missing", || {
        case.asked.allowed.is_some() || handle.is_some()
    })?;
    if handle.is_some_and(|handle| *handle != owner.handle) {
        trail.note("G4", false, None);
        return Err("user_handle_mismatch");
    }
    check(trail, "G4", "credential_wrong_user", || {
        let named = case.session.user_ext_id.as_ref();
        named.is_none_or(|named| *named == owner.ext_id)
    })?;
    trail.fact("user", owner.ext_id.as_str());
    Ok(())
}

/// G5: whether both may sign in.
fn check_state(
    trail: &mut Trail,
    credential: &WebauthnCredential,
    owner: &WebauthnUser,
) -> Result<(), &'static str> {
    if credential.state != CredentialState::Active {
        trail.note("G5", false, None);
        return Err("credential_suspended");
    }
    check(trail, "G5", "user_disabled", || {
        owner.state != WebauthnUserState::Disabled
    })
}

/// G6 to G10: the authenticator's own words.
fn verify(
    case: &Case<'_>,
    trail: &mut Trail,
    message: &AuthenticationMessage,
    client_data: &ClientData,
    credential: &WebauthnCredential,
) -> Result<assertion::Verified, &'static str> {
    let appid = case.asked.appid.as_deref();
    let expected = assertion::Expected {
        rp_id: case.rp.rp_id(),
        app_id: appid.filter(|_| message.extension_results.app_id_used()),
        client_data_hash: client_data.hash(),
        user_verification_required: case.asked.user_verification == UserVerification::Required,
        backup_eligible: credential.backup_eligible,
        public_key: &credential.public_key,
    };
    let verified = assertion::verify(&message.authenticator_data, &message.signature, &expected);
    trail.note_all(
        assertion::CHECKS,
        verified.as_ref().err().map(assertion::Error::check),
    );
    verified.map_err(|error| error.reason())
}

/// One check: noted, and refused with its reason when it does not hold.
fn check(
    trail: &mut Trail,
    number: &'static str,
    reason: &'static str,
    holds: impl FnOnce() -> bool,
) -> Result<(), &'static str> {
    let ok = holds();
    trail.note(number, ok, None);
    if ok { Ok(()) } else { Err(reason) }
}
