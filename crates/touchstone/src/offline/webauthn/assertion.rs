//! Decides how the result of an authentication is judged offline: E1 to E19, C1 to C15, G6 to G11. Whose credential it is, is not asked.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};
use touchstone_core::webauthn::policy::RpPolicy;
use touchstone_evidence::webauthn::message::{self, AuthenticationMessage};
use touchstone_evidence::webauthn::{Ceremony, assertion};

use super::expectation::Expectation;
use super::trail::{Refused, Trail};
use crate::evidence_file;
use crate::offline::report::Report;

#[derive(Args, Debug)]
pub(in crate::offline) struct Arguments {
    #[command(flatten)]
    expectation: Expectation,
    /// The credential's public key, a COSE key as bytes or base64url: publicKey of credential show
    #[arg(long, value_name = "FILE")]
    public_key: PathBuf,
    /// The counter that was stored last
    #[arg(long, value_name = "N", default_value_t = 0)]
    sign_count: u32,
    /// Whether the credential was registered as one that may be backed up; without it either is taken
    #[arg(long, value_name = "BOOL")]
    backup_eligible: Option<bool>,
    /// The AppID in place of the RP ID, where the options named it and the client says that it was used
    #[arg(long, value_name = "URL")]
    app_id: Option<String>,
}

/// Judges the file.
pub(super) fn judge(arguments: &Arguments) -> anyhow::Result<Report> {
    let posted = arguments.expectation.message()?;
    let policy = arguments.expectation.policy()?;
    let public_key = evidence_file::read(&arguments.public_key)?;
    let mut trail = Trail::default();
    let judged = judge_message(arguments, &posted, &policy, &public_key, &mut trail);
    Ok(trail.end(judged))
}

fn judge_message(
    arguments: &Arguments,
    posted: &[u8],
    policy: &RpPolicy,
    public_key: &[u8],
    trail: &mut Trail,
) -> Result<Value, Refused> {
    let (ceremony, expectation) = (Ceremony::Authentication, &arguments.expectation);
    let message = message::authentication(posted, expectation.padding());
    let failed = message.as_ref().err().map(message::Error::check);
    trail.note_all(&message::checks(ceremony), failed);
    let message = message.map_err(|error| Refused::by(error.reason(), error))?;
    let client_data = expectation.client_data(&message.client_data, ceremony, policy, trail)?;
    let expected = assertion::Expected {
        rp_id: &expectation.rp_id,
        app_id: arguments.app_id_of(&message),
        client_data_hash: client_data.hash(),
        user_verification_required: expectation.user_verification_required,
        backup_eligible: arguments.backup_eligible,
        public_key,
    };
    let verified = assertion::verify(&message.authenticator_data, &message.signature, &expected);
    let counted = verified.and_then(|verified| {
        assertion::check_counter(arguments.sign_count, verified.sign_count)?;
        Ok(verified)
    });
    let failed = counted.as_ref().err().map(assertion::Error::check);
    trail.note_all(assertion::CHECKS, failed);
    let verified = counted.map_err(|error| Refused::by(error.reason(), error))?;
    Ok(json!({
        "sign_count": verified.sign_count,
        "user_verified": verified.user_verified,
        "backup_eligible": verified.backup_eligible,
        "backup_state": verified.backup_state,
    }))
}

impl Arguments {
    fn app_id_of(&self, message: &AuthenticationMessage) -> Option<&str> {
        let app_id = self.app_id.as_deref();
        app_id.filter(|_| message.extension_results.app_id_used())
    }
}
