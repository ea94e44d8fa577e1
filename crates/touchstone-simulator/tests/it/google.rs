//! Does the scripted server answer as the issuers' services do, and as its scripts say?

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use serde_json::json;
use touchstone_simulator::google::{Behaviour, Gate, Route, ScriptedGoogle, ServiceAccount};
use touchstone_simulator::play::{Flaw, PlayApp, TokenType};

use crate::google_client::{DECODE, ask_token, call, claims, decode, grant};
use crate::scene::NOW_MS;

const NONCE: [u8; 32] = [3; 32];

fn account() -> ServiceAccount {
    ServiceAccount::new("touchstone@example.iam.gserviceaccount.com")
}

fn app() -> PlayApp {
    PlayApp::new([1; 32], "com.example.app", [7; 32])
}

async fn google() -> ScriptedGoogle {
    let google = ScriptedGoogle::start(|| NOW_MS).await.unwrap();
    google.add_account(&account());
    google.add_app(&app());
    google
}

async fn access_token(google: &ScriptedGoogle) -> String {
    let answer = ask_token(google, &grant(&account(), &claims(&account()))).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_known_account_gets_a_new_access_token_each_time() {
    let google = google().await;
    let form = grant(&account(), &claims(&account()));
    let answer = ask_token(&google, &form).await.json();
    assert_eq!(answer["expires_in"], 3_599);
    assert_eq!(answer["token_type"], "Bearer");
    assert_ne!(answer["access_token"], access_token(&google).await);
}

#[tokio::test]
async fn a_wrong_grant_is_refused() {
    let google = google().await;
    let other = ServiceAccount::new("other@example.iam.gserviceaccount.com");
    let mut wrong = vec![
        grant(&other, &claims(&other)),
        grant(&account(), &claims(&account())).replace("jwt-bearer", "other"),
        format!("{}AAAA", grant(&account(), &claims(&account()))),
        String::new(),
    ];
    for (name, value) in [
        ("aud", json!("https://example.com/token")),
        ("scope", json!("https://www.googleapis.com/auth/drive")),
        ("iat", json!(NOW_MS / 1_000 - 7_200)),
        ("exp", json!(NOW_MS / 1_000 - 301)),
        ("exp", json!(NOW_MS / 1_000 + 3_601)),
        ("exp", json!("soon")),
    ] {
        let mut claims = claims(&account());
        claims[name] = value;
        wrong.push(grant(&account(), &claims));
    }
    for form in wrong {
        let answer = ask_token(&google, &form).await;
        assert_eq!(answer.status, 400, "{form}");
        assert!(answer.json()["error"].is_string());
    }
}

#[tokio::test]
async fn a_token_of_either_kind_is_decoded() {
    let google = google().await;
    let bearer = access_token(&google).await;
    for token_type in [TokenType::Classic, TokenType::Standard] {
        let payload = app().payload(token_type, &NONCE, NOW_MS);
        let answer = decode(&google, &bearer, &app().text(token_type, &payload)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let expected: serde_json::Value = serde_json::from_str(&payload.to_json()).unwrap();
        assert_eq!(answer.json()["tokenPayloadExternal"], expected);
    }
}

#[tokio::test]
async fn a_standard_token_is_cleared_the_second_time_and_a_classic_one_is_not() {
    let google = google().await;
    let bearer = access_token(&google).await;
    for token_type in [TokenType::Classic, TokenType::Standard] {
        let payload = app().payload(token_type, &NONCE, NOW_MS);
        let text = app().text(token_type, &payload);
        decode(&google, &bearer, &text).await;
        let expected = match token_type {
            TokenType::Classic => payload,
            TokenType::Standard => payload.cleared(),
        };
        let expected: serde_json::Value = serde_json::from_str(&expected.to_json()).unwrap();
        let again = decode(&google, &bearer, &text).await.json();
        assert_eq!(again["tokenPayloadExternal"], expected);
    }
}

#[tokio::test]
async fn a_token_that_google_never_made_is_refused() {
    let google = google().await;
    let bearer = access_token(&google).await;
    for flaw in [
        Flaw::Unknown,
        Flaw::TagFlipped,
        Flaw::SignedByOther,
        Flaw::AlgorithmDirect,
    ] {
        let text = app().flawed_text(flaw, TokenType::Classic, &NONCE, NOW_MS);
        assert_eq!(decode(&google, &bearer, &text).await.status, 400, "{flaw}");
    }
    let headers = format!("Authorization: Bearer {bearer}\r\n");
    for body in ["", "{}", "[]", r#"{"integrityToken":1}"#] {
        let answer = call(&google, "POST", DECODE, &headers, body).await.unwrap();
        assert_eq!(answer.status, 400, "{body}");
    }
}

#[tokio::test]
async fn an_app_that_is_not_known_is_not_found() {
    let google = google().await;
    let headers = format!("Authorization: Bearer {}\r\n", access_token(&google).await);
    let path = DECODE.replace("app", "other");
    let body = r#"{"integrityToken":"A"}"#;
    let answer = call(&google, "POST", &path, &headers, body).await.unwrap();
    assert_eq!(answer.status, 404);
}

#[tokio::test]
async fn only_a_live_access_token_decodes() {
    let now_ms = Arc::new(AtomicI64::new(NOW_MS));
    let clock = Arc::clone(&now_ms);
    let google = ScriptedGoogle::start(move || clock.load(Ordering::Relaxed))
        .await
        .unwrap();
    google.add_account(&account());
    google.add_app(&app());
    let text = app().text(
        TokenType::Classic,
        &app().payload(TokenType::Classic, &NONCE, NOW_MS),
    );
    let bearer = access_token(&google).await;
    assert_eq!(decode(&google, "made-up", &text).await.status, 401);
    assert_eq!(decode(&google, &bearer, &text).await.status, 200);
    now_ms.store(NOW_MS + 3_599_000, Ordering::Relaxed);
    assert_eq!(decode(&google, &bearer, &text).await.status, 401);
    now_ms.store(NOW_MS, Ordering::Relaxed);
    google.revoke_access_tokens();
    assert_eq!(decode(&google, &bearer, &text).await.status, 401);
}

#[tokio::test]
async fn a_script_is_played_once_and_then_the_right_thing_comes() {
    let google = google().await;
    let script = [Behaviour::Status(429, "{}".to_owned()), Behaviour::Garbage];
    google.script(Route::StatusList, script);
    let mut seen = Vec::new();
    for _ in 0..3 {
        let answer = call(&google, "GET", "/attestation/status", "", "")
            .await
            .unwrap();
        seen.push((answer.status, answer.body));
    }
    assert_eq!(seen[0], (429, "{}".to_owned()));
    assert_eq!((seen[1].0, seen[1].1.starts_with('<')), (200, true));
    assert_eq!(seen[2], (200, r#"{"entries":{}}"#.to_owned()));
    assert_eq!(google.calls(Route::StatusList), 3);
    assert_eq!(google.calls(Route::Decode), 0);
}

#[tokio::test]
async fn what_holds_always_holds_behind_the_script() {
    let google = google().await;
    google.always(Route::StatusList, Behaviour::Status(503, String::new()));
    google.script(Route::StatusList, [Behaviour::Ok]);
    for expected in [200, 503, 503] {
        let answer = call(&google, "GET", "/attestation/status", "", "")
            .await
            .unwrap();
        assert_eq!(answer.status, expected);
    }
}

#[tokio::test]
async fn a_closed_connection_brings_no_answer() {
    let google = google().await;
    google.script(Route::StatusList, [Behaviour::Close]);
    call(&google, "GET", "/attestation/status", "", "")
        .await
        .unwrap_err();
    call(&google, "GET", "/attestation/status", "", "")
        .await
        .unwrap();
}

#[tokio::test]
async fn a_lost_answer_clears_the_standard_token_all_the_same() {
    let google = google().await;
    let bearer = access_token(&google).await;
    let payload = app().payload(TokenType::Standard, &NONCE, NOW_MS);
    let text = app().text(TokenType::Standard, &payload);
    google.script(Route::Decode, [Behaviour::Lose]);
    let headers = format!("Authorization: Bearer {bearer}\r\n");
    let body = json!({"integrityToken": text}).to_string();
    call(&google, "POST", DECODE, &headers, &body)
        .await
        .unwrap_err();
    let answer = decode(&google, &bearer, &text).await.json();
    let verdict = &answer["tokenPayloadExternal"]["appIntegrity"]["appRecognitionVerdict"];
    assert_eq!(verdict, "UNEVALUATED");
}

#[tokio::test]
async fn a_held_call_goes_on_when_the_gate_is_opened() {
    let google = google().await;
    let gate = Gate::new();
    let held = [
        Behaviour::Hold(gate.clone()),
        Behaviour::Delay(Duration::ZERO),
    ];
    google.script(Route::StatusList, held);
    let ask = || call(&google, "GET", "/attestation/status", "", "");
    let open = async {
        google.wait_for_calls(Route::StatusList, 1).await;
        gate.open();
    };
    let (answer, ()) = tokio::join!(ask(), open);
    assert_eq!(answer.unwrap().status, 200);
    assert_eq!(ask().await.unwrap().status, 200);
}

#[tokio::test]
async fn a_hanging_call_ends_with_the_server() {
    let google = google().await;
    google.script(Route::StatusList, [Behaviour::Hang]);
    let base = google.base_url();
    let mut stream = tokio::net::TcpStream::connect(base.trim_start_matches("http://"))
        .await
        .unwrap();
    let request = b"GET /attestation/status HTTP/1.1\r\nHost: google\r\n\r\n";
    tokio::io::AsyncWriteExt::write_all(&mut stream, request)
        .await
        .unwrap();
    google.wait_for_calls(Route::StatusList, 1).await;
    drop(google);
    let mut rest = Vec::new();
    // The end, or a reset: no answer in any case.
    drop(tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut rest).await);
    assert!(rest.is_empty());
}

#[tokio::test]
async fn the_status_list_is_sent_once_to_who_keeps_its_etag() {
    let google = google().await;
    let first = call(&google, "GET", "/attestation/status", "", "")
        .await
        .unwrap();
    assert_eq!(first.header("cache-control"), Some("public, max-age=86400"));
    let known = format!("If-None-Match: {}\r\n", first.header("etag").unwrap());
    let again = call(&google, "GET", "/attestation/status", &known, "")
        .await
        .unwrap();
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    google.set_status_list(r#"{"entries":{"1":{"status":"REVOKED"}}}"#);
    google.set_status_list_max_age_s(None);
    let newer = call(&google, "GET", "/attestation/status", &known, "")
        .await
        .unwrap();
    assert_eq!(newer.json()["entries"]["1"]["status"], "REVOKED");
    assert_eq!(newer.header("cache-control"), None);
}

#[tokio::test]
async fn what_was_asked_is_remembered() {
    let google = google().await;
    access_token(&google).await;
    let request = google.requests(Route::Token).remove(0);
    assert!(request.body.contains("assertion="));
    assert_eq!(request.header("host"), Some("google"));
    assert!(!format!("{request:?} {google:?} {:?}", account()).contains("assertion"));
}

#[tokio::test]
async fn another_path_or_method_is_no_service() {
    let google = google().await;
    for (method, path) in [
        ("GET", "/token"),
        ("POST", "/attestation/status"),
        ("GET", "/"),
    ] {
        let answer = call(&google, method, path, "", "").await.unwrap();
        assert_eq!(answer.status, 404, "{method} {path}");
    }
}
