//! A second opinion: issuers who check what they are sent, as the real ones do.

use std::time::Duration;

use serde_json::Value;
use touchstone_core::ports::{
    AppleDataService, DecodeRequest, ReceiptAnswer, ReceiptExchange, ServiceAccount,
    StatusListAnswer, Upstream as _, UpstreamError,
};
use touchstone_core::{TenantId, Timestamp};
use touchstone_simulator::google::{self, AppleTeam, Behaviour, Route, ScriptedGoogle};
use touchstone_simulator::play::{PlayApp, TokenType};
use zeroize::Zeroizing;

use crate::{IssuerUrls, Issuers};

const NOW_MS: i64 = 1_777_474_200_000;
const EMAIL: &str = "judge@acme.iam.gserviceaccount.com";

struct Place {
    google: ScriptedGoogle,
    issuers: Issuers,
    app: PlayApp,
}

async fn place() -> Place {
    let google = ScriptedGoogle::start(|| NOW_MS).await.unwrap();
    let app = PlayApp::new([1; 32], "com.example.app", [7; 32]);
    google.add_account(&google::ServiceAccount::new(EMAIL));
    google.add_app(&app);
    let urls = IssuerUrls {
        google_decode_url: google.base_url(),
        google_token_url: Some(google.token_url()),
        apple_data_url: google.base_url(),
        apple_data_development_url: google.base_url(),
        android_status_url: google.status_url(),
    };
    Place {
        issuers: Issuers::new(&urls).unwrap(),
        google,
        app,
    }
}

/// As an operator hands it in: the file that Google gives out.
fn account(email: &str) -> ServiceAccount {
    let file = google::ServiceAccount::new(email).json();
    let file: Value = serde_json::from_str(&file).unwrap();
    let text = |name: &str| file[name].as_str().unwrap().to_owned();
    ServiceAccount {
        client_email: text("client_email"),
        private_key_id: Some(text("private_key_id")),
        private_key: Zeroizing::new(text("private_key")),
        token_uri: text("token_uri"),
    }
}

fn tenant() -> TenantId {
    TenantId::first_at(Timestamp::from_unix_s(1))
}

impl Place {
    fn token(&self, token_type: TokenType) -> String {
        let payload = self.app.payload(token_type, &[9; 32], NOW_MS);
        self.app.text(token_type, &payload)
    }

    async fn decode(&self, token: String, now_ms: i64) -> Result<Value, UpstreamError> {
        let request = DecodeRequest {
            tenant_id: tenant(),
            account: account(EMAIL),
            package_name: self.app.package().to_owned(),
            token,
            now: Timestamp::from_unix_ms(now_ms),
            within: Duration::from_secs(15),
        };
        let payload = self.issuers.decode_integrity_token(request).await?;
        Ok(serde_json::from_slice(&payload).unwrap())
    }
}

#[tokio::test]
async fn google_takes_the_grant_and_decodes_tokens_of_both_kinds() {
    let place = place().await;
    for token_type in [TokenType::Classic, TokenType::Standard] {
        let token = place.token(token_type);
        let payload = place.decode(token, NOW_MS).await.unwrap();
        let package = &payload["requestDetails"]["requestPackageName"];
        assert_eq!(package, "com.example.app");
    }
    assert_eq!(place.google.calls(Route::Token), 1);
}

#[tokio::test]
async fn a_token_that_google_did_not_make_is_refused() {
    let place = place().await;
    let error = place.decode("hello".to_owned(), NOW_MS).await.unwrap_err();
    assert!(matches!(error, UpstreamError::Refused { .. }), "{error}");
}

#[tokio::test]
async fn a_revoked_access_token_is_replaced() {
    let place = place().await;
    let token = place.token(TokenType::Classic);
    place.decode(token.clone(), NOW_MS).await.unwrap();
    place.google.revoke_access_tokens();
    place.decode(token, NOW_MS).await.unwrap();
    assert_eq!(place.google.calls(Route::Token), 2);
    assert_eq!(place.google.calls(Route::Decode), 3);
}

#[tokio::test]
async fn a_standard_token_is_decoded_once_even_when_the_answer_is_garbage() {
    let place = place().await;
    place.google.script(Route::Decode, [Behaviour::Garbage]);
    let token = place.token(TokenType::Standard);
    let error = place.decode(token, NOW_MS).await.unwrap_err();
    assert!(
        matches!(error, UpstreamError::Unavailable { .. }),
        "{error}"
    );
    assert_eq!(place.google.calls(Route::Decode), 1);
}

#[tokio::test]
async fn a_clock_that_is_wrong_by_a_day_is_told_by_google() {
    let place = place().await;
    for now_ms in [NOW_MS - 86_400_000, NOW_MS + 86_400_000] {
        let token = place.token(TokenType::Classic);
        let error = place.decode(token, now_ms).await.unwrap_err();
        assert!(
            matches!(error, UpstreamError::Denied { status: 400, .. }),
            "{error}"
        );
    }
}

#[tokio::test]
async fn an_account_that_google_does_not_know_is_denied() {
    let place = place().await;
    let now = Timestamp::from_unix_ms(NOW_MS);
    let check = async |email| {
        let account = account(email);
        let issuers = &place.issuers;
        issuers.check_service_account(tenant(), account, now).await
    };
    check(EMAIL).await.unwrap();
    let error = check("other@acme.iam.gserviceaccount.com")
        .await
        .unwrap_err();
    assert!(matches!(error, UpstreamError::Denied { .. }), "{error}");
}

#[tokio::test]
async fn a_status_list_is_fetched_once_and_again_when_it_changes() {
    let place = place().await;
    place.google.set_status_list_max_age_s(Some(600));
    let first = place.issuers.status_list(None).await.unwrap();
    let StatusListAnswer::List {
        etag, max_age_s, ..
    } = first
    else {
        panic!("no list")
    };
    assert_eq!(max_age_s, Some(600));
    let again = place.issuers.status_list(etag.clone()).await.unwrap();
    assert!(matches!(again, StatusListAnswer::Unchanged { .. }));
    let newer = r#"{"entries":{"1":{"status":"REVOKED"}}}"#;
    place.google.set_status_list(newer);
    let changed = place.issuers.status_list(etag).await.unwrap();
    let StatusListAnswer::List { body, .. } = changed else {
        panic!("unchanged")
    };
    assert_eq!(body, newer.as_bytes());
}

#[tokio::test]
async fn apple_takes_the_teams_statement_and_no_other() {
    let place = place().await;
    let team = AppleTeam::new([3; 32], "TESTTEAM01", "KEY0000001");
    place.google.add_team(&team);
    place.google.exchange_receipt(b"older", b"newer");
    let exchange = |signer: &AppleTeam| ReceiptExchange {
        service: AppleDataService::Production,
        team_id: team.team_id().to_owned(),
        devicecheck_key_id: team.key_id().to_owned(),
        private_key: Zeroizing::new(signer.private_key_p8()),
        receipt: b"older".to_vec(),
        now: Timestamp::from_unix_ms(NOW_MS),
    };
    let answer = place.issuers.exchange_receipt(exchange(&team)).await;
    assert!(answer.unwrap() == ReceiptAnswer::Receipt(b"newer".to_vec()));
    let other = AppleTeam::new([4; 32], "TESTTEAM01", "KEY0000001");
    let error = place.issuers.exchange_receipt(exchange(&other)).await;
    assert!(matches!(
        error,
        Err(UpstreamError::Denied { status: 401, .. })
    ));
}
