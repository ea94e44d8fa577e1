//! Decides what one result is from the moment its session is found (spec webauthn.md S1 to S4): who it concerns, and the trail of checks that
//! its verdict will show.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::answer::{CeremonyError, Refusal};
use super::asked::Asked;
use super::policy::UnknownUser;
use super::reasons;
use super::request::Asker;
use super::rp::{Rp, Service};
use super::service::Webauthn;
use crate::mobile::CheckLine;
use crate::ports::{CeremonyKind, CeremonyState, WebauthnSession};
use crate::{Call, VerdictId};

/// The session's own checks, in the order in which they run.
pub(super) const SESSION_CHECKS: [&str; 4] = ["S1", "S2", "S3", "S4"];

/// A result whose session is found, alive and unused.
pub(super) struct Case<'a> {
    pub(super) call: &'a Call,
    pub(super) asker: &'a Asker,
    pub(super) rp: Arc<Rp>,
    pub(super) session: WebauthnSession,
    /// The `fido2SessionId`.
    pub(super) session_id: String,
    pub(super) asked: Asked,
    pub(super) verdict_id: VerdictId,
    /// SHA-256 of the body.
    pub(super) evidence_sha256: [u8; 32],
}

/// What a verdict will say.
#[derive(Debug, Default)]
pub(super) struct Trail {
    pub(super) checks: Vec<CheckLine>,
    pub(super) facts: Map<String, Value>,
    /// The statement format, once it is known.
    pub(super) format: Option<&'static str>,
    /// The credential or user that it is about.
    pub(super) subject: Option<String>,
    /// The refusal is worded as if reasons were not told (conceal, from G1 on).
    pub(super) is_hushed: bool,
}

impl Trail {
    /// Notes the checks of `all` that were made: up to the failed one, or all of them.
    pub(super) fn note_all<'c>(
        &mut self,
        all: impl IntoIterator<Item = &'c (&'static str, &'static str)>,
        failed: Option<&str>,
    ) {
        for (check, _) in all {
            let ok = failed != Some(*check);
            self.note(check, ok, None);
            if !ok {
                break;
            }
        }
    }

    /// Notes one check.
    pub(super) fn note(&mut self, check: &'static str, ok: bool, note: Option<String>) {
        self.checks.push(CheckLine {
            check: check.into(),
            ok,
            note: note.map(Into::into),
        });
    }

    /// Adds a fact.
    pub(super) fn fact(&mut self, name: &str, value: impl Into<Value>) {
        self.facts.insert(name.to_owned(), value.into());
    }
}

impl Case<'_> {
    /// A refusal of this ceremony that writes nothing.
    pub(super) fn refusal(&self, reason: &'static str, trail: Option<&Trail>) -> Refusal {
        let mut telling = self.rp.telling();
        if trail.is_some_and(|trail| trail.is_hushed) {
            telling.exposes_reason = false;
        }
        Refusal {
            reason,
            sentence: reasons::sentence(reason, None),
            session_id: Some(self.session_id.clone()),
            verdict_id: None,
            telling,
            format: trail.and_then(|trail| trail.format),
        }
    }

    /// Whether no reply may tell a decoy from a user.
    pub(super) fn conceals(&self) -> bool {
        self.rp.policy().unknown_user == UnknownUser::Conceal
    }
}

impl Webauthn {
    /// Finds out whether the session can take a result: S1 to S3. S4 is the caller's, whose failure ends the session.
    pub(super) async fn open_case<'a>(
        &self,
        call: &'a Call,
        asker: &'a Asker,
        hint: Option<&Arc<Rp>>,
        found: Option<WebauthnSession>,
        body: &[u8],
    ) -> Result<Case<'a>, CeremonyError> {
        let not_found = || self.refused(hint.map(AsRef::as_ref), "session_not_found", None);
        let session = found.ok_or_else(not_found)?;
        let rp = self.rp(session.rp, call).await?.ok_or_else(not_found)?;
        if !self.may_see(&rp, asker, Service::Result) {
            return Err(not_found());
        }
        let asked = serde_json::from_str(&session.asked);
        let case = Case {
            call,
            asker,
            rp,
            session_id: self.session_id(&session)?,
            asked: asked.map_err(|_| CeremonyError::Unusable("a session"))?,
            session,
            verdict_id: VerdictId::new(call.now, &*self.world.random),
            evidence_sha256: super::session::sha256(body),
        };
        let refuse = |reason| Err(CeremonyError::Refused(Box::new(case.refusal(reason, None))));
        if call.now > case.session.expires_at {
            return refuse("session_expired");
        }
        if case.session.state != CeremonyState::Initialized {
            return refuse("session_used");
        }
        Ok(case)
    }

    /// The trail up to the session's checks: what came before them was passed. `Err` when the session is of the other ceremony (S4).
    pub(super) fn begin_trail(
        case: &Case<'_>,
        kind: CeremonyKind,
        before: impl IntoIterator<Item = (&'static str, &'static str)>,
    ) -> (Trail, bool) {
        let mut trail = Trail {
            subject: case.session.user_ext_id.clone(),
            ..Trail::default()
        };
        for (check, _) in before {
            trail.note(check, true, None);
        }
        let is_right = case.session.kind == kind;
        for check in SESSION_CHECKS {
            trail.note(check, check != "S4" || is_right, None);
        }
        (trail, is_right)
    }
}
