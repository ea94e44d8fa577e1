//! Many at once before Google: one decode for the copies of a session, one access token for many, none
//! shared between tenants, and a Google that hangs holds up nobody else (spec mobile.md 7.1, section 8).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::timeout;
use touchstone_simulator::google::{Behaviour, Gate, Route};

use crate::support::{
    Answer, Engine, GoogleStage, PATIENCE, Party, accepted_by_google, account, by_nonce,
    by_session, iphone, on_each_engine, set_service_account,
};

on_each_engine!(
    of_64_copies_of_a_session_one_is_decoded,
    of_64_copies_of_a_nonce_with_a_replay_window_one_is_decoded,
    copies_that_waited_for_a_google_without_answer_ask_in_turn,
    a_standard_token_is_worth_nothing_the_second_time,
    an_access_token_is_fetched_once_for_many,
    tenants_never_share_an_access_token,
    an_account_is_replaced_at_once,
    a_google_that_hangs_holds_up_its_own_tenant_alone,
);

/// Of one tenant.
const CALLS_MAX: usize = 64;

fn verify_all(party: &Party, bodies: impl IntoIterator<Item = Value>) -> JoinSet<Answer> {
    let mut verifies = JoinSet::new();
    for body in bodies {
        let party = party.clone();
        verifies.spawn(async move { party.verify(&body).await });
    }
    verifies
}

fn statuses(answers: &[Answer]) -> BTreeMap<u16, usize> {
    let mut statuses = BTreeMap::new();
    for answer in answers {
        *statuses.entry(answer.status).or_default() += 1;
    }
    statuses
}

async fn of_64_copies_of_a_session_one_is_decoded(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    let session = stage.party.init().await;
    let body = by_session(&stage.standard(&session.nonce), &session);
    let verifies = verify_all(&stage.party, std::iter::repeat_n(body, 64));
    let answers = verifies.join_all().await;
    assert_eq!(statuses(&answers), BTreeMap::from([(200, 1), (409, 63)]));
    for answer in &answers {
        match answer.status {
            200 => drop(accepted_by_google(answer)),
            _ => answer.assert_conflict(268_509_186, "Session already used"),
        }
    }
    assert_eq!(stage.calls(), (1, 1));
}

async fn of_64_copies_of_a_nonce_with_a_replay_window_one_is_decoded(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    stage.set(json!({"sessionless_replay_window_s": 60})).await;
    let body = by_nonce(&stage.standard(&[7; 32]), &[7; 32]);
    let verifies = verify_all(&stage.party, std::iter::repeat_n(body, 64));
    let answers = verifies.join_all().await;
    assert_eq!(statuses(&answers), BTreeMap::from([(200, 1), (409, 63)]));
    assert_eq!(answers.iter().filter(|answer| answer.is_valid()).count(), 1);
    assert_eq!(stage.calls(), (1, 1));
}

async fn copies_that_waited_for_a_google_without_answer_ask_in_turn(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    let troubles = [Behaviour::Garbage, Behaviour::Garbage];
    stage.google.script(Route::Decode, troubles);
    let session = stage.party.init().await;
    let body = by_session(&stage.standard(&session.nonce), &session);
    let verifies = verify_all(&stage.party, std::iter::repeat_n(body, 8));
    let answers = verifies.join_all().await;
    let expected = BTreeMap::from([(200, 1), (409, 5), (503, 2)]);
    assert_eq!(statuses(&answers), expected);
    assert_eq!(stage.calls().0, 3);
}

async fn a_standard_token_is_worth_nothing_the_second_time(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    let body = by_nonce(&stage.standard(&[7; 32]), &[7; 32]);
    accepted_by_google(&stage.party.verify(&body).await);
    let answer = stage.party.verify(&body).await;
    let (text, reason) = ("Application not allowed", "gms_app_not_recognized");
    stage
        .assert_refused_for(&answer, 268_513_282, text, reason)
        .await;
    assert_eq!(stage.calls(), (2, 1));
}

async fn an_access_token_is_fetched_once_for_many(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    let mut bodies = Vec::new();
    for _ in 0..32 {
        let session = stage.party.init().await;
        bodies.push(by_session(&stage.standard(&session.nonce), &session));
    }
    let answers = verify_all(&stage.party, bodies).join_all().await;
    assert!(answers.iter().all(Answer::is_valid), "{answers:?}");
    assert_eq!(stage.calls(), (32, 1));
    stage.google.revoke_access_tokens();
    accepted_by_google(&stage.ask_google().await);
    assert_eq!(stage.calls(), (34, 2));
}

/// Every bearer that Google saw.
fn bearers(stage: &GoogleStage) -> BTreeSet<String> {
    let requests = stage.google.requests(Route::Decode);
    let bearers = requests
        .iter()
        .map(|request| request.header("authorization"));
    bearers.map(|bearer| bearer.unwrap().to_owned()).collect()
}

async fn tenants_never_share_an_access_token(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    let (admin, app, other) = stage.another_android_tenant("other").await;
    // Even of the very same account.
    set_service_account(&admin, &app, &account("acme").json()).await;
    for _ in 0..3 {
        accepted_by_google(&stage.ask_google().await);
        stage.clock.advance_ms(1_000);
        accepted_by_google(&stage.ask_google_for(&other).await);
    }
    assert_eq!(stage.calls(), (6, 2));
    assert_eq!(bearers(&stage).len(), 2);
}

async fn an_account_is_replaced_at_once(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    accepted_by_google(&stage.ask_google().await);
    stage.google.add_account(&account("another"));
    stage.set_service_account(&account("another").json()).await;
    stage.clock.advance_ms(1_000);
    accepted_by_google(&stage.ask_google().await);
    assert_eq!(stage.calls(), (2, 2));
    stage.set_service_account(&account("unknown").json()).await;
    let answer = stage.ask_google().await;
    stage.assert_internal_for(&answer, "upstream_denied").await;
}

async fn a_google_that_hangs_holds_up_its_own_tenant_alone(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    let (admin, app, other) = stage.another_android_tenant("other").await;
    stage.google.add_account(&account("other"));
    set_service_account(&admin, &app, &account("other").json()).await;
    accepted_by_google(&stage.ask_google().await);
    let gate = Gate::new();
    let held = std::iter::repeat_n(Behaviour::Hold(gate.clone()), CALLS_MAX);
    stage.google.script(Route::Decode, held);
    let mut bodies = Vec::new();
    for _ in 0..CALLS_MAX {
        let session = stage.party.init().await;
        bodies.push(by_session(&stage.standard(&session.nonce), &session));
    }
    let waiting = verify_all(&stage.party, bodies);
    let all = stage.google.wait_for_calls(Route::Decode, 1 + CALLS_MAX);
    timeout(PATIENCE, all).await.expect("in time");
    // Nobody has opened the gate: whoever is answered now did not wait for Google.
    for _ in 0..3 {
        let answer = stage.ask_google().await;
        stage
            .assert_undetermined_for(&answer, "upstream_unavailable")
            .await;
    }
    let mut phone = iphone(1);
    stage.register(&mut phone).await;
    let session = stage.party.init().await;
    assert_eq!(
        stage.accept(&session, &mut phone, false).await["counter"],
        2
    );
    accepted_by_google(&stage.ask_google_for(&other).await);
    assert_eq!(stage.google.calls(Route::Decode), 2 + CALLS_MAX);
    for _ in 0..CALLS_MAX {
        gate.open();
    }
    let answers = waiting.join_all().await;
    assert!(answers.iter().all(Answer::is_valid), "{answers:?}");
    // The places are free again.
    accepted_by_google(&stage.ask_google().await);
}
