//! The server under test.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use data_encoding::BASE64;
use http::Request;
use http::request::Builder;
use serde_json::json;
use tempfile::TempDir;
use touchstone_core::api_keys::{NewApiKey, issue};
use touchstone_core::mobile::admin::{AppleAppFields, create_apple_app, update_settings};
use touchstone_core::mobile::{AppleAppPolicy, MobileAnchors, MobileOptions, MobileSettings};
use touchstone_core::ports::KeyKind;
use touchstone_core::sealed::{MasterKey, Sealer};
use touchstone_core::tenants::{self, TenantFields};
use touchstone_core::webauthn::WebauthnOptions;
use touchstone_core::{
    AdminCall, AppId, ManualClock, Options, Principal, SystemRandomSource, Timestamp, Touchstone,
    World,
};
use touchstone_evidence::x509::Anchors;
use touchstone_http::{HttpOptions, HttpState, router};
use touchstone_simulator::android::GoogleCa;
use touchstone_simulator::apple::{AppleCa, Environment, Iphone};
use tower::ServiceExt;

use super::{Answer, Ask, Scripted, post};

/// Where the clock stands at first: 2026-04-29T14:50:00Z.
pub const T: Timestamp = Timestamp::from_unix_ms(1_777_474_200_000);

/// The app that every tenant registers.
pub const APP_ID: &str = "TESTTEAM01.com.example.app";

/// The server under test.
pub struct Server {
    /// The router.
    pub router: Router,
    /// The router's state.
    pub state: HttpState,
    /// The use cases.
    pub core: Arc<Touchstone>,
    /// The clock.
    pub clock: Arc<ManualClock>,
    /// A key of kind `mobile` of the tenant `acme`.
    pub key: String,
    /// Who makes the iPhones.
    pub ca: AppleCa,
    /// Who makes the Android phones.
    pub google_ca: GoogleCa,
    /// What Google answers.
    pub upstream: Arc<Scripted>,
    _folder: TempDir,
}

impl Server {
    /// With printed limits.
    pub async fn start() -> Self {
        Self::start_with(HttpOptions::default()).await
    }

    /// With these options.
    pub async fn start_with(options: HttpOptions) -> Self {
        Self::start_as(options, WebauthnOptions::published().unwrap()).await
    }

    /// With these options of the room and of the family `webauthn`.
    pub async fn start_as(options: HttpOptions, webauthn: WebauthnOptions) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("touchstone.db").display());
        let url = url.parse().unwrap();
        let store = touchstone_storage::open(&url, &touchstone_storage::Options::default()).await;
        let clock = Arc::new(ManualClock::new(T));
        let upstream = Arc::new(Scripted::default());
        let world = World {
            store: store.unwrap(),
            clock: Arc::<ManualClock>::clone(&clock),
            random: Arc::new(SystemRandomSource::new()),
            upstream: Arc::<Scripted>::clone(&upstream),
        };
        let (ca, google_ca) = (AppleCa::new([1; 32]), GoogleCa::new([3; 32]));
        let options_of_core = Options {
            mobile: MobileOptions {
                anchors: anchors(&ca, &google_ca),
                status_max_age_h: 72,
            },
            webauthn,
        };
        let sealer = Sealer::new(MasterKey::from_bytes([2; 32]), Vec::new());
        let core = Arc::new(
            Touchstone::start(world, sealer, options_of_core)
                .await
                .unwrap(),
        );
        let state = HttpState::new(Arc::clone(&core), options);
        let mut server = Self {
            router: router(&state),
            state,
            core,
            clock,
            key: String::new(),
            ca,
            google_ca,
            upstream,
            _folder: folder,
        };
        server.key = server.add_tenant("acme").await;
        server
    }

    /// Makes a tenant with the app registered; its key.
    pub async fn add_tenant(&self, name: &str) -> String {
        let fields = TenantFields {
            name: name.to_owned(),
            enabled: true,
        };
        self.administer(None, async |admin| tenants::create(admin, fields).await)
            .await
            .unwrap();
        self.add_app(name, APP_ID, AppleAppPolicy::default()).await;
        self.add_key(name, None, None).await
    }

    /// Registers an app.
    pub async fn add_app(&self, tenant: &str, apple_app_id: &str, policy: AppleAppPolicy) -> AppId {
        let fields = AppleAppFields {
            policy,
            enabled: true,
        };
        let id = apple_app_id.to_owned();
        let made = self.administer(Some(tenant), async |admin| {
            create_apple_app(admin, id, fields).await
        });
        made.await.unwrap().value.id
    }

    /// A new key of kind `mobile`.
    pub async fn add_key(
        &self,
        tenant: &str,
        app_ids: Option<Vec<AppId>>,
        expires_at: Option<Timestamp>,
    ) -> String {
        let new = NewApiKey {
            kind: KeyKind::Mobile,
            label: "test".to_owned(),
            app_ids,
            rp: None,
            scopes: Vec::new(),
            expires_at,
        };
        let issued = self
            .administer(Some(tenant), async |admin| issue(admin, new).await)
            .await;
        issued.unwrap().secret.reveal().to_owned()
    }

    /// Changes the settings of the tenant `acme`.
    pub async fn set(&self, change: impl FnOnce(&mut MobileSettings) + Send) {
        let changed = |mut settings: MobileSettings| {
            change(&mut settings);
            Ok(settings)
        };
        let set = async |admin: &AdminCall<'_>| update_settings(admin, None, changed).await;
        self.administer(Some("acme"), set).await.unwrap();
    }

    /// Does what only administrators do.
    pub async fn administer<R>(
        &self,
        tenant: Option<&str>,
        operation: impl AsyncFnOnce(&AdminCall<'_>) -> R,
    ) -> R {
        let (principal, call) = (Principal::local(), self.core.world.new_call());
        let admin = AdminCall {
            touchstone: &self.core,
            principal: &principal,
            call: &call,
            tenant,
        };
        operation(&admin).await
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        Answer::read(self.router.clone().oneshot(request).await.unwrap()).await
    }

    /// Sends a request with the key.
    pub async fn ask(&self, request: Builder) -> Answer {
        self.send(request.header("x-api-key", &self.key).empty())
            .await
    }

    /// Posts JSON to verify, with the key.
    pub async fn verify(&self, body: impl Into<Body>) -> Answer {
        self.send(self.verify_request().with(body)).await
    }

    /// The head of a request to verify.
    pub fn verify_request(&self) -> Builder {
        post("/api/v1/attestation/verify")
            .header("x-api-key", &self.key)
            .header("content-type", "application/json")
    }

    /// Asks for a session: reference and server nonce.
    pub async fn init(&self) -> (String, Vec<u8>) {
        let answer = self.ask(post("/api/v1/attestation/init")).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let text = |name: &str| answer.json()[name].as_str().unwrap().to_owned();
        let nonce = BASE64.decode(text("serverNonce").as_bytes()).unwrap();
        (text("sessionReference"), nonce)
    }

    /// Verifies a token in a session.
    pub async fn verify_session(&self, reference: &str, token: &[u8]) -> Answer {
        let token = BASE64.encode(token);
        let body = json!({"attestationToken": token, "sessionReference": reference});
        self.verify(body.to_string()).await
    }

    /// Verifies a token with a nonce of the relying party's own.
    pub async fn verify_sessionless(&self, nonce: &[u8], token: &[u8]) -> Answer {
        let (token, nonce) = (BASE64.encode(token), BASE64.encode(nonce));
        let body = json!({"attestationToken": token, "expectedNonce": nonce});
        self.verify(body.to_string()).await
    }

    /// An iPhone with the registered app; another seed is another device.
    pub fn iphone(&self, seed: u8) -> Iphone {
        Iphone::new(&self.ca, [seed; 32], APP_ID, Environment::Production)
    }
}

fn anchors(apple: &AppleCa, google: &GoogleCa) -> MobileAnchors {
    MobileAnchors {
        app_attest: Anchors::from_pem(&apple.app_attest_root_pem()).unwrap(),
        receipt: Anchors::from_pem(&apple.receipt_root_pem()).unwrap(),
        android: Anchors::from_pem(&google.roots_pem()).unwrap(),
        huawei: None,
    }
}
