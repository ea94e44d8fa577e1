//! Events of the family, each a line of the log under its name (spec webauthn.md 3.3, 4.5 and 7): once, and of what is on disk only.

use serde_json::{Value, json};
use touchstone_simulator::webauthn::mds::StatusReport;

use super::harness::{ORIGIN, W2, W4, authenticator, start};
use super::metadata::scene::{MDS, Scene};
use crate::harness::{Answer, Log, Server};

/// Below the RP ID, and no origin of the relying party.
const FOREIGN: &str = "https://other.siven.ch";

/// The only event; it names the verdict of the answer.
#[track_caller]
fn only(log: &Log, answer: &Answer) -> Value {
    let mut events = log.events();
    assert_eq!(events.len(), 1, "{events:?}");
    let event = events.remove(0);
    assert_eq!(event["verdict_id"], answer.header("x-touchstone-verdict"));
    assert!(event["tenant_id"].is_string() && event["rp"].is_string());
    event
}

async fn registration(server: &Server, origin: &str) -> Value {
    let options = server.registration_options("jeff").await;
    let made = authenticator(1).register(&options, origin);
    made.unwrap().message()
}

#[tokio::test]
async fn a_registration_that_succeeds_is_told_once() {
    let server = start("nevis", json!({})).await;
    let message = registration(&server, ORIGIN).await;
    let log = Log::begin();
    let answer = server.post(W2, &message).await;
    answer.assert_ok();
    let event = only(&log, &answer);
    assert_eq!(event["event"], "webauthn.registration.succeeded");
    assert_eq!(event["reason"], "accepted");
}

#[tokio::test]
async fn a_registration_that_fails_is_told_once_with_its_reason() {
    let server = start("nevis", json!({})).await;
    let message = registration(&server, FOREIGN).await;
    let log = Log::begin();
    let answer = server.post(W2, &message).await;
    answer.assert_reason("origin_mismatch");
    let event = only(&log, &answer);
    assert_eq!(event["event"], "webauthn.registration.failed");
    assert_eq!(event["reason"], "origin_mismatch");
}

#[tokio::test]
async fn a_race_that_is_lost_in_the_settlement_is_told_as_it_ended() {
    let server = start("nevis", json!({})).await;
    let [first, second] = [
        registration(&server, ORIGIN).await,
        registration(&server, ORIGIN).await,
    ];
    server.post(W2, &first).await.assert_ok();
    let log = Log::begin();
    let answer = server.post(W2, &second).await;
    answer.assert_reason("credential_already_registered");
    let event = only(&log, &answer);
    assert_eq!(event["event"], "webauthn.registration.failed");
    assert_eq!(event["reason"], "credential_already_registered");
}

#[tokio::test]
async fn a_sign_in_is_told_once_as_it_ended() {
    let server = start("nevis", json!({})).await;
    let mut authenticator = authenticator(1);
    server.registered(&mut authenticator, "jeff").await;
    for (origin, name, reason) in [
        (ORIGIN, "webauthn.authentication.succeeded", "accepted"),
        (FOREIGN, "webauthn.authentication.failed", "origin_mismatch"),
    ] {
        let options = server.authentication_options("jeff").await;
        let message = authenticator.sign_in(&options, origin).unwrap().message();
        let log = Log::begin();
        let answer = server.post(W4, &message).await;
        let event = only(&log, &answer);
        assert_eq!(
            (&event["event"], &event["reason"]),
            (&json!(name), &json!(reason))
        );
    }
}

/// Signs in with a copy whose counter was left behind; the names of the events.
async fn sign_in_with_a_copy(policy: Value) -> (Vec<String>, Answer) {
    let server = start("nevis", policy).await;
    let mut authenticator = authenticator(1);
    server.registered(&mut authenticator, "jeff").await;
    let mut copy = authenticator.clone();
    for one in [&mut authenticator, &mut copy] {
        let options = server.authentication_options("jeff").await;
        let message = one.sign_in(&options, ORIGIN).unwrap().message();
        let log = Log::begin();
        let answer = server.post(W4, &message).await;
        let names = log.names();
        if names != ["webauthn.authentication.succeeded"] {
            return (names, answer);
        }
    }
    panic!("the copy was not noticed");
}

#[tokio::test]
async fn a_counter_that_is_flagged_adds_an_event_of_its_own() {
    let policy = json!({"counter_regression": "flag"});
    let (names, answer) = sign_in_with_a_copy(policy).await;
    answer.assert_ok();
    let wanted = [
        "webauthn.authentication.succeeded",
        "webauthn.credential.counter_anomaly",
    ];
    assert_eq!(names, wanted);
}

#[tokio::test]
async fn a_counter_that_is_refused_is_the_failure_alone() {
    let (names, answer) = sign_in_with_a_copy(json!({})).await;
    answer.assert_reason("counter_regressed");
    assert_eq!(names, ["webauthn.authentication.failed"]);
}

#[tokio::test]
async fn what_ends_no_session_is_no_event() {
    let server = start("nevis", json!({})).await;
    let message = registration(&server, ORIGIN).await;
    server.post(W2, &message).await.assert_ok();
    let late = registration(&server, ORIGIN).await;
    let log = Log::begin();
    server
        .post(W2, &message)
        .await
        .assert_reason("session_used");
    server
        .post(W2, &json!({}))
        .await
        .assert_reason("id_missing");
    server.clock.advance_ms(330_001);
    server
        .post(W2, &late)
        .await
        .assert_reason("session_expired");
    assert_eq!(log.names(), Vec::<String>::new());
}

#[tokio::test]
async fn trust_that_changes_is_told_once() {
    let scene = Scene::start(json!({})).await;
    scene.take_over(3, &[]).await;
    let mut authenticator = scene.authenticator();
    scene.server.registered(&mut authenticator, "jeff").await;
    scene.judge_again().await;
    scene.take_over(4, &[StatusReport::new("REVOKED")]).await;
    let log = Log::begin();
    scene.judge_again().await;
    scene.judge_again().await;
    let events = log.events();
    assert_eq!(log.names(), ["webauthn.credential.trust_changed"]);
    assert_eq!(events[0]["from"], "trusted");
    assert_eq!(events[0]["to"], "untrusted:metadata_status_undesired");
    assert_eq!(events[0]["cause"], "metadata");
    let credential = scene.credentials().await.remove(0);
    assert_eq!(events[0]["credential"], credential.ext_id.to_string());
}

#[tokio::test]
async fn a_metadata_service_that_fails_is_told_once_for_each_attempt() {
    let scene = Scene::start(json!({})).await;
    let log = Log::begin();
    scene.refresh().await;
    assert_eq!(log.names(), ["webauthn.mds.failed"]);
    let text = log.events()[0]["message"].as_str().unwrap().to_owned();
    let wanted = format!("Failed to refresh MetadataBLOB from MDS3 endpoint {MDS}");
    assert!(text.starts_with(&wanted), "{text}");
    scene.publish(&scene.blob(3, &[]));
    scene.refresh().await;
    assert_eq!(log.names(), ["webauthn.mds.failed"]);
}
