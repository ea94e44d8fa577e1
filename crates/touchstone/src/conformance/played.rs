//! Decides the cases that are more than one message: options, several users at once, the same message twice.

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use touchstone_outbound::CeremonyService;

use super::judge::{Phase, expect, judge, member, text};
use super::model::Model;
use super::stage::Stage;
use super::{case::OK, play::registered};

mod options;
mod sessions;
mod users;

/// Puts a value into options or a message, in the place of one that is there.
fn put(body: &mut Value, pointer: &str, value: Value) -> anyhow::Result<()> {
    let place = body.pointer_mut(pointer);
    *place.with_context(|| format!("{pointer} is missing"))? = value;
    Ok(())
}

/// A story.
#[derive(Clone, Copy, Debug)]
pub(super) enum Played {
    /// A/P-1.
    CompleteCreationOptions,
    /// A/P-2.
    AttestationNoneEchoed,
    /// A/P-3.
    TwoCreationChallenges,
    /// A/P-4.
    UserVerificationEchoed,
    /// B/P-1.
    Excluded,
    /// M/P-1.
    CompleteRequestOptions,
    /// M/P-2.
    TwoRequestChallenges,
    /// N-22b.
    CredentialOfOther,
    /// N-23b-1.
    UserHandleMissing,
    /// N-23b-2.
    UserHandleOfOther,
    /// B-16b.
    SameMessageTwice,
    /// B-17b.
    OtherCeremony,
}

impl Played {
    /// Plays it; an error says what the server did wrong.
    pub(super) async fn play(self, stage: &Stage) -> anyhow::Result<()> {
        match self {
            Self::CompleteCreationOptions => options::complete_creation(stage).await,
            Self::AttestationNoneEchoed => options::attestation_none(stage).await,
            Self::TwoCreationChallenges => options::two_creation_challenges(stage).await,
            Self::UserVerificationEchoed => options::user_verification(stage).await,
            Self::Excluded => options::excluded(stage).await,
            Self::CompleteRequestOptions => options::complete_request(stage).await,
            Self::TwoRequestChallenges => options::two_request_challenges(stage).await,
            Self::CredentialOfOther => users::credential_of_other(stage).await,
            Self::UserHandleMissing => users::user_handle_missing(stage).await,
            Self::UserHandleOfOther => users::user_handle_of_other(stage).await,
            Self::SameMessageTwice => sessions::same_message_twice(stage).await,
            Self::OtherCeremony => sessions::other_ceremony(stage).await,
        }
    }
}
