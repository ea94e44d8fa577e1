//! The process is killed under load and started again: nothing that was answered is lost (spec
//! mobile.md 12, row 10).

use std::net::SocketAddr;

use serde_json::{Value, json};
use touchstone_core::{Clock as _, SystemClock};
use touchstone_simulator::apple::ClientDataProfile;

use crate::support::{
    Answer, Binary, Engine, Party, Place, by_session, furnish, iphone, on_each_engine,
};

on_each_engine!(what_was_answered_valid_before_a_kill_is_there_after);

const WORKERS: u16 = 16;
/// How many sessions a worker can use; the kill comes long before.
const ROUNDS: u16 = u16::MAX / WORKERS;

/// A verify that was answered.
struct Answered {
    body: Value,
    answer: Answer,
}

/// One verify in a session of its own, by a phone of its own; none when the server is gone.
async fn verify(party: &Party, seed: u16) -> Option<Answered> {
    let session = party.try_init().await?;
    let now_ms = SystemClock.now().unix_ms();
    let token = iphone(seed).token(&session.nonce, ClientDataProfile::CborArray, true, now_ms);
    let body = by_session(&token, &session);
    let answer = party.verify_request(&body).try_send(party.address).await?;
    Some(Answered { body, answer })
}

/// Puts the server under load, kills it, and tells what was answered by then.
async fn kill_under_load(binary: Binary, party: &Party, first_seed: u16) -> Vec<Answered> {
    let (told, mut answered) = tokio::sync::mpsc::unbounded_channel();
    for worker in 0..WORKERS {
        let (party, told) = (party.clone(), told.clone());
        tokio::spawn(async move {
            for round in 0..ROUNDS {
                let seed = worker * ROUNDS + round;
                match verify(&party, first_seed.wrapping_add(seed)).await {
                    Some(one) => told.send(one).unwrap(),
                    None => return,
                }
            }
        });
    }
    drop(told);
    let mut all = Vec::new();
    for _ in 0..100 {
        all.push(answered.recv().await.expect("a server under load"));
    }
    binary.kill();
    while let Some(one) = answered.recv().await {
        all.push(one);
    }
    all
}

async fn what_was_answered_valid_before_a_kill_is_there_after(engine: Engine) {
    let place = Place::new(engine);
    let binary = Binary::serve(&place);
    let party = furnish(binary.address, &place).await;
    let answered = kill_under_load(binary, &party, 0).await;
    let binary = Binary::serve(&place);
    let party = party.at(binary.address);
    for one in answered {
        one.answer.assert_accepted();
        let verdict = party.verdict(one.answer.verdict().unwrap()).await;
        assert_eq!(verdict.json()["outcome"], "valid");
        let again = party.verify(&one.body).await;
        again.assert_conflict(268_509_186, "Session already used");
    }
    assert_well(binary.address).await;
}

async fn assert_well(address: SocketAddr) {
    let request = crate::support::Request::new("GET", "/ready");
    let ready = request.send(address).await;
    let checks = json!({"status": "ok", "checks": {"db": "ok", "encryption": "ok"}});
    assert_eq!((ready.status, ready.json()), (200, checks));
}
