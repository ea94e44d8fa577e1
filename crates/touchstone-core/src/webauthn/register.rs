//! W2: judges a registration and settles it (spec webauthn.md 4.1 to 4.4). The order: envelope, client data, session, attestation object, statement,
//! trust, settlement. Nothing is answered before it is on disk.

use std::sync::Arc;

use touchstone_evidence::webauthn::client_data::ClientData;
use touchstone_evidence::webauthn::message::{self, RegistrationMessage};
use touchstone_evidence::webauthn::registration::Verified;
use touchstone_evidence::webauthn::{Ceremony, Format};

use super::answer::{CeremonyError, Succeeded};
use super::attestation::{self, Sent};
use super::case::{Case, Trail};
use super::client_data;
use super::metadata::Attested;
use super::options::CREDENTIALS_MAX;
use super::request::Asker;
use super::rp::Rp;
use super::service::Webauthn;
use super::session::sha256;
use super::trust::{Trust, key_id};
use crate::ports::{
    CeremonyKind, CredentialAsked, CredentialChange, CredentialEvidence, CredentialState,
    NewCredential, WebauthnCredential,
};
use crate::{Call, CredentialExtId};

impl Webauthn {
    /// Judges the result of a registration.
    pub async fn register(
        &self,
        call: &Call,
        asker: &Asker,
        hint: Option<&Arc<Rp>>,
        body: &[u8],
    ) -> Result<Succeeded, CeremonyError> {
        let chosen = hint.map(AsRef::as_ref);
        let padding = self.profile(chosen).padding();
        let message = message::registration(body, padding);
        let message =
            message.map_err(|error| self.refused(chosen, error.reason(), error.field()))?;
        let client_data = ClientData::read(&message.client_data, Ceremony::Registration, padding)
            .map_err(|error| self.refused(chosen, error.reason(), None))?;
        let challenge_sha256 = sha256(client_data.challenge());
        let store = &self.world.store;
        let found = store
            .webauthn_session_by_challenge(&challenge_sha256)
            .await?;
        let case = self.open_case(call, asker, hint, found, body).await?;
        let before = message::checks(Ceremony::Registration);
        let before = before.into_iter().chain(client_data::read_checks());
        let (mut trail, is_right) = Self::begin_trail(&case, CeremonyKind::Registration, before);
        if !is_right {
            return self.fail(case, trail, "session_ceremony_mismatch").await;
        }
        let verified = match verify(&case, &mut trail, &message, &client_data) {
            Ok(verified) => verified,
            Err(reason) => return self.fail(case, trail, reason).await,
        };
        let trust = self
            .judge_trust(&case.rp, &verified, &mut trail, call.now)
            .await?;
        if let Some(reason) = trust.refused {
            // Where the list is what is missing, it must become known.
            self.follow_lists(&case, &verified, &trust).await;
            return self.fail(case, trail, reason).await;
        }
        self.settle_registration(case, trail, message, verified, trust)
            .await
    }

    async fn settle_registration(
        &self,
        case: Case<'_>,
        mut trail: Trail,
        message: RegistrationMessage,
        verified: Verified,
        trust: Trust,
    ) -> Result<Succeeded, CeremonyError> {
        let user_verified = verified.user_verified;
        self.follow_lists(&case, &verified, &trust).await;
        let new = self.new_credential(&case, message, verified, trust)?;
        trail.subject = Some(new.credential.ext_id.to_string());
        let change = CredentialChange::Register(Box::new(new));
        self.settle(&case, &trail, Ok(change), user_verified).await
    }

    /// Wishes for the revocation lists that the chains name.
    async fn follow_lists(&self, case: &Case<'_>, verified: &Verified, trust: &Trust) {
        for element in &trust.anchored {
            let attested = Attested {
                element,
                aaguid: verified.aaguid,
                algorithm: verified.algorithm,
            };
            self.follow_revocation(&case.rp, attested, case.call.now)
                .await;
        }
    }

    fn new_credential(
        &self,
        case: &Case<'_>,
        message: RegistrationMessage,
        verified: Verified,
        trust: Trust,
    ) -> Result<NewCredential, CeremonyError> {
        let user_ext_id = case.session.user_ext_id.clone();
        let elements = &verified.statement.elements;
        let first = elements.iter().find(|element| !element.x5c.is_empty());
        let first = first.cloned();
        let mut u2f = elements.iter();
        let u2f = u2f.find(|element| element.format() == Format::FidoU2f);
        let certificate_key_id = u2f.and_then(key_id);
        let format = verified.format().name();
        let asked = &case.asked;
        let credential = WebauthnCredential {
            ext_id: CredentialExtId::new(case.call.now, &*self.world.random),
            tenant_id: case.rp.tenant_id(),
            rp: case.rp.id(),
            user_ext_id: user_ext_id.ok_or(CeremonyError::Unusable("a session"))?,
            sign_count: verified.sign_count,
            counter_anomaly_at: None,
            uv_initialized: verified.user_verified,
            backup_eligible: Some(verified.backup_eligible),
            backup_state: verified.backup_state,
            transports: message.transports.unwrap_or_default(),
            attachment: message.authenticator_attachment,
            aaguid: verified.aaguid.0,
            certificate_key_id,
            format: format.to_owned(),
            attestation_type: verified.attestation_type().name().to_owned(),
            authenticator: trust.description.unwrap_or_else(|| format.to_owned()),
            resident_key: message.extension_results.resident_key(),
            asked: CredentialAsked {
                attestation: asked.attestation.map_or("", |one| one.as_str()).to_owned(),
                resident_key: asked.resident_key.map_or("", |one| one.as_str()).to_owned(),
                user_verification: asked.user_verification.as_str().to_owned(),
            },
            user_friendly_name: message.user_friendly_name,
            user_agent: message.user_agent,
            last_user_agent: None,
            state: CredentialState::Active,
            trust: trust.word,
            created_at: case.call.now,
            last_used_at: None,
            verdict_id: Some(case.verdict_id),
            algorithm: verified.algorithm,
            credential_id: verified.credential_id,
            public_key: verified.public_key,
        };
        Ok(NewCredential {
            credential,
            evidence: CredentialEvidence {
                attestation_object: message.attestation_object,
                client_data: message.client_data,
                x5c: first.map(|element| element.x5c).unwrap_or_default(),
                elements: trust.counted,
            },
            display_name: case.asked.display_name.clone().unwrap_or_default(),
            max_per_user: CREDENTIALS_MAX,
            first_only: case.asked.first_only,
        })
    }
}

/// C8 to C15, A1 to A14, K1 to K4, F1, F2 and the statement's own checks.
fn verify(
    case: &Case<'_>,
    trail: &mut Trail,
    message: &RegistrationMessage,
    client_data: &ClientData,
) -> Result<Verified, &'static str> {
    client_data::judge(&case.rp, trail, client_data)?;
    let sent = Sent {
        credential_id: &message.credential_id,
        attestation_object: &message.attestation_object,
        client_data_hash: client_data.hash(),
    };
    attestation::verify(&case.rp, &case.asked, trail, &sent, case.call.now)
}
