//! Does the scripted server exchange receipts for a team as Apple does?

use data_encoding::{BASE64, BASE64URL_NOPAD};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::DecodePrivateKey;
use serde_json::{Value, json};
use touchstone_simulator::google::{AppleTeam, ScriptedGoogle};

use crate::google_client::call;
use crate::scene::NOW_MS;

const PATH: &str = "/v1/attestationData";

fn team() -> AppleTeam {
    AppleTeam::new([1; 32], "TESTTEAM01", "KEY0000001")
}

async fn apple() -> ScriptedGoogle {
    let apple = ScriptedGoogle::start(|| NOW_MS).await.unwrap();
    apple.add_team(&team());
    apple.exchange_receipt(b"older", b"newer");
    apple
}

/// A statement signed with the key in the team's file.
fn statement(team: &AppleTeam, kid: &str, claims: &Value) -> String {
    let key = SigningKey::from_pkcs8_pem(&team.private_key_p8()).unwrap();
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let header = json!({"alg": "ES256", "kid": kid});
    let input = format!("{}.{}", part(&header), part(claims));
    let signature: Signature = key.sign(input.as_bytes());
    format!("{input}.{}", BASE64URL_NOPAD.encode(&signature.to_bytes()))
}

fn right_statement() -> String {
    let claims = json!({"iss": "TESTTEAM01", "iat": NOW_MS / 1_000});
    statement(&team(), "KEY0000001", &claims)
}

async fn ask(apple: &ScriptedGoogle, statement: &str, body: &str) -> (u16, String) {
    let headers = format!("Authorization: {statement}\r\n");
    let answer = call(apple, "POST", PATH, &headers, body).await.unwrap();
    (answer.status, answer.body)
}

#[tokio::test]
async fn a_receipt_is_exchanged_for_the_one_laid_ready() {
    let apple = apple().await;
    let answer = ask(&apple, &right_statement(), &BASE64.encode(b"older")).await;
    assert_eq!(answer, (200, BASE64.encode(b"newer")));
}

#[tokio::test]
async fn an_unknown_receipt_and_no_receipt_are_refused() {
    let apple = apple().await;
    let body = BASE64.encode(b"unknown");
    assert_eq!(ask(&apple, &right_statement(), &body).await.0, 404);
    assert_eq!(ask(&apple, &right_statement(), "older!").await.0, 400);
}

#[tokio::test]
async fn a_wrong_statement_is_not_authorized() {
    let apple = apple().await;
    let now_s = NOW_MS / 1_000;
    let right = json!({"iss": "TESTTEAM01", "iat": now_s});
    let other_team = AppleTeam::new([2; 32], "TESTTEAM01", "KEY0000001");
    for statement in [
        String::new(),
        statement(&other_team, "KEY0000001", &right),
        statement(&team(), "KEY0000002", &right),
        statement(
            &team(),
            "KEY0000001",
            &json!({"iss": "TESTTEAM02", "iat": now_s}),
        ),
        statement(
            &team(),
            "KEY0000001",
            &json!({"iss": "TESTTEAM01", "iat": now_s - 1_201}),
        ),
        statement(
            &team(),
            "KEY0000001",
            &json!({"iss": "TESTTEAM01", "iat": now_s + 61}),
        ),
        statement(&team(), "KEY0000001", &json!({"iss": "TESTTEAM01"})),
    ] {
        let answer = ask(&apple, &statement, &BASE64.encode(b"older")).await;
        assert_eq!(answer.0, 401, "{statement}");
    }
}
