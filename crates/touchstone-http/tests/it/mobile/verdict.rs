//! The verdict look-up (spec mobile.md 2.3).

use touchstone_core::mobile::{AppleAppPolicy, Explain};
use touchstone_simulator::apple::ClientDataProfile;

use crate::harness::{Answer, Ask, Server, T, get};

const NONCE: [u8; 32] = [9; 32];

async fn look_up(server: &Server, id: &str) -> Answer {
    server
        .ask(get(&format!("/api/v1/attestation/verdicts/{id}")))
        .await
}

async fn look_up_with(server: &Server, key: &str, id: &str) -> Answer {
    let request = get(&format!("/api/v1/attestation/verdicts/{id}")).header("x-api-key", key);
    server.send(request.empty()).await
}

async fn accepted(server: &Server) -> String {
    let profile = ClientDataProfile::CborArray;
    let token = server.iphone(3).token(&NONCE, profile, true, T.unix_ms());
    let answer = server.verify_sessionless(&NONCE, &token).await;
    assert_eq!(answer.json()["isValid"], true, "{answer:?}");
    answer.header("x-touchstone-verdict")
}

#[tokio::test]
async fn unknown_and_malformed_identifiers_are_alike() {
    let server = Server::start().await;
    for id in [
        "vdt_01KQCVG7B20000000000000002",
        "vdt_",
        "x",
        "vdt_01kqcvg7b20000000000000002",
        "%ff",
        "%2e%2e",
        "vdt_01KQCVG7B20000000000000002%00",
        &"v".repeat(8_000),
    ] {
        look_up(&server, id)
            .await
            .assert_error(404, 268_505_090, "Not found");
    }
}

#[tokio::test]
async fn another_tenant_s_verdict_is_an_unknown_one() {
    let server = Server::start().await;
    let id = accepted(&server).await;
    let foreign = server.add_tenant("other").await;
    let answer = look_up_with(&server, &foreign, &id).await;
    answer.assert_error(404, 268_505_090, "Not found");
}

#[tokio::test]
async fn a_key_that_is_limited_to_apps_sees_only_verdicts_made_with_it() {
    let server = Server::start().await;
    let id = accepted(&server).await;
    let app = server
        .add_app(
            "acme",
            "TESTTEAM02.com.example.b",
            AppleAppPolicy::default(),
        )
        .await;
    let limited = server.add_key("acme", Some(vec![app]), None).await;
    let answer = look_up_with(&server, &limited, &id).await;
    answer.assert_error(404, 268_505_090, "Not found");
    let unlimited = server.add_key("acme", None, None).await;
    assert_eq!(look_up_with(&server, &unlimited, &id).await.status, 200);
}

#[tokio::test]
async fn an_accepted_verdict_has_the_printed_fields_in_order() {
    let server = Server::start().await;
    let id = accepted(&server).await;
    let answer = look_up(&server, &id).await;
    let told = format!(
        r#"{{"verdictId":"{id}","outcome":"valid","isValid":true,"statusCode":0,"platform":"apple","createdAtUtc":"2026-04-29T14:50:00.000Z"}}"#
    );
    assert_eq!(answer.told(), (200, told.as_str()));
}

#[tokio::test]
async fn verdicts_that_told_no_platform_say_so() {
    let server = Server::start().await;
    let refused = server.verify_sessionless(&NONCE, b"hello").await;
    let json = look_up(&server, &refused.header("x-touchstone-verdict"))
        .await
        .json();
    assert_eq!(
        (&json["outcome"], &json["isValid"]),
        (&"invalid".into(), &false.into())
    );
    assert_eq!(
        (&json["statusCode"], &json["platform"]),
        (&268_513_280.into(), &().into())
    );

    let rejected = server.verify_session("r", b"hello").await;
    let json = look_up(&server, &rejected.header("x-touchstone-verdict"))
        .await
        .json();
    assert_eq!(
        (&json["outcome"], &json["isValid"]),
        (&"rejected".into(), &false.into())
    );
    assert_eq!(json["statusCode"], 268_509_184);
}

#[tokio::test]
async fn explain_decides_when_it_is_read() {
    let server = Server::start().await;
    let id = accepted(&server).await;
    server
        .set(|settings| settings.explain = Explain::Reason)
        .await;
    let json = look_up(&server, &id).await.json();
    assert_eq!(
        (&json["reason"], json.get("checks")),
        (&"accepted".into(), None)
    );
    server
        .set(|settings| settings.explain = Explain::Full)
        .await;
    let checks = look_up(&server, &id).await.json()["checks"].clone();
    assert!(
        checks
            .as_array()
            .unwrap()
            .iter()
            .all(|check| check["ok"] == true),
        "{checks}"
    );
}
