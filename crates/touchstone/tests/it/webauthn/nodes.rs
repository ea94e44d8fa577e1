//! Two servers on one PostgreSQL: what one decides holds at the other (spec webauthn.md 12; section 9, rows 20, 27 and 30).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{
    Answer, Engine, Fido2, NOW, Node, ORIGIN, Stage, W2, W4, authenticator, credentials_of,
    passkey_place,
};

/// The same store behind two servers.
struct Pair {
    stage: Stage,
    _second: Node,
    both: [Fido2; 2],
}

impl Pair {
    async fn new() -> Self {
        let stage = Stage::at(passkey_place(Engine::Postgres)).await;
        let second = Node::start(&stage.place, &stage.clock).await;
        let here = Fido2::furnish(&stage.admin, stage.node.address, json!({})).await;
        let there = Fido2 {
            address: second.address,
        };
        Self {
            stage,
            _second: second,
            both: [here, there],
        }
    }

    /// Sends each of these messages to one server and the other by turns, all at once; how often each reason was told.
    async fn at_once(&self, path: &'static str, messages: &[Value]) -> BTreeMap<String, usize> {
        let mut sent = tokio::task::JoinSet::new();
        for (number, message) in messages.iter().enumerate() {
            let (fido2, message) = (self.both[number % 2], message.clone());
            sent.spawn(async move { fido2.post(path, &message).await });
        }
        let mut told = BTreeMap::new();
        for answer in sent.join_all().await {
            *told.entry(word(&answer)).or_default() += 1;
        }
        told
    }

    async fn credentials(&self, username: &str) -> usize {
        credentials_of(&self.stage.admin, username).await.len()
    }
}

fn word(answer: &Answer) -> String {
    let reason = answer.header("x-touchstone-reason").unwrap_or("ok");
    assert_eq!(answer.status, 200, "{answer:?}");
    reason.to_owned()
}

fn told<const N: usize>(words: [(&str, usize); N]) -> BTreeMap<String, usize> {
    words.map(|(word, count)| (word.to_owned(), count)).into()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn row_20_of_100_copies_at_two_nodes_one_is_taken() {
    let pair = Pair::new().await;
    let [here, there] = pair.both;
    let mut device = authenticator(1, NOW.unix_ms());
    let once = told([("ok", 1), ("session_used", 99)]);
    let (message, session_id) = here.registration(&mut device, "jeff").await;
    assert_eq!(pair.at_once(W2, &vec![message; 100]).await, once);
    assert_eq!(there.status(&session_id).await["status"], "succeeded");
    assert_eq!(pair.credentials("jeff").await, 1);
    let (message, session_id) = there.sign_in(&mut device, "jeff").await;
    assert_eq!(pair.at_once(W4, &vec![message; 100]).await, once);
    assert_eq!(here.status(&session_id).await["status"], "succeeded");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn row_27_of_one_credential_registered_at_two_nodes_at_once_one_is_stored() {
    let pair = Pair::new().await;
    for seed in 1..=5 {
        let username = format!("user {seed}");
        let device = authenticator(seed, NOW.unix_ms());
        let mut messages = Vec::new();
        for fido2 in pair.both {
            // The same seed and user handle make the same credential.
            let (message, _) = fido2.registration(&mut device.clone(), &username).await;
            messages.push(message);
        }
        assert_eq!(messages[0]["id"], messages[1]["id"]);
        let expected = told([("ok", 1), ("credential_already_registered", 1)]);
        assert_eq!(pair.at_once(W2, &messages).await, expected);
        assert_eq!(pair.credentials(&username).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn row_27_of_one_credential_for_two_users_at_once_one_is_stored() {
    let pair = Pair::new().await;
    let device = authenticator(1, NOW.unix_ms());
    let mut messages = Vec::new();
    for (fido2, username) in pair.both.into_iter().zip(["jeff", "anna"]) {
        let mut options = fido2.registration_options(username).await;
        options["user"]["id"] = json!("AAAA");
        let registration = device.clone().register(&options, ORIGIN).unwrap();
        messages.push(registration.message());
    }
    let expected = told([("ok", 1), ("credential_already_registered", 1)]);
    assert_eq!(pair.at_once(W2, &messages).await, expected);
    let held = (
        pair.credentials("jeff").await,
        pair.credentials("anna").await,
    );
    assert_eq!(held.0 + held.1, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn row_30_of_two_sign_ins_with_one_counter_at_two_nodes_one_is_taken() {
    let pair = Pair::new().await;
    let mut device = authenticator(1, NOW.unix_ms());
    pair.both[0].registered(&mut device, "jeff").await;
    for _ in 0..10 {
        let (one, _) = pair.both[0].sign_in(&mut device.clone(), "jeff").await;
        let (two, _) = pair.both[1].sign_in(&mut device, "jeff").await;
        let expected = told([("ok", 1), ("counter_regressed", 1)]);
        assert_eq!(pair.at_once(W4, &[one, two]).await, expected);
    }
}
