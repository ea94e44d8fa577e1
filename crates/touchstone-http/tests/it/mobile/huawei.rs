//! Huawei SysIntegrity verdicts as they go out (spec mobile.md 2.2, 4.6; section 9, row 44).

use touchstone_core::mobile::admin::{AndroidAppFields, create_android_app};
use touchstone_core::mobile::{AndroidAppPolicy, AndroidService, Explain, HmsPolicy, Sha256Text};
use touchstone_evidence::x509::Anchors;
use touchstone_simulator::huawei::{Algorithm, Flaw, HuaweiApp, HuaweiCa};

use crate::harness::{Server, T};

const PACKAGE: &str = "com.example.app";
const HUAWEI_APP_ID: &str = "104529313";
const SIGNER: [u8; 32] = [7; 32];
const NONCE: [u8; 32] = [9; 32];

/// A server that trusts this CA, with the app registered.
async fn house() -> (Server, HuaweiApp) {
    let server = Server::start().await;
    let ca = HuaweiCa::new([4; 32]);
    let mut anchors = (*server.core.mobile.anchors()).clone();
    anchors.huawei = Some(Anchors::from_pem(&ca.roots_pem()).unwrap());
    server.core.mobile.replace_anchors(anchors);
    let policy = AndroidAppPolicy {
        signer_sha256: vec![Sha256Text(SIGNER)],
        services: vec![AndroidService::Hms],
        hms: HmsPolicy {
            huawei_app_id: Some(HUAWEI_APP_ID.to_owned()),
            ..HmsPolicy::default()
        },
        ..AndroidAppPolicy::default()
    };
    let fields = AndroidAppFields {
        policy,
        enabled: true,
    };
    let made = server.administer(Some("acme"), async |admin| {
        create_android_app(admin, PACKAGE.to_owned(), fields).await
    });
    made.await.unwrap();
    let app = HuaweiApp::new(&ca, [1; 32], PACKAGE, SIGNER, HUAWEI_APP_ID);
    (server, app)
}

#[tokio::test]
async fn a_token_of_either_algorithm_tells_its_details_in_the_printed_order() {
    let (server, mut app) = house().await;
    for algorithm in [Algorithm::Rs256, Algorithm::Ps256] {
        app.algorithm = algorithm;
        let token = app.token(&NONCE, T.unix_ms());
        let answer = server.verify_sessionless(&NONCE, &token).await;
        let body = format!(
            "{}{}{}",
            concat!(
                r#"{"isValid":true,"huaweiTokenDetails":{"packageName":"com.example.app","#,
                r#""appId":"104529313","basicIntegrity":true,"detail":[],"#,
                r#""certificateSha256Digests":[""#
            ),
            "07".repeat(32),
            r#""],"timestampUtc":"2026-04-29T14:49:57.000Z"},"statusCode":0}"#
        );
        assert_eq!(answer.told(), (200, body.as_str()));
    }
}

#[tokio::test]
async fn row_44_a_chain_to_an_unknown_root_is_refused() {
    let (server, _) = house().await;
    let other = HuaweiCa::new([5; 32]);
    let app = HuaweiApp::new(&other, [1; 32], PACKAGE, SIGNER, HUAWEI_APP_ID);
    let mut anchors = (*server.core.mobile.anchors()).clone();
    anchors.huawei = Some(anchors.receipt.clone());
    server.core.mobile.replace_anchors(anchors);
    let answer = server
        .verify_sessionless(&NONCE, &app.token(&NONCE, T.unix_ms()))
        .await;
    answer.assert_refused(268_513_284, "Attestation not authentic");
}

#[tokio::test]
async fn every_flaw_of_a_token_is_refused_for_its_reason() {
    let (server, app) = house().await;
    server
        .set(|settings| settings.explain = Explain::Reason)
        .await;
    for flaw in Flaw::ALL {
        let token = app.flawed_token(*flaw, &NONCE, T.unix_ms());
        let answer = server.verify_sessionless(&NONCE, &token).await;
        let told = (answer.status, answer.json());
        assert_eq!(told.0, 200, "{flaw}: {told:?}");
        assert_eq!(told.1["isValid"], false, "{flaw}");
        assert_eq!(told.1["reason"], flaw.expected_reason(), "{flaw}");
    }
}

#[tokio::test]
async fn refused_evidence_shows_its_details_only_where_all_is_explained() {
    let (server, mut app) = house().await;
    app.basic_integrity = false;
    app.advice = Some("RESTORE_TO_FACTORY_ROM".to_owned());
    let token = app.token(&NONCE, T.unix_ms());
    let answer = server.verify_sessionless(&NONCE, &token).await;
    answer.assert_refused(268_513_287, "Device integrity insufficient");
    server
        .set(|settings| settings.explain = Explain::Full)
        .await;
    let answer = server.verify_sessionless(&NONCE, &token).await;
    let details = &answer.json()["huaweiTokenDetails"];
    assert_eq!(details["basicIntegrity"], false);
    assert_eq!(details["advice"], "RESTORE_TO_FACTORY_ROM");
}
