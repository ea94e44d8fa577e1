//! How much is told of Android evidence, to relying parties and in the verdict log (spec mobile.md 2.3,
//! 4.8).

use serde_json::{Value, json};
use touchstone_simulator::android::{Flaw as KeyFlaw, TargetKey};
use touchstone_simulator::huawei::Flaw as HuaweiFlaw;
use touchstone_simulator::play::{Flaw as PlayFlaw, TokenType};

use crate::support::{
    AndroidStage, Answer, Engine, android_phone, huawei_app, iphone, on_each_engine, play_app,
};

on_each_engine!(
    explain_full_tells_the_checks_of_every_platform,
    explain_full_tells_the_details_of_refused_evidence,
    explain_full_hints_at_the_slip_of_a_nonce,
    verdicts_and_keys_are_listed_by_platform,
    verdicts_of_every_platform_are_read_again,
);

/// A right token of each Android platform, judged; with its platform.
async fn three(stage: &AndroidStage) -> [(&'static str, Answer); 3] {
    let now_ms = stage.now_ms();
    let phone = android_phone(1);
    let play = |nonce: &[u8]| play_app().token(TokenType::Classic, nonce, now_ms);
    let huawei = |nonce: &[u8]| huawei_app().token(nonce, now_ms);
    let key = |nonce: &[u8]| phone.token(nonce, true, true, now_ms);
    [
        ("gms", stage.judge(play).await),
        ("hms", stage.judge(huawei).await),
        ("android-key", stage.judge(key).await),
    ]
}

fn checks(body: &Value) -> Vec<(String, bool)> {
    let lines = body["checks"].as_array().unwrap().iter();
    let line = |line: &Value| {
        let check = line["check"].as_str().unwrap().to_owned();
        (check, line["ok"].as_bool().unwrap())
    };
    lines.map(line).collect()
}

async fn explain_full_tells_the_checks_of_every_platform(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    stage.set(json!({"explain": "full"})).await;
    let expected: [&[&str]; 3] = [
        &[
            "T1", "T5", "G1", "G1a", "G2", "G3", "G4", "G6", "G8", "G13", "G17",
        ],
        &["T1", "T5", "H1", "H2", "H4", "H5", "H10"],
        &[
            "T1", "T5", "K1", "K2", "K5", "K8", "K10", "K16", "K17", "K18", "K19",
        ],
    ];
    for ((platform, answer), names) in three(&stage).await.into_iter().zip(expected) {
        let body = answer.json();
        assert_eq!(body["reason"], "accepted", "{platform}: {body}");
        let told = checks(&body);
        assert!(told.iter().all(|(_, ok)| *ok), "{platform}: {told:?}");
        for name in names {
            let named = told.iter().any(|(check, _)| check == name);
            assert!(named, "{platform} {name}: {told:?}");
        }
    }
}

async fn explain_full_tells_the_details_of_refused_evidence(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let now_ms = stage.now_ms();
    let phone = android_phone(1);
    let play = |nonce: &[u8]| {
        play_app().flawed_token(PlayFlaw::DeviceBasic, TokenType::Classic, nonce, now_ms)
    };
    let huawei =
        |nonce: &[u8]| huawei_app().flawed_token(HuaweiFlaw::IntegrityFailed, nonce, now_ms);
    let key = |nonce: &[u8]| phone.flawed_token(KeyFlaw::Unlocked, nonce, true, true, now_ms);
    for explain in ["reason", "full"] {
        stage.set(json!({"explain": explain})).await;
        for (answer, check, object, member, value) in [
            (
                stage.judge(play).await,
                "G15",
                "googleTokenDetails",
                "deviceIntegrityVerdicts",
                json!(["MEETS_BASIC_INTEGRITY"]),
            ),
            (
                stage.judge(huawei).await,
                "H10",
                "huaweiTokenDetails",
                "basicIntegrity",
                json!(false),
            ),
            (
                stage.judge(key).await,
                "K15",
                "androidKeyDetails",
                "deviceLocked",
                json!(false),
            ),
        ] {
            let body = answer.json();
            assert_eq!(body["isValid"], false, "{body}");
            if explain == "full" {
                assert_eq!(body[object][member], value, "{body}");
                assert_eq!(checks(&body).last(), Some(&(check.to_owned(), false)));
            } else {
                assert_eq!(
                    (body.get(object), body.get("checks")),
                    (None, None),
                    "{body}"
                );
            }
        }
    }
}

async fn explain_full_hints_at_the_slip_of_a_nonce(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    stage.set(json!({"explain": "full"})).await;
    let now_ms = stage.now_ms();
    let phone = android_phone(1);
    // The app took the text of the nonce for the nonce.
    let slip = |nonce: &[u8]| data_encoding::BASE64.encode(nonce).into_bytes();
    let device = [9; 32];
    for service in ["gms", "hms", "android-key"] {
        let session = stage.party.init().await;
        let nonce = crate::support::sha256(&[&device, session.nonce.as_slice()].concat());
        let token = match service {
            "gms" => play_app().token(TokenType::Classic, &nonce, now_ms),
            "hms" => huawei_app().token(&nonce, now_ms),
            _ => phone.token(&nonce, true, true, now_ms),
        };
        let mut body = crate::support::by_session(&token, &session);
        body["deviceNonce"] = json!(data_encoding::BASE64.encode(&device));
        let body = stage.party.verify(&body).await.json();
        assert_eq!(body["statusCode"], 268_513_283, "{body}");
        let hint = body["hint"].as_str().unwrap_or_default();
        assert!(
            hint.contains("composition=sha256_device_server"),
            "{service}: {body}"
        );
    }
    // A slip that no hint knows is refused all the same.
    let answer = stage
        .judge(|nonce| phone.token(&slip(nonce), true, true, now_ms))
        .await;
    assert_eq!(answer.json()["reason"], "android_challenge_mismatch");
}

async fn verdicts_and_keys_are_listed_by_platform(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    stage.register(&mut iphone(1)).await;
    let mut rsa = android_phone(2);
    rsa.target = TargetKey::Rsa;
    stage.attest(&rsa).await;
    for (platform, answer) in three(&stage).await {
        let query = [("noun", "mobile"), ("platform", platform)];
        let listed = stage.admin.find("/admin/v1/verdicts", &query).await;
        let items = listed["items"].as_array().unwrap();
        assert_eq!(items.len(), if platform == "android-key" { 2 } else { 1 });
        let id = answer.verdict().unwrap();
        assert!(items.iter().any(|item| item["id"] == id), "{items:?}");
    }
    let path = "/admin/v1/mobile/device-keys";
    for (query, count) in [
        (vec![], 3),
        (vec![("platform", "apple")], 1),
        (vec![("platform", "android-key")], 2),
        (vec![("app_id", stage.android_app.as_str())], 2),
        (vec![("app_id", stage.app.as_str())], 1),
        (vec![("revoked", "true")], 0),
    ] {
        let listed = stage.admin.find(path, &query).await;
        assert_eq!(
            listed["items"].as_array().unwrap().len(),
            count,
            "{query:?}"
        );
    }
}

async fn verdicts_of_every_platform_are_read_again(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    for (platform, answer) in three(&stage).await {
        let id = answer.verdict().unwrap();
        stage.party.verdict(id).await.assert_told(
            200,
            &format!(
                "{{\"verdictId\":\"{id}\",\"outcome\":\"valid\",\"isValid\":true,\
                 \"statusCode\":0,\"platform\":\"{platform}\",\
                 \"createdAtUtc\":\"2026-04-29T14:50:00.000Z\"}}"
            ),
        );
    }
}
