//! Decides which flags say what both ceremonies should be: relying party, origins, challenge, policy and time.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use serde_json::{Map, Value};
use touchstone_core::webauthn::policy::{Profile, RpPolicy};
use touchstone_core::{Clock as _, SystemClock, Timestamp};
use touchstone_evidence::jose;
use touchstone_evidence::webauthn::client_data::{self, ClientData, ClientDataRules};
use touchstone_evidence::webauthn::{Ceremony, Padding};

use super::trail::{Refused, Trail};
use crate::evidence_file;

#[derive(Args, Debug)]
pub(super) struct Expectation {
    /// What the page posted, as JSON; - for standard input
    pub(super) file: PathBuf,
    /// The RP ID
    #[arg(long, value_name = "DOMAIN")]
    pub(super) rp_id: String,
    /// An origin of the relying party; repeat for several
    #[arg(long = "origin", value_name = "ORIGIN", required = true)]
    origins: Vec<String>,
    /// The challenge of the options, in base64url
    #[arg(long, value_name = "BASE64URL", value_parser = challenge)]
    challenge: Challenge,
    /// The options asked for user verification
    #[arg(long)]
    pub(super) user_verification_required: bool,
    /// The profile whose defaults hold: nevis, conformance or l3
    #[arg(long, default_value = "nevis", value_parser = profile)]
    profile: Profile,
    /// What is set of the policy, as JSON in the form of policy_set of a relying party
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// The time to judge at (RFC 3339); without it now
    #[arg(long, value_name = "TIME")]
    now: Option<Timestamp>,
}

/// Bytes of an argument.
#[derive(Clone, Debug)]
struct Challenge(Vec<u8>);

fn challenge(text: &str) -> Result<Challenge, &'static str> {
    jose::decode_any(text)
        .filter(|bytes| !bytes.is_empty())
        .map(Challenge)
        .ok_or("must be base64url, as the options tell it")
}

fn profile(text: &str) -> Result<Profile, &'static str> {
    Profile::from_word(text).ok_or("must be nevis, conformance or l3")
}

impl Expectation {
    /// The message as it was posted.
    pub(super) fn message(&self) -> anyhow::Result<Vec<u8>> {
        evidence_file::read_large(&self.file)
    }

    /// What the profile does with padding.
    pub(super) const fn padding(&self) -> Padding {
        self.profile.padding()
    }

    /// The time to judge at.
    pub(super) fn now(&self) -> Timestamp {
        self.now.unwrap_or_else(|| SystemClock.now())
    }

    /// The policy in force.
    pub(super) fn policy(&self) -> anyhow::Result<RpPolicy> {
        let set: Map<String, Value> = match &self.policy {
            None => Map::new(),
            Some(file) => serde_json::from_slice(&evidence_file::read_large(file)?)
                .with_context(|| format!("{} is no JSON object", file.display()))?,
        };
        RpPolicy::of(self.profile, &set).map_err(|issues| {
            let told: Vec<String> = issues
                .iter()
                .map(|issue| format!("{}: {}", issue.path, issue.message))
                .collect();
            anyhow::anyhow!("the policy is refused: {}", told.join("; "))
        })
    }

    /// C1 to C15.
    pub(super) fn client_data(
        &self,
        bytes: &[u8],
        ceremony: Ceremony,
        policy: &RpPolicy,
        trail: &mut Trail,
    ) -> Result<ClientData, Refused> {
        let rules = ClientDataRules {
            origins: &self.origins,
            subdomains_of: policy.allow_subdomains.then_some(self.rp_id.as_str()),
            allow_cross_origin: policy.allow_cross_origin,
            top_origins: &policy.top_origins,
            token_binding_shape: policy.token_binding_shape,
        };
        let judged = ClientData::read(bytes, ceremony, self.padding()).and_then(|client_data| {
            client_data.expect_challenge(&self.challenge.0)?;
            client_data.judge(&rules)?;
            Ok(client_data)
        });
        let failed = judged.as_ref().err().map(client_data::Error::check);
        trail.note_all(client_data::CHECKS, failed);
        judged.map_err(|error| Refused::by(error.reason(), error))
    }
}
