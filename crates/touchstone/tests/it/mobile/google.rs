//! How Google's answers are taken: the table of spec mobile.md 7.1, row by row (section 9, rows 42 and
//! 43; section 12, row 13). Whatever Google does, no session is lost.

use std::time::Duration;

use serde_json::json;
use touchstone_simulator::google::{Behaviour, Route};

use crate::support::{
    Engine, GoogleStage, accepted_by_google, account, by_session, on_each_engine,
    on_each_engine_by_hand, pass,
};

on_each_engine!(
    every_row_of_the_table_is_answered_as_printed,
    every_trouble_with_access_tokens_is_answered_as_printed,
    row_42_google_answers_429,
    row_43_a_refused_service_account_is_an_internal_error,
    a_google_that_is_gone_is_503,
    a_slow_google_is_waited_for,
    a_token_that_google_refuses_uses_its_session,
    a_lost_answer_loses_no_session,
    without_a_service_account_a_token_is_not_judged,
    a_503_tells_its_reason_where_that_is_explained_and_a_500_never,
);

on_each_engine_by_hand!(
    a_google_that_hangs_is_given_up_after_5_s,
    after_five_troubles_google_is_left_alone_for_10_s,
);

fn status(status: u16) -> Behaviour {
    Behaviour::Status(status, String::new())
}

fn payload(text: &str) -> Behaviour {
    Behaviour::Status(200, text.to_owned())
}

/// What is told when Google does this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Accepted,
    Undetermined,
    Internal,
}

use Told::{Accepted, Internal, Undetermined};

/// What Google does in turn, what is told, and how many calls that takes.
fn rows() -> Vec<(Vec<Behaviour>, Told, usize)> {
    vec![
        (vec![Behaviour::Ok], Accepted, 1),
        (vec![payload("{}")], Undetermined, 1),
        (
            vec![payload(r#"{"tokenPayloadExternal":null}"#)],
            Undetermined,
            1,
        ),
        (
            vec![payload(r#"{"tokenPayloadExternal":[]}"#)],
            Undetermined,
            1,
        ),
        (vec![payload("[")], Undetermined, 1),
        (vec![payload("")], Undetermined, 1),
        (vec![Behaviour::Garbage], Undetermined, 1),
        (vec![status(401), Behaviour::Ok], Accepted, 2),
        (vec![status(401), status(401)], Internal, 2),
        (vec![status(401), status(403)], Internal, 2),
        (vec![status(403)], Internal, 1),
        (vec![status(404)], Internal, 1),
        (vec![status(429), Behaviour::Ok], Accepted, 2),
        (vec![status(429), status(429)], Undetermined, 2),
        (vec![status(500), Behaviour::Ok], Accepted, 2),
        (vec![status(500), status(503)], Undetermined, 2),
        (vec![status(503), status(403)], Internal, 2),
        (vec![status(302)], Undetermined, 1),
        (vec![status(204)], Undetermined, 1),
        (vec![Behaviour::Close], Undetermined, 1),
    ]
}

async fn every_row_of_the_table_is_answered_as_printed(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    for (behaviours, told, calls) in rows() {
        let place = format!("{behaviours:?}");
        let (decodes, _) = stage.calls();
        stage.google.script(Route::Decode, behaviours);
        assert_told(&stage, told, &place).await;
        // The answer that was expected, and the one that used the session afterwards.
        let more = usize::from(told != Accepted);
        assert_eq!(stage.calls().0 - decodes, calls + more, "{place}");
    }
}

/// Has a standard token judged; when no verdict was reached, the same token in the same session is
/// accepted afterwards.
async fn assert_told(stage: &GoogleStage, told: Told, place: &str) {
    let session = stage.party.init().await;
    let body = by_session(&stage.standard(&session.nonce), &session);
    let answer = stage.party.verify(&body).await;
    let (outcome, reason) = stage.reason(&answer).await;
    let seen = (answer.status, outcome.as_str(), reason.as_str());
    match told {
        Accepted => {
            assert_eq!(seen, (200, "valid", "accepted"), "{place}");
            accepted_by_google(&answer);
            return;
        }
        Undetermined => {
            assert_eq!(
                seen,
                (503, "undetermined", "upstream_unavailable"),
                "{place}"
            );
            answer.assert_undetermined();
        }
        Internal => {
            assert_eq!(seen, (500, "undetermined", "upstream_denied"), "{place}");
            answer.assert_internal_undetermined();
        }
    }
    let again = stage.party.verify(&body).await;
    assert!(again.is_valid(), "{place}: {again:?}");
}

async fn every_trouble_with_access_tokens_is_answered_as_printed(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    let denied = || Behaviour::Status(400, r#"{"error":"invalid_grant"}"#.to_owned());
    let rows = [
        (vec![Behaviour::Ok], Accepted),
        (vec![denied()], Internal),
        (vec![status(401)], Internal),
        (vec![status(403)], Internal),
        (vec![status(429), Behaviour::Ok], Accepted),
        (vec![status(503), status(503)], Undetermined),
        (vec![Behaviour::Garbage], Undetermined),
        (
            vec![payload(r#"{"access_token":"","expires_in":60}"#)],
            Undetermined,
        ),
        (vec![Behaviour::Close], Undetermined),
    ];
    for (number, (behaviours, told)) in rows.into_iter().enumerate() {
        let place = format!("{behaviours:?}");
        // Every row begins without an access token.
        let account = account(&format!("row-{number}"));
        stage.google.add_account(&account);
        stage.set_service_account(&account.json()).await;
        stage.google.script(Route::Token, behaviours);
        assert_told(&stage, told, &place).await;
    }
}

async fn row_42_google_answers_429(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    stage.google.always(Route::Decode, status(429));
    let session = stage.party.init().await;
    let body = by_session(&stage.standard(&session.nonce), &session);
    for _ in 0..2 {
        let answer = stage.party.verify(&body).await;
        answer.assert_undetermined();
        let verdict = stage.party.verdict(answer.verdict().unwrap()).await;
        let verdict = verdict.json();
        assert_eq!(verdict["outcome"], "undetermined");
        assert_eq!(
            (&verdict["isValid"], &verdict["platform"]),
            (&json!(false), &json!("gms"))
        );
        assert_eq!(verdict["statusCode"], 268_505_095);
    }
    stage.google.always(Route::Decode, Behaviour::Ok);
    accepted_by_google(&stage.party.verify(&body).await);
    let again = stage.party.verify(&body).await;
    again.assert_conflict(268_509_186, "Session already used");
}

async fn row_43_a_refused_service_account_is_an_internal_error(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    let text = r#"{"error":{"status":"PERMISSION_DENIED","message":"Play Integrity API is off"}}"#;
    let refusal = Behaviour::Status(403, text.to_owned());
    stage.google.always(Route::Decode, refusal);
    let answer = stage.ask_google().await;
    stage.assert_internal_for(&answer, "upstream_denied").await;
    // Google's words are the operator's, and nobody else's.
    assert!(!answer.body.contains("Play Integrity API is off"));
    let facts = stage.logged(&answer).await["facts"].to_string();
    assert!(facts.contains("Play Integrity API is off"), "{facts}");
}

async fn a_google_that_is_gone_is_503(engine: Engine) {
    let mut stage = GoogleStage::new(engine).await;
    accepted_by_google(&stage.ask_google().await);
    let elsewhere = touchstone_simulator::google::ScriptedGoogle::start(|| 0).await;
    drop(std::mem::replace(&mut stage.google, elsewhere.unwrap()));
    let answer = stage.ask_google().await;
    stage
        .assert_undetermined_for(&answer, "upstream_unavailable")
        .await;
}

async fn a_slow_google_is_waited_for(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    let slow = Behaviour::Delay(Duration::from_millis(200));
    stage.google.script(Route::Decode, [slow]);
    accepted_by_google(&stage.ask_google().await);
    assert_eq!(stage.calls().0, 1);
}

async fn a_token_that_google_refuses_uses_its_session(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    stage.google.script(Route::Decode, [status(400)]);
    let session = stage.party.init().await;
    let body = by_session(&stage.standard(&session.nonce), &session);
    let answer = stage.party.verify(&body).await;
    let (text, reason) = ("Attestation not authentic", "gms_token_refused");
    stage
        .assert_refused_for(&answer, 268_513_284, text, reason)
        .await;
    let again = stage.party.verify(&body).await;
    again.assert_conflict(268_509_186, "Session already used");
    assert_eq!(stage.calls().0, 1);
}

async fn a_lost_answer_loses_no_session(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    stage.google.script(Route::Decode, [Behaviour::Lose]);
    let session = stage.party.init().await;
    let body = by_session(&stage.standard(&session.nonce), &session);
    let answer = stage.party.verify(&body).await;
    stage
        .assert_undetermined_for(&answer, "upstream_unavailable")
        .await;
    // Google has decoded that token: asking for it again would have brought a cleared verdict.
    assert_eq!(stage.calls().0, 1);
    stage.clock.advance_ms(1_000);
    let another = by_session(&stage.standard(&session.nonce), &session);
    accepted_by_google(&stage.party.verify(&another).await);
}

async fn without_a_service_account_a_token_is_not_judged(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    let path = format!(
        "/admin/v1/mobile/android-apps/{}/service-account",
        stage.android_app
    );
    stage.admin.delete(&path).await;
    let session = stage.party.init().await;
    let body = by_session(&stage.standard(&session.nonce), &session);
    let answer = stage.party.verify(&body).await;
    stage.assert_internal_for(&answer, "not_configured").await;
    assert_eq!(stage.calls(), (0, 0));
    stage.set_service_account(&account("acme").json()).await;
    accepted_by_google(&stage.party.verify(&body).await);
}

async fn a_503_tells_its_reason_where_that_is_explained_and_a_500_never(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    stage.set(json!({"explain": "reason"})).await;
    stage.google.script(Route::Decode, [Behaviour::Garbage]);
    stage.ask_google().await.assert_told(
        503,
        "{\"statusCode\":268505095,\"errorMessage\":\"Temporarily unavailable\",\
         \"reason\":\"upstream_unavailable\"}",
    );
    stage.set(json!({"explain": "full"})).await;
    stage.google.script(Route::Decode, [status(403)]);
    stage.ask_google().await.assert_internal_undetermined();
}

async fn a_google_that_hangs_is_given_up_after_5_s(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    stage.google.script(Route::Decode, [Behaviour::Hang]);
    let session = stage.party.init().await;
    let body = by_session(&stage.standard(&session.nonce), &session);
    let answer = async {
        stage.google.wait_for_calls(Route::Decode, 1).await;
        pass(Duration::from_secs(5)).await;
    };
    let (answer, ()) = tokio::join!(stage.party.verify(&body), answer);
    stage
        .assert_undetermined_for(&answer, "upstream_unavailable")
        .await;
    assert_eq!(stage.calls().0, 1);
    accepted_by_google(&stage.party.verify(&body).await);
}

async fn after_five_troubles_google_is_left_alone_for_10_s(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    stage.google.always(Route::Decode, Behaviour::Close);
    for _ in 0..4 {
        stage.ask_google().await.assert_undetermined();
    }
    // Bad tokens are no trouble of Google's, and a verdict ends the row.
    stage.google.script(Route::Decode, [status(400)]);
    assert_eq!(stage.ask_google().await.status, 200);
    for _ in 0..5 {
        stage.ask_google().await.assert_undetermined();
    }
    let (calls, _) = stage.calls();
    stage.google.always(Route::Decode, Behaviour::Ok);
    let session = stage.party.init().await;
    let body = by_session(&stage.standard(&session.nonce), &session);
    let answer = stage.party.verify(&body).await;
    stage
        .assert_undetermined_for(&answer, "upstream_unavailable")
        .await;
    assert_eq!(stage.calls().0, calls);
    pass(Duration::from_secs(10)).await;
    accepted_by_google(&stage.party.verify(&body).await);
    accepted_by_google(&stage.ask_google().await);
    assert_eq!(stage.calls().0, calls + 2);
}
