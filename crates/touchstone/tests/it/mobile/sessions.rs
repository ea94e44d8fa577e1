//! Which sessions can be used, and that each is used once (spec mobile.md 3.1 to 3.3; section 9,
//! rows 24 to 27 and 50).

use std::collections::BTreeMap;

use serde_json::{Value, json};
use touchstone_core::housekeeping;

use crate::support::{Answer, Engine, Party, Session, Stage, by_session, iphone, on_each_engine};

on_each_engine!(
    row_24_references_that_were_not_promised_to_the_tenant_are_unknown,
    a_reference_from_the_future_is_unknown_beyond_5_s,
    row_25_a_session_ends_1_ms_after_its_last_instant,
    row_26_a_used_session_takes_no_good_token,
    row_27_of_200_parallel_verifies_one_is_answered_200,
    of_64_parallel_verifies_one_is_valid,
    of_64_parallel_bad_tokens_one_is_answered_200,
    a_session_outlives_a_restart,
    a_used_session_is_used_after_a_restart,
    a_session_outlives_the_rotation_of_its_api_key,
    a_session_outlives_the_rotation_of_the_session_master_key,
    row_50_a_clock_set_back_revives_no_used_session,
);

const HELLO: &[u8] = b"hello";

async fn verify_hello(party: &Party, reference: &str) -> Answer {
    let body = json!({"attestationToken": "aGVsbG8=", "sessionReference": reference});
    party.verify(&body).await
}

async fn row_24_references_that_were_not_promised_to_the_tenant_are_unknown(engine: Engine) {
    let stage = Stage::new(engine).await;
    let foreign = stage.another_tenant("other").await.init().await;
    let own = stage.party.init().await;
    let (rest, last) = own.reference.split_at(35);
    let changed = format!("{rest}{}", if last == "0" { "1" } else { "0" });
    for reference in [
        "not-a-uuid",
        "8b1f0ad1-6f2e-4c3a-9d55-0e6a4a3c2b1f",
        &changed,
        &own.reference.to_uppercase(),
        &foreign.reference,
        &format!("{{{}}}", own.reference),
        "\u{e9}",
    ] {
        let answer = verify_hello(&stage.party, reference).await;
        answer.assert_conflict(268_509_184, "Session unknown");
        let expected = ("rejected".to_owned(), "session_unknown".to_owned());
        assert_eq!(stage.reason(&answer).await, expected);
    }
    stage.accept(&own, &mut iphone(1), true).await;
}

async fn a_reference_from_the_future_is_unknown_beyond_5_s(engine: Engine) {
    let stage = Stage::new(engine).await;
    let session = stage.party.init().await;
    stage.clock.advance_ms(-5_001);
    let answer = verify_hello(&stage.party, &session.reference).await;
    answer.assert_conflict(268_509_184, "Session unknown");
    stage.clock.advance_ms(1);
    stage.accept(&session, &mut iphone(1), true).await;
}

async fn row_25_a_session_ends_1_ms_after_its_last_instant(engine: Engine) {
    let stage = Stage::new(engine).await;
    let (late, in_time) = (stage.party.init().await, stage.party.init().await);
    stage.clock.advance_ms(300_000);
    stage.accept(&in_time, &mut iphone(1), true).await;
    stage.clock.advance_ms(1);
    let answer = verify_hello(&stage.party, &late.reference).await;
    answer.assert_conflict(268_509_185, "Session expired");
    let expected = ("rejected".to_owned(), "session_expired".to_owned());
    assert_eq!(stage.reason(&answer).await, expected);
}

async fn row_26_a_used_session_takes_no_good_token(engine: Engine) {
    let stage = Stage::new(engine).await;
    let (mut phone, session) = (iphone(1), stage.party.init().await);
    let answer = stage.party.verify(&by_session(HELLO, &session)).await;
    answer.assert_refused(268_513_280, "Attestation token malformed");
    let token = stage.token(&mut phone, &session.nonce, true);
    for _ in 0..2 {
        let answer = stage.party.verify(&by_session(&token, &session)).await;
        answer.assert_conflict(268_509_186, "Session already used");
        let expected = ("rejected".to_owned(), "session_already_used".to_owned());
        assert_eq!(stage.reason(&answer).await, expected);
    }
    assert_eq!(stage.counter(&phone).await, None);
}

/// How often each answer came to so many verifies of one session at once.
async fn at_once(stage: &Stage, count: usize, body: &Value) -> BTreeMap<String, usize> {
    let mut verifies = tokio::task::JoinSet::new();
    for _ in 0..count {
        let (party, body) = (stage.party.clone(), body.clone());
        verifies.spawn(async move { party.verify(&body).await });
    }
    let mut told = BTreeMap::new();
    for answer in verifies.join_all().await {
        let id = answer.verdict().expect("a verdict").to_owned();
        assert_eq!(stage.party.verdict(&id).await.status, 200);
        let word = match answer.status {
            409 => {
                answer.assert_conflict(268_509_186, "Session already used");
                "409".to_owned()
            }
            status => format!("{status} {}", answer.json()["statusCode"]),
        };
        *told.entry(word).or_default() += 1;
    }
    told
}

fn once(first: &str, count: usize) -> BTreeMap<String, usize> {
    BTreeMap::from([(first.to_owned(), 1), ("409".to_owned(), count - 1)])
}

async fn row_27_of_200_parallel_verifies_one_is_answered_200(engine: Engine) {
    let stage = Stage::new(engine).await;
    let (mut phone, session) = (iphone(1), stage.party.init().await);
    let token = stage.token(&mut phone, &session.nonce, true);
    let told = at_once(&stage, 200, &by_session(&token, &session)).await;
    assert_eq!(told, once("200 0", 200));
    assert_eq!(stage.verdicts().await, 200);
}

async fn of_64_parallel_verifies_one_is_valid(engine: Engine) {
    let stage = Stage::new(engine).await;
    let mut phone = iphone(1);
    stage.register(&mut phone).await;
    let session = stage.party.init().await;
    let token = stage.token(&mut phone, &session.nonce, false);
    let told = at_once(&stage, 64, &by_session(&token, &session)).await;
    assert_eq!(told, once("200 0", 64));
    assert_eq!(stage.counter(&phone).await, Some(2));
}

async fn of_64_parallel_bad_tokens_one_is_answered_200(engine: Engine) {
    let stage = Stage::new(engine).await;
    let session = stage.party.init().await;
    let told = at_once(&stage, 64, &by_session(HELLO, &session)).await;
    assert_eq!(told, once("200 268513280", 64));
}

async fn a_session_outlives_a_restart(engine: Engine) {
    let stage = Stage::new(engine).await;
    let session = stage.party.init().await;
    let stage = stage.restarted().await;
    stage.accept(&session, &mut iphone(1), true).await;
}

async fn a_used_session_is_used_after_a_restart(engine: Engine) {
    let stage = Stage::new(engine).await;
    let (mut phone, session) = (iphone(1), stage.party.init().await);
    stage.accept(&session, &mut phone, true).await;
    let stage = stage.restarted().await;
    let token = stage.token(&mut phone, &session.nonce, false);
    let answer = stage.party.verify(&by_session(&token, &session)).await;
    answer.assert_conflict(268_509_186, "Session already used");
    assert_eq!(stage.counter(&phone).await, Some(1));
}

async fn a_session_outlives_the_rotation_of_its_api_key(engine: Engine) {
    let stage = Stage::new(engine).await;
    let (id, old) = stage.another_key(&json!({})).await;
    let session = stage.party.with_key(&old).init().await;
    let path = format!("/admin/v1/keys/{id}/rotate");
    let made = stage.admin.post(&path, json!({"grace_seconds": 0})).await;
    stage
        .party
        .with_key(&old)
        .ask_init()
        .await
        .assert_empty(403);
    let successor = stage.party.with_key(made["key"].as_str().unwrap());
    let token = stage.token(&mut iphone(1), &session.nonce, true);
    let answer = successor.verify(&by_session(&token, &session)).await;
    answer.assert_accepted();
}

async fn rotate_session_key(stage: &Stage) -> Vec<(String, String)> {
    let path = "/admin/v1/mobile/session-keys/rotate";
    stage.operator.post(path, json!({})).await;
    session_keys(stage).await
}

/// Identifier and state of each.
async fn session_keys(stage: &Stage) -> Vec<(String, String)> {
    let found = stage.operator.get("/admin/v1/mobile/session-keys").await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let items = found["items"].as_array().unwrap().iter();
    items
        .map(|key| (text(&key["id"]), text(&key["state"])))
        .collect()
}

async fn a_session_outlives_the_rotation_of_the_session_master_key(engine: Engine) {
    let stage = Stage::new(engine).await;
    stage.set(json!({"session_ttl_s": 600})).await;
    let before: Session = stage.party.init().await;
    assert_eq!(rotate_session_key(&stage).await.len(), 2);
    // The new one issues after a minute, by when every node has it.
    let between = stage.party.init().await;
    stage.clock.advance_ms(60_000);
    let after = stage.party.init().await;
    let states: Vec<String> = session_keys(&stage)
        .await
        .into_iter()
        .map(|(_, state)| state)
        .collect();
    assert!(states.contains(&"previous".to_owned()), "{states:?}");
    for (seed, session) in [before, between, after].into_iter().enumerate() {
        let mut phone = iphone(u16::try_from(seed).unwrap());
        stage.accept(&session, &mut phone, true).await;
        let token = stage.token(&mut phone, &session.nonce, false);
        let answer = stage.party.verify(&by_session(&token, &session)).await;
        answer.assert_conflict(268_509_186, "Session already used");
    }
}

async fn row_50_a_clock_set_back_revives_no_used_session(engine: Engine) {
    const TWO_DAYS_MS: i64 = 2 * 86_400_000;
    let stage = Stage::new(engine).await;
    let (mut phone, session) = (iphone(1), stage.party.init().await);
    stage.accept(&session, &mut phone, true).await;
    stage.clock.advance_ms(TWO_DAYS_MS);
    let core = stage.node.core();
    let done = housekeeping::run(core, &core.world.new_call()).await;
    assert_eq!(done.pruned.sessions, 1, "{done:?}");
    stage.clock.advance_ms(-TWO_DAYS_MS);
    let token = stage.token(&mut phone, &session.nonce, false);
    let answer = stage.party.verify(&by_session(&token, &session)).await;
    answer.assert_conflict(268_509_185, "Session expired");
    assert_eq!(stage.counter(&phone).await, Some(1));
}
