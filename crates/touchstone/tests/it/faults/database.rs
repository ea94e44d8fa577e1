//! The database is gone while phones are verified (spec mobile.md 3.2; section 9, rows 48 and 49).

use serde_json::json;
use tokio::task::block_in_place;
use tokio::time::timeout;

use crate::support::{Answer, PATIENCE, Place, Request, Stage, by_session, iphone};

async fn ready(stage: &Stage) -> Answer {
    Request::new("GET", "/ready").send(stage.node.address).await
}

async fn mortal() -> Stage {
    Stage::at(block_in_place(Place::with_own_postgres)).await
}

fn kill(stage: &mut Stage) {
    block_in_place(|| stage.place.postgres().kill()).unwrap();
}

/// Starts the database again and waits until the server has found it.
async fn revive(stage: &mut Stage) {
    block_in_place(|| stage.place.postgres().start_again()).unwrap();
    let found = async { while ready(stage).await.status != 200 {} };
    timeout(PATIENCE, found).await.expect("in time");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn row_48_a_verify_without_database_is_500_and_uses_no_session() {
    let stage = mortal().await;
    // A 500 tells nothing more, whatever is explained elsewhere.
    stage.set(json!({"explain": "full"})).await;
    let mut stage = stage.restarted().await;
    let (mut phone, session) = (iphone(1), stage.party.init().await);
    let token = stage.token(&mut phone, &session.nonce, true);
    let body = by_session(&token, &session);
    kill(&mut stage);
    for body in [&body, &by_session(b"hello", &session)] {
        stage.party.verify(body).await.assert_internal();
    }
    stage
        .party
        .verdict("vdt_01KQCVG7B20000000000000002")
        .await
        .assert_internal();
    revive(&mut stage).await;
    assert_eq!(stage.verdicts().await, 0);
    assert!(stage.party.verify(&body).await.is_valid());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn row_49_an_init_without_database_is_200_while_the_key_is_cached() {
    let stage = mortal().await;
    let (_, unseen) = stage.another_key(&json!({})).await;
    // News of those writes is still on its way and would empty the cache; a new server hears none.
    let mut stage = stage.restarted().await;
    stage.party.init().await;
    kill(&mut stage);
    let session = stage.party.init().await;
    stage.clock.advance_ms(59_999);
    let last = stage.party.init().await;
    stage
        .party
        .with_key(&unseen)
        .ask_init()
        .await
        .assert_internal();
    stage.clock.advance_ms(1);
    stage.party.ask_init().await.assert_internal();
    revive(&mut stage).await;
    for (seed, session) in [(1, session), (2, last)] {
        stage.accept(&session, &mut iphone(seed), true).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_without_database_is_alive_but_not_ready() {
    let mut stage = mortal().await;
    kill(&mut stage);
    let told = ready(&stage).await;
    let body = told.json();
    assert_eq!((told.status, &body["status"]), (503, &json!("degraded")));
    assert!(
        body["checks"]["db"].as_str().unwrap().starts_with("fail: "),
        "{body}"
    );
    let health = Request::new("GET", "/health")
        .send(stage.node.address)
        .await;
    health.assert_told(200, r#"{"status":"ok"}"#);
    revive(&mut stage).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_answered_valid_before_the_database_was_killed_is_there_after() {
    let mut stage = mortal().await;
    let (told, mut answered) = tokio::sync::mpsc::unbounded_channel();
    let mut load = tokio::task::JoinSet::new();
    for worker in 0..8_u16 {
        let (party, told) = (stage.party.clone(), told.clone());
        load.spawn(async move {
            for round in 0..u16::MAX / 8 {
                let session = party.init().await;
                let mut phone = iphone(worker * (u16::MAX / 8) + round);
                let profile = touchstone_simulator::apple::ClientDataProfile::CborArray;
                let now_ms = crate::support::NOW.unix_ms();
                let token = phone.token(&session.nonce, profile, true, now_ms);
                let body = by_session(&token, &session);
                let answer = party.verify(&body).await;
                if answer.status != 200 {
                    return answer;
                }
                told.send((body, answer)).unwrap();
            }
            panic!("the database was not killed");
        });
    }
    drop(told);
    let mut valid = Vec::new();
    for _ in 0..50 {
        valid.push(answered.recv().await.unwrap());
    }
    kill(&mut stage);
    while let Some(one) = answered.recv().await {
        valid.push(one);
    }
    for answer in load.join_all().await {
        answer.assert_internal();
    }
    revive(&mut stage).await;
    for (body, answer) in valid {
        answer.assert_accepted();
        let verdict = stage.party.verdict(answer.verdict().unwrap()).await;
        assert_eq!(verdict.json()["outcome"], "valid");
        let again = stage.party.verify(&body).await;
        again.assert_conflict(268_509_186, "Session already used");
    }
}
