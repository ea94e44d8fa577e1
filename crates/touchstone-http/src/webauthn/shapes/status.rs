//! The answer of W5 (spec webauthn.md 2.12).

use serde::Serialize;
use touchstone_core::webauthn::{Status, StatusDetail};
use touchstone_core::{CredentialExtId, VerdictId};

/// The word for a session that is not there.
const UNKNOWN: &str = "unknown";

/// How a ceremony is.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::webauthn) struct StatusBody<'a> {
    status: &'static str,
    timestamp: String,
    user_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<DetailBody<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct DetailBody<'a> {
    ceremony: &'static str,
    rp_id: &'a str,
    credential_ext_id: Option<CredentialExtId>,
    user_verified: Option<bool>,
    reason: Option<&'a str>,
    verdict: Option<VerdictId>,
}

impl<'a> StatusBody<'a> {
    /// Of this ceremony; with its details when they were asked for.
    pub(in crate::webauthn) fn new(status: &'a Status, with_detail: bool) -> Self {
        let detail = status.detail.as_ref().filter(|_| with_detail);
        Self {
            status: status.state.map_or(UNKNOWN, |state| state.as_str()),
            timestamp: status.timestamp.to_string(),
            user_id: &status.user_id,
            detail: detail.map(DetailBody::new),
        }
    }
}

impl<'a> DetailBody<'a> {
    fn new(detail: &'a StatusDetail) -> Self {
        Self {
            ceremony: detail.ceremony.as_str(),
            rp_id: &detail.rp_id,
            credential_ext_id: detail.credential_ext_id,
            user_verified: detail.user_verified,
            reason: detail.reason.as_deref(),
            verdict: detail.verdict_id,
        }
    }
}

#[cfg(test)]
mod tests {
    use touchstone_core::Timestamp;
    use touchstone_core::ports::{CeremonyKind, CeremonyState};

    use super::*;

    fn status() -> Status {
        Status {
            state: Some(CeremonyState::Failed),
            timestamp: Timestamp::from_unix_ms(1_784_979_071_042),
            user_id: "usr_01J".to_owned(),
            detail: Some(StatusDetail {
                ceremony: CeremonyKind::Authentication,
                rp_id: "siven.ch".to_owned(),
                credential_ext_id: None,
                user_verified: None,
                reason: Some("signature_invalid".to_owned()),
                verdict_id: None,
            }),
        }
    }

    fn written(status: &Status, with_detail: bool) -> String {
        serde_json::to_string(&StatusBody::new(status, with_detail)).unwrap()
    }

    #[test]
    fn the_sample_of_the_spec_is_written_as_printed() {
        assert_eq!(
            written(&status(), false),
            r#"{"status":"failed","timestamp":"2026-07-25T11:31:11.042Z","userId":"usr_01J"}"#
        );
    }

    #[test]
    fn details_that_are_asked_for_say_null_of_what_is_not_known() {
        let written = written(&status(), true);
        let detail = concat!(
            r#""detail":{"ceremony":"authentication","rpId":"siven.ch","credentialExtId":null,"#,
            r#""userVerified":null,"reason":"signature_invalid","verdict":null}}"#
        );
        assert!(written.ends_with(detail), "{written}");
    }

    #[test]
    fn an_unknown_ceremony_has_no_details() {
        let unknown = Status {
            state: None,
            user_id: String::new(),
            detail: None,
            ..status()
        };
        assert_eq!(
            written(&unknown, true),
            r#"{"status":"unknown","timestamp":"2026-07-25T11:31:11.042Z","userId":""}"#
        );
    }
}
