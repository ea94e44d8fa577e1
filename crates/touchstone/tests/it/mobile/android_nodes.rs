//! Android phones at two servers on one PostgreSQL database (spec mobile.md 3.3, 7.1, 7.2; section 12,
//! row 10).

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::timeout;
use touchstone_simulator::android::{SerialForm, Status, status_list};
use touchstone_simulator::google::Route;

use crate::support::{
    AndroidStage, Engine, GoogleStage, Node, PATIENCE, Party, accepted_by_google, account,
    android_key_path, android_phone, by_nonce, by_session,
};

/// A stage with another server beside its own.
struct Pair {
    stage: GoogleStage,
    second: Node,
    /// The back end, calling the second server.
    elsewhere: Party,
}

impl Pair {
    async fn new() -> Self {
        let stage = GoogleStage::new(Engine::Postgres).await;
        stage.load_status_list(&status_list(&[])).await;
        let second = Node::start(&stage.place, &stage.clock).await;
        let elsewhere = stage.party.at(second.address);
        Self {
            stage,
            second,
            elsewhere,
        }
    }

    /// Has this judged at both servers, so many times at once.
    async fn at_once(&self, count: usize, body: &Value) -> BTreeMap<String, usize> {
        let mut verifies = JoinSet::new();
        let body = Arc::new(body.clone());
        for number in 0..count {
            let party = [&self.stage.party, &self.elsewhere][number % 2].clone();
            let body = Arc::clone(&body);
            verifies.spawn(async move { party.verify(&body).await });
        }
        let mut told = BTreeMap::new();
        for answer in verifies.join_all().await {
            let (_, reason) = self.stage.reason(&answer).await;
            *told
                .entry(format!("{} {reason}", answer.status))
                .or_default() += 1;
        }
        told
    }
}

fn told<const N: usize>(words: [(&str, usize); N]) -> BTreeMap<String, usize> {
    words.map(|(word, count)| (word.to_owned(), count)).into()
}

/// Has this phone's proof judged at the second server until this is its reason.
async fn until_reason(pair: &Pair, expected: &str) {
    let (stage, phone): (&AndroidStage, _) = (&pair.stage, android_phone(1));
    let ask = async {
        loop {
            let token = phone.token(&[9; 32], false, true, stage.now_ms());
            let answer = pair.elsewhere.verify(&by_nonce(&token, &[9; 32])).await;
            if stage.reason(&answer).await.1 == expected {
                return;
            }
        }
    };
    timeout(PATIENCE, ask).await.expect("in time");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_200_parallel_registrations_of_a_key_over_two_nodes_one_is_valid() {
    let pair = Pair::new().await;
    let phone = android_phone(1);
    let token = phone.token(&[4; 32], true, true, pair.stage.now_ms());
    let answers = pair.at_once(200, &by_nonce(&token, &[4; 32])).await;
    let expected = [
        ("200 accepted", 1),
        ("200 android_key_already_attested", 199),
    ];
    assert_eq!(answers, told(expected));
    let listed = pair.stage.admin.get("/admin/v1/mobile/device-keys").await;
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    until_reason(&pair, "accepted").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_200_parallel_chains_in_one_session_over_two_nodes_one_is_answered_200() {
    let pair = Pair::new().await;
    let session = pair.elsewhere.init().await;
    let token = android_phone(1).token(&session.nonce, true, true, pair.stage.now_ms());
    let answers = pair.at_once(200, &by_session(&token, &session)).await;
    let expected = [("200 accepted", 1), ("409 session_already_used", 199)];
    assert_eq!(answers, told(expected));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_with_a_classic_token_is_used_once_over_two_nodes() {
    use touchstone_simulator::play::TokenType;
    let pair = Pair::new().await;
    for _ in 0..5 {
        let session = pair.stage.party.init().await;
        let now_ms = pair.stage.now_ms();
        let token = crate::support::play_app().token(TokenType::Classic, &session.nonce, now_ms);
        let answers = pair.at_once(20, &by_session(&token, &session)).await;
        let expected = [("200 accepted", 1), ("409 session_already_used", 19)];
        assert_eq!(answers, told(expected));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_with_a_standard_token_is_used_once_over_two_nodes() {
    let pair = Pair::new().await;
    let session = pair.stage.party.init().await;
    let body = by_session(&pair.stage.standard(&session.nonce), &session);
    let answers = pair.at_once(40, &body).await;
    // Each node asks Google once at most, and Google clears the second verdict. Whichever is
    // settled first uses the session.
    let used: usize = answers.get("409 session_already_used").copied().unwrap();
    assert_eq!(used, 39, "{answers:?}");
    assert!(pair.stage.google.calls(Route::Decode) <= 2);
    let again = pair.elsewhere.verify(&body).await;
    again.assert_conflict(268_509_186, "Session already used");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_status_list_that_is_loaded_at_one_node_holds_at_the_other() {
    let pair = Pair::new().await;
    let phone = android_phone(1);
    let answer = pair.stage.attest(&phone).await;
    answer.assert_accepted_as("androidKeyDetails", "packageName");
    until_reason(&pair, "accepted").await;
    let serials = phone.serials();
    for (form, status, reason) in [
        (SerialForm::Hex, Status::Revoked, "android_cert_revoked"),
        (
            SerialForm::Decimal,
            Status::Suspended,
            "android_cert_suspended",
        ),
    ] {
        let list = status_list(&[(&serials[1], form, status)]);
        pair.stage.load_status_list(&list).await;
        until_reason(&pair, reason).await;
    }
    pair.stage.load_status_list(&status_list(&[])).await;
    until_reason(&pair, "accepted").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_status_list_that_is_fetched_at_one_node_holds_at_the_other() {
    let pair = Pair::new().await;
    let phone = android_phone(1);
    let answer = pair.stage.attest(&phone).await;
    answer.assert_accepted_as("androidKeyDetails", "packageName");
    let revoking = status_list(&[(&phone.serials()[2], SerialForm::Hex, Status::Revoked)]);
    pair.stage.google.set_status_list(&revoking);
    pair.stage.clock.advance_ms(1_000);
    let refresh = "/admin/v1/mobile/status-list/refresh";
    pair.stage.operator.post(refresh, json!({})).await;
    until_reason(&pair, "android_cert_revoked").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_is_revoked_at_one_node_is_refused_at_the_other() {
    let pair = Pair::new().await;
    let phone = android_phone(1);
    let answer = pair.stage.attest(&phone).await;
    answer.assert_accepted_as("androidKeyDetails", "packageName");
    let path = format!("{}/revoke", android_key_path(&phone));
    pair.stage
        .admin
        .post(&path, json!({"reason": "lost"}))
        .await;
    until_reason(&pair, "android_key_revoked").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_account_that_is_set_at_one_node_serves_the_other() {
    let pair = Pair::new().await;
    pair.stage.google.add_account(&account("another"));
    pair.stage
        .set_service_account(&account("another").json())
        .await;
    let ask = async {
        loop {
            accepted_by_google(&pair.stage.ask_google_for(&pair.elsewhere).await);
            let grants = pair.stage.google.requests(Route::Token);
            // Two accounts with one key: the grant names who asks.
            if grants.iter().any(|grant| names(&grant.body, "another@")) {
                return;
            }
            pair.stage.clock.advance_ms(1_000);
        }
    };
    timeout(PATIENCE, ask).await.expect("in time");
    assert!(pair.second.address != pair.stage.node.address);
}

/// Whether the grant in this form says this.
fn names(form: &str, text: &str) -> bool {
    let grant = form.split("assertion=").nth(1).unwrap();
    let claims = grant.split('.').nth(1).unwrap();
    let claims = data_encoding::BASE64URL_NOPAD.decode(claims.as_bytes());
    String::from_utf8(claims.unwrap()).unwrap().contains(text)
}
