//! Google service accounts of apps: which are taken, and what Google says of them.

use aws_lc_rs::signature::ECDSA_P256_SHA256_FIXED_SIGNING;
use serde_json::json;
use touchstone_core::ports::UpstreamError;

use super::app_secrets::{Apps, EMAIL, account, ec_pem, pem};
use crate::harness::AWAY;

#[tokio::test]
async fn a_service_account_must_be_usable_and_ask_google_alone() {
    let apps = Apps::new().await;
    let good = account();
    let cases = [
        ("type", json!("authorized_user")),
        ("type", json!(null)),
        ("client_email", json!("someone@example.com")),
        ("client_email", json!("")),
        ("client_email", json!("a\nb@p.iam.gserviceaccount.com")),
        ("private_key", json!("")),
        (
            "private_key",
            json!(ec_pem(&ECDSA_P256_SHA256_FIXED_SIGNING)),
        ),
        ("private_key", json!(pem(b"hello"))),
        (
            "private_key",
            json!(
                good["private_key"]
                    .as_str()
                    .unwrap()
                    .replace("PRIVATE", "RSA PRIVATE")
            ),
        ),
        ("private_key", json!(["-----BEGIN PRIVATE KEY-----"])),
        ("token_uri", json!("https://oauth2.googleapis.com/token/")),
        ("token_uri", json!("http://oauth2.googleapis.com/token")),
        (
            "token_uri",
            json!("https://oauth2.googleapis.com.evil.example/token"),
        ),
        ("token_uri", json!("http://169.254.169.254/")),
    ];
    apps.assert_refused(&apps.account, &good, &cases).await;
    let mut body = good.clone();
    body["private_key_id"] = json!("");
    let told = apps.put(&apps.account, body).await;
    told.refused(422, "invalid").issue("private_key_id");
}

#[tokio::test]
async fn a_service_account_may_come_without_the_members_that_nobody_needs() {
    let apps = Apps::new().await;
    let mut body = account();
    for member in [
        "project_id",
        "private_key_id",
        "client_id",
        "universe_domain",
        "auth_uri",
    ] {
        body.as_object_mut().unwrap().remove(member);
    }
    apps.put(&apps.account, body).await.expect(200);
}

#[tokio::test]
async fn the_account_that_was_set_is_the_one_that_google_is_asked_with() {
    let apps = Apps::new().await;
    apps.check().await.refused(404, "not_found");
    let body = account();
    apps.put(&apps.account, body.clone()).await.expect(200);
    apps.house.upstream.judge_account(Ok(()));
    let told = apps.check().await;
    assert_eq!(
        told.expect(200),
        &json!({ "accepted": true, "detail": null })
    );
    let asked = apps.house.upstream.asked_for().unwrap();
    assert_eq!(asked.client_email, EMAIL);
    assert_eq!(asked.private_key_id.as_deref(), Some("0123456789abcdef"));
    assert_eq!(
        Some(asked.private_key.as_str()),
        body["private_key"].as_str()
    );
    assert_eq!(asked.token_uri, "https://oauth2.googleapis.com/token");
    apps.delete(&apps.account).await.expect(200);
    apps.check().await.refused(404, "not_found");
}

#[tokio::test]
async fn an_account_that_google_denies_is_told_with_its_words() {
    let apps = Apps::new().await;
    apps.put(&apps.account, account()).await.expect(200);
    apps.house
        .upstream
        .judge_account(Err(UpstreamError::Denied {
            status: 401,
            message: "invalid_grant".to_owned(),
        }));
    let told = apps.check().await;
    let expected = json!({ "accepted": false, "detail": "denied with 401: invalid_grant" });
    assert_eq!(told.expect(200), &expected);
}

#[tokio::test]
async fn a_google_that_does_not_answer_says_nothing_of_the_account() {
    let apps = Apps::new().await;
    apps.put(&apps.account, account()).await.expect(200);
    apps.house.upstream.judge_account(Err(AWAY));
    let told = apps.check().await;
    told.refused(503, "unavailable");
    assert_eq!(told.body["detail"], "unavailable: connect");
}
