//! A relying party on the server under test, its clients and its back end.

use axum::body::Body;
use http::Request;
use http::request::Builder;
use serde_json::{Value, json};
use touchstone_core::api_keys::{NewApiKey, issue};
use touchstone_core::ports::{Actor, AuditRow, Change, KeyKind, WebauthnRp, Written};
use touchstone_core::webauthn::WebauthnOptions;
use touchstone_core::{AuditId, RpId, SystemRandomSource};
use touchstone_http::HttpOptions;
use touchstone_simulator::webauthn::statement::Packed;
use touchstone_simulator::webauthn::{Authenticator, Statement};

use crate::harness::{Answer, Ask, Server, T, post};

/// Paths of W1 to W5.
pub const W1: &str = "/nevisfido/fido2/attestation/options";
pub const W2: &str = "/nevisfido/fido2/attestation/result";
pub const W3: &str = "/nevisfido/fido2/assertion/options";
pub const W4: &str = "/nevisfido/fido2/assertion/result";
pub const W5: &str = "/nevisfido/fido2/status";
/// Those that browsers call.
pub const FOR_BROWSERS: [&str; 4] = [W1, W2, W3, W4];

/// Where the pages are.
pub const ORIGIN: &str = "https://siven.ch";
/// The host under which the server is called.
pub const HOST: &str = "fido.siven.ch";

/// A relying party that is about to be stored.
pub struct NewRp {
    pub tenant: &'static str,
    pub rp_id: &'static str,
    pub origins: Vec<&'static str>,
    pub hosts: Vec<&'static str>,
    pub profile: &'static str,
    pub policy: Value,
}

impl Default for NewRp {
    fn default() -> Self {
        Self {
            tenant: "acme",
            rp_id: "siven.ch",
            origins: vec![ORIGIN],
            hosts: vec![HOST],
            profile: "nevis",
            policy: json!({}),
        }
    }
}

/// A server with one relying party of this profile and policy.
pub async fn start(profile: &'static str, policy: Value) -> Server {
    start_with(HttpOptions::default(), profile, policy).await
}

/// The same, with options of the room.
pub async fn start_with(options: HttpOptions, profile: &'static str, policy: Value) -> Server {
    let server = Server::start_with(options).await;
    let rp = NewRp {
        profile,
        policy,
        ..NewRp::default()
    };
    server.add_rp(rp).await;
    server
}

/// A server whose default relying party is the one that [`Server::add_rp_as`] stores under this identifier.
pub async fn start_with_default(profile: &'static str) -> (Server, RpId) {
    let id = RpId::new(T, &SystemRandomSource::new());
    let mut options = WebauthnOptions::published().unwrap();
    options.default_rp = Some(id);
    let server = Server::start_as(HttpOptions::default(), options).await;
    let rp = NewRp {
        profile,
        ..NewRp::default()
    };
    server.add_rp_as(id, rp).await;
    (server, id)
}

impl Server {
    /// Stores a relying party.
    pub async fn add_rp(&self, new: NewRp) -> RpId {
        let id = RpId::new(T, &SystemRandomSource::new());
        self.add_rp_as(id, new).await;
        id
    }

    /// Stores a relying party under this identifier.
    pub async fn add_rp_as(&self, id: RpId, new: NewRp) {
        let store = &self.core.world.store;
        let tenant = store.tenant_by_name(new.tenant).await.unwrap().unwrap();
        let owned = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect();
        let value = WebauthnRp {
            id,
            tenant_id: tenant.value.id,
            rp_id: new.rp_id.to_owned(),
            rp_name: "Siven".to_owned(),
            origins: owned(&new.origins),
            hosts: owned(&new.hosts),
            profile: new.profile.to_owned(),
            policy: new.policy.to_string(),
            created_at: T,
            updated_at: T,
        };
        let audit = AuditRow {
            id: AuditId::new(T, &SystemRandomSource::new()),
            tenant_id: Some(tenant.value.id),
            actor: Actor::Local,
            action: "webauthn.rp.create".to_owned(),
            object: id.to_string(),
            before: None,
            after: None,
            request_id: "test".to_owned(),
            created_at: T,
        };
        let change = Change {
            value,
            if_version: None,
            audit,
        };
        let written = store.create_webauthn_rp(change, 100).await.unwrap();
        assert!(matches!(written, Written::Done(_)), "{written:?}");
        self.core.forget(None);
    }

    /// A new SecToken.
    pub async fn add_sectoken(&self, tenant: &str, rp: Option<RpId>) -> String {
        let new = NewApiKey {
            kind: KeyKind::Webauthn,
            label: "test".to_owned(),
            app_ids: None,
            rp,
            scopes: Vec::new(),
            expires_at: None,
        };
        let issued = self
            .administer(Some(tenant), async |admin| issue(admin, new).await)
            .await;
        issued.unwrap().secret.reveal().to_owned()
    }

    /// Posts JSON to the relying party's host, as its clients do.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(asked(path).with(body.to_string())).await
    }

    /// Posts JSON with a SecToken.
    pub async fn post_with(&self, sectoken: &str, path: &str, body: &Value) -> Answer {
        let request = asked(path).header("authorization", format!("Bearer {sectoken}"));
        self.send(request.with(body.to_string())).await
    }

    /// Options of W1 that must be given.
    pub async fn registration_options(&self, username: &str) -> Value {
        let body = json!({"username": username, "displayName": "Jeff", "attestation": "direct"});
        self.post(W1, &body).await.assert_ok()
    }

    /// Options of W3 that must be given.
    pub async fn authentication_options(&self, username: &str) -> Value {
        self.post(W3, &json!({"username": username}))
            .await
            .assert_ok()
    }

    /// Registers a credential of this authenticator for the user.
    pub async fn registered(&self, authenticator: &mut Authenticator, username: &str) -> Value {
        let options = self.registration_options(username).await;
        let message = authenticator.register(&options, ORIGIN).unwrap().message();
        self.post(W2, &message).await.assert_ok()
    }

    /// What W5 says of the session.
    pub async fn ceremony(&self, session_id: &Value) -> Value {
        let body = json!({"fido2SessionId": session_id, "detail": true});
        let answer = self.post(W5, &body).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    }
}

/// The head of a request that is in order.
pub fn asked(path: &str) -> Builder {
    post(path)
        .header("host", HOST)
        .header("accept", "application/json")
        .header("content-type", "application/json")
}

/// A request without the headers of [`asked`], for tests that set their own.
pub fn bare(path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = post(path).header("host", HOST);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.with("{}")
}

/// An authenticator that signs its own attestations.
pub fn authenticator(seed: u8) -> Authenticator {
    let statement = Statement::Packed(Packed::by_itself());
    Authenticator::new([seed; 32], [7; 16], statement, T.unix_ms())
}

impl Answer {
    /// A 200 `ok`; its body.
    #[track_caller]
    pub fn assert_ok(&self) -> Value {
        assert_eq!(self.status, 200, "{self:?}");
        assert_eq!(self.header("content-type"), "application/json", "{self:?}");
        let json = self.json();
        assert_eq!(json["status"], "ok", "{self:?}");
        assert_eq!(json["errorMessage"], "", "{self:?}");
        json
    }

    /// A `ServerResponse` with this status, text and reason, of no session.
    #[track_caller]
    pub fn assert_failure(&self, status: u16, reason: &str, message: &str) {
        let body =
            format!(r#"{{"status":"failed","errorMessage":"{message}","fido2SessionId":""}}"#);
        assert_eq!(self.told(), (status, body.as_str()));
        assert_eq!(self.header("x-touchstone-reason"), reason);
        assert_eq!(self.header("content-type"), "application/json");
        assert_eq!(self.header("cache-control"), "no-store");
        assert_eq!(self.header("x-touchstone-verdict"), "");
    }

    /// A protocol failure for this reason, in the words of profile `nevis`.
    #[track_caller]
    pub fn assert_reason(&self, reason: &str) -> Value {
        assert_eq!(self.status, 200, "{self:?}");
        assert_eq!(self.header("x-touchstone-reason"), reason, "{self:?}");
        let json = self.json();
        assert_eq!(json["status"], "failed");
        let message = json["errorMessage"].as_str().unwrap();
        let sentence = message.strip_prefix(&format!("{reason}: "));
        assert!(
            sentence.is_some_and(|text| text.ends_with('.')),
            "{message}"
        );
        json
    }
}
