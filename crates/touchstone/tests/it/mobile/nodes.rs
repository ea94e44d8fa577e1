//! Two servers on one PostgreSQL database: what one of them did, the other knows (spec mobile.md
//! 3.1, 3.3, 6; section 9, row 37; section 12, rows 10 and 11).

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tokio::time::timeout;

use crate::support::{Answer, Engine, Node, PATIENCE, Party, Stage, by_nonce, by_session, iphone};

/// A stage with another server beside its own.
struct Pair {
    stage: Stage,
    _second: Node,
    /// The back end, calling the second server.
    elsewhere: Party,
}

impl Pair {
    async fn new() -> Self {
        let stage = Stage::new(Engine::Postgres).await;
        let second = Node::start(&stage.place, &stage.clock).await;
        let elsewhere = stage.party.at(second.address);
        Self {
            stage,
            _second: second,
            elsewhere,
        }
    }

    /// Has this judged at both servers, so many times at once.
    async fn at_once(&self, count: usize, body: &Value) -> BTreeMap<String, usize> {
        let mut verifies = tokio::task::JoinSet::new();
        for number in 0..count {
            let party = [&self.stage.party, &self.elsewhere][number % 2].clone();
            let body = body.clone();
            verifies.spawn(async move { party.verify(&body).await });
        }
        let mut told = BTreeMap::new();
        for answer in verifies.join_all().await {
            let (_, reason) = self.stage.reason(&answer).await;
            let word = format!("{} {reason}", answer.status);
            *told.entry(word).or_default() += 1;
        }
        told
    }
}

fn told<const N: usize>(words: [(&str, usize); N]) -> BTreeMap<String, usize> {
    words.map(|(word, count)| (word.to_owned(), count)).into()
}

/// Asks again until the answer is as it should be.
async fn eventually<F: Future<Output = Answer>>(
    ask: impl Fn() -> F,
    is: impl Fn(&Answer) -> bool,
) -> Answer {
    let asked = timeout(PATIENCE, async {
        loop {
            let answer = ask().await;
            if is(&answer) {
                return answer;
            }
        }
    });
    asked.await.expect("in time")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_promised_by_one_node_is_used_once_at_either() {
    let pair = Pair::new().await;
    let (mut phone, session) = (iphone(1), pair.elsewhere.init().await);
    pair.stage.accept(&session, &mut phone, true).await;
    let token = pair.stage.token(&mut phone, &session.nonce, false);
    let answer = pair.elsewhere.verify(&by_session(&token, &session)).await;
    answer.assert_conflict(268_509_186, "Session already used");
    // What was registered there is known here.
    let session = pair.stage.party.init().await;
    let token = pair.stage.token(&mut phone, &session.nonce, false);
    let answer = pair.elsewhere.verify(&by_session(&token, &session)).await;
    assert_eq!(answer.assert_accepted()["counter"], 3);
    let id = answer.verdict().unwrap();
    assert_eq!(
        pair.stage.party.verdict(id).await.json()["outcome"],
        "valid"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_200_parallel_verifies_over_two_nodes_one_is_answered_200() {
    let pair = Pair::new().await;
    let session = pair.stage.party.init().await;
    let token = pair.stage.token(&mut iphone(1), &session.nonce, true);
    let answers = pair.at_once(200, &by_session(&token, &session)).await;
    let expected = told([("200 accepted", 1), ("409 session_already_used", 199)]);
    assert_eq!(answers, expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn row_37_of_one_assertion_at_two_nodes_at_once_one_is_valid() {
    let pair = Pair::new().await;
    let mut phone = iphone(1);
    pair.stage.register(&mut phone).await;
    for round in 0..10 {
        let nonce = [round; 32];
        let token = pair.stage.token(&mut phone, &nonce, false);
        let answers = pair.at_once(2, &by_nonce(&token, &nonce)).await;
        let expected = told([("200 accepted", 1), ("200 apple_counter_replay", 1)]);
        assert_eq!(answers, expected);
        assert_eq!(pair.stage.counter(&phone).await, Some(u64::from(round) + 2));
    }
    let token = pair.stage.token(&mut phone, &[99; 32], false);
    let body = by_nonce(&token, &[99; 32]);
    let (here, there) = tokio::join!(pair.stage.party.verify(&body), pair.elsewhere.verify(&body));
    let refused = if here.is_valid() { there } else { here };
    refused.assert_refused(268_513_285, "Device key not acceptable");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_is_registered_once_at_two_nodes_at_once() {
    let pair = Pair::new().await;
    for seed in 1..=5 {
        let mut phone = iphone(seed);
        let token = pair.stage.token(&mut phone, &[4; 32], true);
        let answers = pair.at_once(4, &by_nonce(&token, &[4; 32])).await;
        let expected = told([("200 accepted", 1), ("200 apple_key_already_attested", 3)]);
        assert_eq!(answers, expected);
        assert_eq!(pair.stage.counter(&phone).await, Some(1));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rising_counters_over_two_nodes_never_fall() {
    let pair = Pair::new().await;
    let mut phone = iphone(1);
    pair.stage.register(&mut phone).await;
    let mut verifies = tokio::task::JoinSet::new();
    for number in 0..40_usize {
        let party = [&pair.stage.party, &pair.elsewhere][number % 2].clone();
        let body = by_nonce(&pair.stage.token(&mut phone, &[7; 32], false), &[7; 32]);
        verifies.spawn(async move { party.verify(&body).await });
    }
    let mut highest = 1;
    for answer in verifies.join_all().await {
        if answer.is_valid() {
            let counter = answer.json()["appleTokenDetails"]["counter"].as_u64();
            highest = highest.max(counter.unwrap());
        } else {
            answer.assert_refused(268_513_285, "Device key not acceptable");
        }
    }
    assert_eq!(highest, 41);
    assert_eq!(pair.stage.counter(&phone).await, Some(41));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_revoked_at_one_node_is_refused_at_the_other() {
    let pair = Pair::new().await;
    let (id, key) = pair.stage.another_key(&json!({})).await;
    let elsewhere = pair.elsewhere.with_key(&key);
    assert_eq!(elsewhere.ask_init().await.status, 200);
    let path = format!("/admin/v1/keys/{id}/revoke");
    pair.stage.admin.post(&path, json!({})).await;
    pair.stage
        .party
        .with_key(&key)
        .ask_init()
        .await
        .assert_empty(403);
    // The clock stands still, so nothing but the notice can tell the other node.
    let refused = eventually(|| elsewhere.ask_init(), |answer| answer.status != 200).await;
    refused.assert_empty(403);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_changed_at_one_node_hold_at_the_other() {
    let pair = Pair::new().await;
    assert_eq!(pair.elsewhere.ask_init().await.status, 200);
    pair.stage.set(json!({"session_enabled": false})).await;
    let refused = eventually(|| pair.elsewhere.ask_init(), |answer| answer.status != 200).await;
    refused.assert_malformed("the session approach is not enabled");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_node_meets_a_session_that_it_cannot_check() {
    let pair = Pair::new().await;
    let path = "/admin/v1/mobile/session-keys/rotate";
    for (seed, wait_ms) in [(1, 0), (2, 30_000), (3, 30_000), (4, 20_000)] {
        pair.stage.clock.advance_ms(wait_ms);
        if seed == 1 {
            pair.stage.operator.post(path, json!({})).await;
        }
        for (at, promised) in [&pair.stage.party, &pair.elsewhere].into_iter().enumerate() {
            let session = promised.init().await;
            let mut phone = iphone(seed * 10 + u16::try_from(at).unwrap());
            let token = pair.stage.token(&mut phone, &session.nonce, true);
            let other = [&pair.elsewhere, &pair.stage.party][at];
            other
                .verify(&by_session(&token, &session))
                .await
                .assert_accepted();
        }
    }
}
