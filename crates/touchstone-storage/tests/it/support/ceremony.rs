//! Settlements of the family `webauthn`: each plain, with an ending for every conflict, and how they race.

use std::collections::BTreeMap;
use std::sync::Arc;

use touchstone_core::Noun;
use touchstone_core::ports::{
    CredentialChange, CredentialUse, Ending, NewCredential, OnRegression, Outcome, Settled,
    SettledWebauthn, WebauthnConflict, WebauthnCredential, WebauthnRp, WebauthnSession,
    WebauthnSettlement, WebauthnUser,
};

use super::{Maker, NOW, Stage, ending};

/// What the user is called once it registered.
pub const NEW_DISPLAY_NAME: &str = "Jeff B";

impl Maker {
    /// Ends the session as refused, 5 s after it was opened.
    pub fn refusal(&self, session: &WebauthnSession) -> WebauthnSettlement {
        let mut head = self.head_at(session.tenant_id, NOW.plus_s(5));
        head.noun = Noun::Webauthn;
        head.app_id = None;
        WebauthnSettlement {
            head,
            session: session.id_sha256,
            change: None,
            user_verified: true,
            visible_until: NOW.plus_s(605),
            ending: ending(Outcome::Invalid, "challenge_mismatch"),
            conflicts: every_conflict(),
        }
    }

    /// Registers the credential by this session.
    pub fn registration(
        &self,
        session: &WebauthnSession,
        credential: WebauthnCredential,
    ) -> WebauthnSettlement {
        let mut settlement = self.refusal(session);
        settlement.ending = ending(Outcome::Valid, "accepted");
        settlement.change = Some(CredentialChange::Register(Box::new(NewCredential {
            credential: WebauthnCredential {
                verdict_id: Some(settlement.head.id),
                ..credential
            },
            evidence: self.evidence(),
            display_name: NEW_DISPLAY_NAME.to_owned(),
            max_per_user: 64,
            first_only: false,
        })));
        settlement
    }

    /// Signs in by this session with this counter, and refuses one that falls back.
    pub fn sign_in(
        &self,
        session: &WebauthnSession,
        credential: &WebauthnCredential,
        sign_count: u32,
    ) -> WebauthnSettlement {
        let mut settlement = self.refusal(session);
        settlement.ending = ending(Outcome::Valid, "accepted");
        settlement.change = Some(CredentialChange::Use(CredentialUse {
            ext_id: credential.ext_id,
            rp: credential.rp,
            sign_count,
            on_regression: OnRegression::Reject,
            backup_eligible: true,
            backup_state: true,
            user_verified: true,
            user_agent: Some("Browser/2".to_owned()),
        }));
        settlement
    }
}

/// Notes the use although the counter may fall back.
pub fn flagging(mut settlement: WebauthnSettlement) -> WebauthnSettlement {
    if let Some(CredentialChange::Use(used)) = &mut settlement.change {
        used.on_regression = OnRegression::Flag;
    }
    for (conflict, ending) in &mut settlement.conflicts {
        if *conflict == WebauthnConflict::CounterRegressed {
            ending.outcome = Outcome::Valid;
            ending.reason = "accepted".into();
        }
    }
    settlement
}

/// With another greatest number of active credentials.
pub fn at_most(mut settlement: WebauthnSettlement, max_per_user: u64) -> WebauthnSettlement {
    if let Some(CredentialChange::Register(new)) = &mut settlement.change {
        new.max_per_user = max_per_user;
    }
    settlement
}

/// Only as the first credential of its user.
pub fn first_only(mut settlement: WebauthnSettlement) -> WebauthnSettlement {
    if let Some(CredentialChange::Register(new)) = &mut settlement.change {
        new.first_only = true;
    }
    settlement
}

/// An ending for each conflict.
fn every_conflict() -> Vec<(WebauthnConflict, Ending)> {
    use WebauthnConflict::{
        CounterRegressed, CredentialNotFound, CredentialSuspended, CredentialTaken,
        EnrolmentTokenRequired, TooManyCredentials, UserDisabled, UserNotFound,
    };
    [
        (UserNotFound, "user_not_found"),
        (UserDisabled, "user_disabled"),
        (EnrolmentTokenRequired, "enrolment_token_required"),
        (TooManyCredentials, "too_many_credentials"),
        (CredentialTaken, "credential_already_registered"),
        (CredentialNotFound, "credential_not_found"),
        (CredentialSuspended, "credential_suspended"),
        (CounterRegressed, "counter_regressed"),
    ]
    .into_iter()
    .map(|(conflict, reason)| (conflict, ending(Outcome::Invalid, reason)))
    .collect()
}

impl Stage {
    /// Opens another session for the user.
    pub async fn session(&self, rp: &WebauthnRp, user: &WebauthnUser) -> WebauthnSession {
        let session = self.make.webauthn_session(rp, Some(&user.ext_id));
        let opened = self.store.open_webauthn_session(session.clone(), None);
        let opened = opened.await.unwrap().unwrap();
        assert_eq!(opened.ext_id, user.ext_id);
        session
    }

    /// A tenant with a relying party, and a user with a credential whose counter is 1.
    pub async fn with_credential(&self) -> (WebauthnRp, WebauthnUser, WebauthnCredential) {
        let (rp, user) = self.with_user().await;
        let mut credential = self.make.credential(&rp, &user.ext_id);
        credential.counter_anomaly_at = None;
        let credential = self.import(credential).await;
        (rp, user, credential)
    }

    /// Settles, and expects that the session was open.
    pub async fn settle(&self, settlement: WebauthnSettlement) -> Settled<WebauthnConflict> {
        match self.store.settle_webauthn(settlement).await.unwrap() {
            SettledWebauthn::Written(settled) => settled,
            SettledWebauthn::SessionUsed => panic!("the session was used"),
        }
    }

    /// The session as it is stored.
    pub async fn stored_session(&self, session: &WebauthnSession) -> WebauthnSession {
        let found = self.store.webauthn_session(&session.id_sha256).await;
        found.unwrap().unwrap().0
    }

    /// The credential as it is stored.
    pub async fn stored_credential(
        &self,
        credential: &WebauthnCredential,
    ) -> Option<WebauthnCredential> {
        let (tenant, ext_id) = (credential.tenant_id, credential.ext_id);
        let found = self.store.webauthn_credential(tenant, ext_id).await;
        found.unwrap()
    }
}

/// Settles all at once, odd and even ones from different nodes.
pub async fn race_ceremonies(
    stage: &Stage,
    settlements: Vec<WebauthnSettlement>,
) -> Vec<SettledWebauthn> {
    let nodes = [Arc::clone(&stage.store), stage.second_node().await];
    let tasks: Vec<_> = settlements
        .into_iter()
        .zip(nodes.iter().cycle())
        .map(|(settlement, node)| {
            let node = Arc::clone(node);
            tokio::spawn(async move { node.settle_webauthn(settlement).await.unwrap() })
        })
        .collect();
    let mut settled = Vec::new();
    for task in tasks {
        settled.push(task.await.unwrap());
    }
    settled
}

/// How often each end of the race occurred; `None` stands for a used session.
pub fn count_ceremonies(
    settled: &[SettledWebauthn],
) -> BTreeMap<Option<Option<WebauthnConflict>>, usize> {
    let mut counts = BTreeMap::new();
    for one in settled {
        let end = match one {
            SettledWebauthn::Written(settled) => Some(settled.conflict),
            SettledWebauthn::SessionUsed => None,
        };
        *counts.entry(end).or_default() += 1;
    }
    counts
}
