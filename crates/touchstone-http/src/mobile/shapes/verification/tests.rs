//! The bodies as printed in the spec, byte for byte.

use http_body_util::BodyExt;
use touchstone_core::mobile::{AppleTokenDetails, Environment, TokenDetails};
use touchstone_core::{SystemRandomSource, Timestamp, VerdictId};

use super::*;

const T: Timestamp = Timestamp::from_unix_ms(1_777_474_200_000);

fn verdict(outcome: Outcome, reason: &'static str, explain: Explain) -> Verification {
    Verification {
        verdict_id: VerdictId::new(T, &SystemRandomSource::new()),
        outcome,
        reason: reason.into(),
        platform: None,
        explain,
        details: Some(TokenDetails::Apple(AppleTokenDetails {
            app_id: "TESTTEAM01.com.example.app".to_owned(),
            environment: Environment::Production,
            key_id: [0xAB; 32],
            attested: true,
            counter: 1,
            attested_at: T,
            is_jailbroken: None,
            os_version: None,
            os_build: None,
            receipt_risk_metric: None,
        })),
        checks: vec![
            CheckLine {
                check: "T1".into(),
                ok: true,
                note: None,
            },
            CheckLine {
                check: "A6".into(),
                ok: false,
                note: Some("other nonce".into()),
            },
        ],
        used_session: false,
        timing: touchstone_core::mobile::Timing::default(),
        hint: Some("profile=raw".to_owned()),
    }
}

async fn answered(of: &Verification) -> (u16, String) {
    let response = verification(of, "req_1");
    let header = response.headers().get(X_TOUCHSTONE_VERDICT).unwrap();
    assert_eq!(header.to_str().unwrap(), of.verdict_id.to_string());
    let status = response.status().as_u16();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}

const DETAILS: &str = concat!(
    r#""appleTokenDetails":{"appId":"TESTTEAM01.com.example.app","environment":"production","#,
    r#""keyId":"q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=","attested":true,"counter":1,"#,
    r#""attestedAtUtc":"2026-04-29T14:50:00.000Z"}"#
);

#[tokio::test]
async fn refused_evidence_tells_class_and_text_alone() {
    let refused = verdict(Outcome::Invalid, "apple_nonce_mismatch", Explain::Off);
    let body = r#"{"isValid":false,"statusCode":268513283,"errorMessage":"Nonce mismatch"}"#;
    assert_eq!(answered(&refused).await, (200, body.to_owned()));
}

#[tokio::test]
async fn explain_reason_adds_the_reason_and_nothing_else() {
    let refused = verdict(Outcome::Invalid, "apple_nonce_mismatch", Explain::Reason);
    let body = concat!(
        r#"{"isValid":false,"statusCode":268513283,"errorMessage":"Nonce mismatch","#,
        r#""reason":"apple_nonce_mismatch"}"#
    );
    assert_eq!(answered(&refused).await, (200, body.to_owned()));
}

#[tokio::test]
async fn explain_full_adds_details_reason_checks_and_hint() {
    let refused = verdict(Outcome::Invalid, "apple_nonce_mismatch", Explain::Full);
    let body = format!(
        "{}{DETAILS}{}",
        r#"{"isValid":false,"#,
        concat!(
            r#","statusCode":268513283,"errorMessage":"Nonce mismatch","#,
            r#""reason":"apple_nonce_mismatch","checks":[{"check":"T1","ok":true},"#,
            r#"{"check":"A6","ok":false,"note":"other nonce"}],"hint":"profile=raw"}"#
        )
    );
    assert_eq!(answered(&refused).await, (200, body));
}

#[tokio::test]
async fn a_conflict_tells_its_code_and_with_explain_the_reason() {
    let used = verdict(Outcome::Rejected, "session_already_used", Explain::Off);
    let body = r#"{"statusCode":268509186,"errorMessage":"Session already used"}"#;
    assert_eq!(answered(&used).await, (409, body.to_owned()));

    let used = verdict(Outcome::Rejected, "session_already_used", Explain::Full);
    let body = concat!(
        r#"{"statusCode":268509186,"errorMessage":"Session already used","#,
        r#""reason":"session_already_used"}"#
    );
    assert_eq!(answered(&used).await, (409, body.to_owned()));
}

#[tokio::test]
async fn an_upstream_that_does_not_answer_is_a_503_with_a_time_to_wait() {
    let open = verdict(
        Outcome::Undetermined,
        "upstream_unavailable",
        Explain::Reason,
    );
    let response = verification(&open, "req_1");
    assert_eq!(response.headers().get(RETRY_AFTER).unwrap(), "5");
    let body = concat!(
        r#"{"statusCode":268505095,"errorMessage":"Temporarily unavailable","#,
        r#""reason":"upstream_unavailable"}"#
    );
    assert_eq!(answered(&open).await, (503, body.to_owned()));
}

#[tokio::test]
async fn a_500_tells_no_reason_whatever_explain_says() {
    let body = r#"{"statusCode":268505088,"errorMessage":"Internal error"}"#;
    for (outcome, reason) in [
        (Outcome::Undetermined, "not_configured"),
        (Outcome::Undetermined, "upstream_denied"),
        (Outcome::Invalid, "a_reason_that_nobody_knows"),
    ] {
        let broken = verdict(outcome, reason, Explain::Full);
        assert_eq!(answered(&broken).await, (500, body.to_owned()));
    }
}

#[tokio::test]
async fn accepted_evidence_tells_its_details() {
    let accepted = verdict(Outcome::Valid, "accepted", Explain::Off);
    let body = format!(r#"{{"isValid":true,{DETAILS},"statusCode":0}}"#);
    assert_eq!(answered(&accepted).await, (200, body));

    let accepted = verdict(Outcome::Valid, "accepted", Explain::Reason);
    let body = format!(r#"{{"isValid":true,{DETAILS},"statusCode":0,"reason":"accepted"}}"#);
    assert_eq!(answered(&accepted).await, (200, body));
}
