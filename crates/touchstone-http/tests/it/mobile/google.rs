//! Play Integrity verdicts as they go out (spec mobile.md 2.2, 4.5, 7.1; section 9, rows 39 to 43).

use data_encoding::BASE64;
use serde_json::json;
use touchstone_core::mobile::admin::{
    AndroidAppFields, NewPlayKeys, create_android_app, set_play_keys, set_service_account,
};
use touchstone_core::mobile::{AndroidAppPolicy, AndroidService, Explain, GmsPolicy, Sha256Text};
use touchstone_core::ports::{ServiceAccount, UpstreamError};
use touchstone_http::Drained;
use touchstone_simulator::play::{Flaw, MIN_VERSION_CODE, PlayApp, TokenType};
use zeroize::Zeroizing;

use crate::harness::{AWAY, Answer, Server, T, get};

const PACKAGE: &str = "com.example.app";
const SIGNER: [u8; 32] = [7; 32];
const NONCE: [u8; 32] = [9; 32];

/// A server with the app registered, and the app.
async fn house(with_account: bool) -> (Server, PlayApp) {
    let server = Server::start().await;
    let app = PlayApp::new([1; 32], PACKAGE, SIGNER);
    let policy = AndroidAppPolicy {
        signer_sha256: vec![Sha256Text(SIGNER)],
        services: vec![AndroidService::Gms],
        gms: GmsPolicy {
            licensing: vec!["LICENSED".to_owned()],
            min_version_code: MIN_VERSION_CODE,
            play_protect_reject: vec!["HIGH_RISK".to_owned()],
            app_access_reject: vec!["UNKNOWN_CAPTURING".to_owned()],
            ..GmsPolicy::default()
        },
        ..AndroidAppPolicy::default()
    };
    let fields = AndroidAppFields {
        policy,
        enabled: true,
    };
    let keys = NewPlayKeys {
        decryption_key: Zeroizing::new(app.keys().decryption_key().to_vec()),
        verification_key: app.keys().verification_key(),
    };
    let made = server.administer(Some("acme"), async |admin| {
        let made = create_android_app(admin, PACKAGE.to_owned(), fields).await;
        let id = made.unwrap().value.id;
        set_play_keys(admin, id, None, keys).await.unwrap();
        if with_account {
            let set = set_service_account(admin, id, None, account()).await;
            set.unwrap();
        }
    });
    made.await;
    (server, app)
}

fn account() -> ServiceAccount {
    use aws_lc_rs::encoding::AsDer;
    use aws_lc_rs::rsa;
    let key = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).unwrap();
    let base64 = BASE64.encode(key.as_der().unwrap().as_ref());
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{base64}\n-----END PRIVATE KEY-----\n");
    ServiceAccount {
        client_email: "play@my-project.iam.gserviceaccount.com".to_owned(),
        private_key_id: None,
        private_key: Zeroizing::new(pem),
        token_uri: "https://oauth2.googleapis.com/token".to_owned(),
    }
}

/// A standard token in a new session, when Google answers this; the session and the answer.
async fn standard(
    server: &Server,
    app: &PlayApp,
    google: Result<Vec<u8>, UpstreamError>,
) -> (String, Answer) {
    let (reference, nonce) = server.init().await;
    let token = app.token(TokenType::Standard, &nonce, T.unix_ms());
    server.upstream.decode(google);
    let answer = server.verify_session(&reference, &token).await;
    (reference, answer)
}

/// Google's answer to a good standard token of this session.
async fn accepted(server: &Server, app: &PlayApp, reference: &str, nonce: &[u8]) -> Answer {
    let payload = app.payload(TokenType::Standard, nonce, T.unix_ms());
    server.upstream.decode(Ok(payload.to_json().into_bytes()));
    let token = app.token(TokenType::Standard, nonce, T.unix_ms());
    server.verify_session(reference, &token).await
}

#[tokio::test]
async fn a_classic_token_opens_here_and_tells_its_details_in_the_printed_order() {
    let (server, app) = house(false).await;
    let token = app.token(TokenType::Classic, &NONCE, T.unix_ms());
    let answer = server.verify_sessionless(&NONCE, &token).await;
    let body = format!(
        "{}{}{}",
        concat!(
            r#"{"isValid":true,"googleTokenDetails":{"packageName":"com.example.app","#,
            r#""deviceIntegrityVerdicts":["MEETS_BASIC_INTEGRITY","MEETS_DEVICE_INTEGRITY"],"#,
            r#""tokenType":"classic","#,
            r#""appRecognitionVerdict":"PLAY_RECOGNIZED","appLicensingVerdict":"LICENSED","#,
            r#""versionCode":"42","playProtectVerdict":"NO_ISSUES","#,
            r#""recentDeviceActivityLevel":"LEVEL_1","#,
            r#""appAccessRiskVerdicts":["KNOWN_INSTALLED"],"certificateSha256Digests":[""#
        ),
        "07".repeat(32),
        concat!(
            r#""],"deviceSdkVersion":36,"requestTimestampUtc":"2026-04-29T14:49:57.000Z"},"#,
            r#""statusCode":0}"#
        )
    );
    assert_eq!(answer.told(), (200, body.as_str()));
}

#[tokio::test]
async fn row_39_tokens_of_other_algorithms_are_refused() {
    let (server, app) = house(false).await;
    let cases = [
        (
            Flaw::AlgorithmDirect,
            268_513_280,
            "Attestation token malformed",
        ),
        (
            Flaw::SignatureAlgorithmNone,
            268_513_284,
            "Attestation not authentic",
        ),
        (
            Flaw::SignatureAlgorithmHs256,
            268_513_284,
            "Attestation not authentic",
        ),
    ];
    for (flaw, code, message) in cases {
        let token = app.flawed_token(flaw, TokenType::Classic, &NONCE, T.unix_ms());
        let answer = server.verify_sessionless(&NONCE, &token).await;
        answer.assert_refused(code, message);
    }
}

#[tokio::test]
async fn every_flaw_of_a_token_is_refused_for_its_reason() {
    let (server, app) = house(true).await;
    server
        .set(|settings| settings.explain = Explain::Reason)
        .await;
    for token_type in [TokenType::Classic, TokenType::Standard] {
        let has = |flaw: &&Flaw| flaw.token_type().is_none_or(|only| only == token_type);
        for flaw in Flaw::ALL.iter().filter(has) {
            // The verdict of a standard token is what Google says it is.
            let payload = app.flawed_payload(*flaw, token_type, &NONCE, T.unix_ms());
            server.upstream.decode(match flaw.check() {
                "G5" => Err(UpstreamError::Refused {
                    message: "bad token".to_owned(),
                }),
                _ => Ok(payload.into_bytes()),
            });
            let token = app.flawed_token(*flaw, token_type, &NONCE, T.unix_ms());
            let answer = server.verify_sessionless(&NONCE, &token).await;
            let told = (answer.status, answer.json());
            assert_eq!(told.0, 200, "{flaw}: {told:?}");
            assert_eq!(told.1["isValid"], false, "{flaw}");
            assert_eq!(
                told.1["reason"],
                flaw.expected_reason(),
                "{flaw} {token_type:?}"
            );
        }
    }
}

#[tokio::test]
async fn an_app_that_is_not_registered_is_refused_before_anyone_is_asked() {
    let (server, _) = house(true).await;
    let stranger = PlayApp::new([2; 32], "com.example.other", SIGNER);
    let (_, answer) = standard(&server, &stranger, Err(AWAY)).await;
    answer.assert_refused(268_513_282, "Application not allowed");
    assert!(server.upstream.asked_for().is_none());
}

#[tokio::test]
async fn a_standard_token_is_judged_by_what_google_says() {
    let (server, app) = house(true).await;
    let (reference, nonce) = server.init().await;
    let answer = accepted(&server, &app, &reference, &nonce).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.json()["isValid"], true);
    assert_eq!(answer.json()["googleTokenDetails"]["tokenType"], "standard");
    let asked = server.upstream.asked_for().unwrap();
    assert_eq!(
        asked.client_email,
        "play@my-project.iam.gserviceaccount.com"
    );
}

#[tokio::test]
async fn row_42_a_google_that_is_away_costs_no_session() {
    let (server, app) = house(true).await;
    let (reference, nonce) = server.init().await;
    server.upstream.decode(Err(AWAY));
    let token = app.token(TokenType::Standard, &nonce, T.unix_ms());
    for _ in 0..2 {
        let answer = server.verify_session(&reference, &token).await;
        answer.assert_error(503, 268_505_095, "Temporarily unavailable");
        assert_eq!(answer.header("retry-after"), "5");
        assert!(answer.header("x-touchstone-verdict").starts_with("vdt_"));
    }
    let answer = accepted(&server, &app, &reference, &nonce).await;
    assert_eq!(answer.json()["isValid"], true);
}

#[tokio::test]
async fn row_43_a_denied_service_account_is_a_constant_500_with_its_verdict() {
    let (server, app) = house(true).await;
    server
        .set(|settings| settings.explain = Explain::Full)
        .await;
    let denied = UpstreamError::Denied {
        status: 403,
        message: "the API is off".to_owned(),
    };
    let (_, answer) = standard(&server, &app, Err(denied)).await;
    answer.assert_error(500, 268_505_088, "Internal error");
    assert_eq!(answer.header("retry-after"), "");
    let id = answer.header("x-touchstone-verdict");
    let path = format!("/api/v1/attestation/verdicts/{id}");
    let told = server.ask(get(&path)).await;
    assert_eq!(told.json()["outcome"], "undetermined");
    assert_eq!(told.json()["platform"], "gms");
}

#[tokio::test]
async fn a_token_that_google_refuses_is_invalid() {
    let (server, app) = house(true).await;
    let refused = UpstreamError::Refused {
        message: "bad token".to_owned(),
    };
    let (reference, answer) = standard(&server, &app, Err(refused)).await;
    answer.assert_refused(268_513_284, "Attestation not authentic");
    let again = server.verify_session(&reference, b"x").await;
    assert_eq!(again.status, 409);
}

#[tokio::test]
async fn without_a_service_account_a_standard_token_cannot_be_judged() {
    let (server, app) = house(false).await;
    let (_, answer) = standard(&server, &app, Err(AWAY)).await;
    answer.assert_error(500, 268_505_088, "Internal error");
    assert!(answer.header("x-touchstone-verdict").starts_with("vdt_"));
}

#[tokio::test]
async fn a_503_tells_its_reason_only_where_that_is_allowed() {
    let (server, app) = house(true).await;
    server
        .set(|settings| settings.explain = Explain::Reason)
        .await;
    let (_, answer) = standard(&server, &app, Err(AWAY)).await;
    let body = json!({
        "statusCode": 268_505_095,
        "errorMessage": "Temporarily unavailable",
        "reason": "upstream_unavailable",
    });
    assert_eq!((answer.status, answer.json()), (503, body));
}

/// A good standard token in a new session, while Google holds its answer back.
async fn held(server: &Server, app: &PlayApp) -> (String, Vec<u8>) {
    let (reference, nonce) = server.init().await;
    let payload = app.payload(TokenType::Standard, &nonce, T.unix_ms());
    server.upstream.decode(Ok(payload.to_json().into_bytes()));
    server.upstream.hold();
    (
        reference,
        app.token(TokenType::Standard, &nonce, T.unix_ms()),
    )
}

#[tokio::test]
async fn a_client_who_hangs_up_does_not_break_off_what_google_has_decoded() {
    let (server, app) = house(true).await;
    let (reference, token) = held(&server, &app).await;
    tokio::select! {
        biased;
        _ = server.verify_session(&reference, &token) => unreachable!("Google holds its answer"),
        () = server.upstream.decode_begun() => {}
    }
    server.upstream.let_through();
    let again = server.verify_session(&reference, &token).await;
    again.assert_error(409, 268_509_186, "Session already used");
    assert_eq!(server.upstream.decodes(), 1);
}

#[tokio::test]
async fn a_server_that_ends_waits_for_a_verification_whose_client_hung_up() {
    let (server, app) = house(true).await;
    let (reference, token) = held(&server, &app).await;
    let serving = server.serve().await;
    tokio::select! {
        biased;
        _ = server.verify_session(&reference, &token) => unreachable!("Google holds its answer"),
        () = server.upstream.decode_begun() => {}
    }
    let mut ended = serving.end();
    tokio::select! {
        biased;
        _ = &mut ended => unreachable!("a verification is under way"),
        () = tokio::task::yield_now() => {}
    }
    server.upstream.let_through();
    assert_eq!(ended.await.unwrap(), Drained::Whole);
    let again = server.verify_session(&reference, &token).await;
    again.assert_error(409, 268_509_186, "Session already used");
}

#[tokio::test]
async fn copies_of_a_session_cost_one_decode() {
    let (server, app) = house(true).await;
    let (reference, token) = held(&server, &app).await;
    let copy = || server.verify_session(&reference, &token);
    let let_through = async {
        server.upstream.decode_begun().await;
        server.upstream.let_through();
    };
    let (one, two, three, ()) = tokio::join!(copy(), copy(), copy(), let_through);
    let mut statuses = [one.status, two.status, three.status];
    statuses.sort_unstable();
    assert_eq!((statuses, server.upstream.decodes()), ([200, 409, 409], 1));
}
