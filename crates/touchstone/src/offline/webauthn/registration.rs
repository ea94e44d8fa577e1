//! Decides how the result of a registration is judged offline: E1 to E19, C1 to C15, A1 to A14, K1 to K4, the statement's checks, T1 to T12.

use clap::Args;
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Map, Value, json};
use touchstone_core::webauthn::policy::RpPolicy;
use touchstone_evidence::webauthn::message::{self, RegistrationMessage};
use touchstone_evidence::webauthn::registration::{self, Verified};
use touchstone_evidence::webauthn::{Ceremony, client_data::ClientData};

use super::expectation::Expectation;
use super::knowledge::KnowledgeArguments;
use super::trail::{Refused, Trail};
use super::trust;
use crate::offline::report::Report;

#[derive(Args, Debug)]
pub(in crate::offline) struct Arguments {
    #[command(flatten)]
    expectation: Expectation,
    #[command(flatten)]
    knowledge: KnowledgeArguments,
}

/// Judges the file.
pub(super) fn judge(arguments: &Arguments) -> anyhow::Result<Report> {
    let expectation = &arguments.expectation;
    let posted = expectation.message()?;
    let policy = expectation.policy()?;
    let mut known = arguments.knowledge.read(expectation.now())?;
    let mut trail = Trail::default();
    let verified = match judge_message(expectation, &posted, &policy, &mut trail) {
        Ok(verified) => verified,
        Err(refused) => return Ok(trail.end(Err(refused))),
    };
    known.verify_lists(&verified.statement)?;
    let mut facts = facts(&verified);
    let now = expectation.now();
    let judged = trust::judge(&verified, &policy, &known, now, &mut trail, &mut facts);
    Ok(trail.end(judged.map(|()| Value::Object(facts))))
}

/// What the message proves by itself.
fn judge_message(
    expectation: &Expectation,
    posted: &[u8],
    policy: &RpPolicy,
    trail: &mut Trail,
) -> Result<Verified, Refused> {
    let ceremony = Ceremony::Registration;
    let message = message::registration(posted, expectation.padding());
    let failed = message.as_ref().err().map(message::Error::check);
    trail.note_all(&message::checks(ceremony), failed);
    let message = message.map_err(|error| Refused::by(error.reason(), error))?;
    let client_data = expectation.client_data(&message.client_data, ceremony, policy, trail)?;
    verify(expectation, &message, &client_data, policy, trail)
}

fn verify(
    expectation: &Expectation,
    message: &RegistrationMessage,
    client_data: &ClientData,
    policy: &RpPolicy,
    trail: &mut Trail,
) -> Result<Verified, Refused> {
    let statement = policy.statement_policy();
    let expected = registration::Expected {
        rp_id: &expectation.rp_id,
        credential_id: &message.credential_id,
        client_data_hash: client_data.hash(),
        user_presence_waived: false,
        user_verification_required: expectation.user_verification_required,
        backup_eligible: policy.backup.eligible,
        algorithms: &policy.algorithms,
        statement: &statement,
    };
    let verified = registration::verify(&message.attestation_object, &expected, expectation.now());
    match verified {
        Ok(verified) => {
            let made = registration::checks(Some(verified.statement.setting));
            trail.note_all(&made, None);
            Ok(verified)
        }
        Err(error) => {
            let made = registration::checks(error.setting());
            trail.note_all(&made, Some(error.check()));
            Err(Refused::by(error.reason(), error))
        }
    }
}

/// What was proven.
fn facts(verified: &Verified) -> Map<String, Value> {
    let facts = json!({
        "aaguid": verified.aaguid.to_string(),
        "format": verified.format().name(),
        "attestation_type": verified.attestation_type().name(),
        "algorithm": verified.algorithm,
        "sign_count": verified.sign_count,
        "user_verified": verified.user_verified,
        "backup_eligible": verified.backup_eligible,
        "backup_state": verified.backup_state,
        "credential_id": BASE64URL_NOPAD.encode(&verified.credential_id),
        "public_key": BASE64URL_NOPAD.encode(&verified.public_key),
    });
    match facts {
        Value::Object(facts) => facts,
        _ => Map::new(),
    }
}
