//! A server in this process: a store of its own, a clock that is moved by hand, and the whole router.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tempfile::TempDir;
use touchstone_core::mobile::{MobileAnchors, MobileOptions};
use touchstone_core::sealed::{MasterKey, Sealer};
use touchstone_core::webauthn::WebauthnOptions;
use touchstone_core::{ManualClock, SystemRandomSource, Timestamp, Touchstone, World};
use touchstone_http::{HttpOptions, HttpState, LocalCaller, router};
use touchstone_storage::{Options, StorageUrl, open};
use tower::ServiceExt;

use crate::harness::{Never, Scripted};

/// When every test begins: 2026-04-29T14:40:00Z.
pub const START_MS: i64 = 1_777_473_600_000;

/// A server.
pub struct House {
    pub core: Arc<Touchstone>,
    pub clock: Arc<ManualClock>,
    pub upstream: Arc<Scripted>,
    pub router: Router,
    _folder: TempDir,
}

/// A request that is being put together.
#[must_use]
pub struct Ask<'a> {
    house: &'a House,
    method: &'a str,
    path: String,
    headers: Vec<(&'a str, String)>,
    body: Body,
    local: bool,
}

/// What came back.
#[derive(Debug)]
pub struct Told {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
}

impl House {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("touchstone.db").display());
        let url: StorageUrl = url.parse().unwrap();
        let clock = Arc::new(ManualClock::new(Timestamp::from_unix_ms(START_MS)));
        let random = Arc::new(SystemRandomSource::new());
        let sealer = Sealer::new(MasterKey::generate(&*random), Vec::new());
        let upstream = Arc::new(Scripted::default());
        let store = open(&url, &Options::default()).await.unwrap();
        let world = World {
            store,
            clock: clock.clone(),
            random,
            upstream: upstream.clone(),
        };
        let mobile = MobileOptions {
            anchors: MobileAnchors::published().unwrap(),
            status_max_age_h: 72,
        };
        let options = touchstone_core::Options {
            mobile,
            webauthn: WebauthnOptions::published().unwrap(),
        };
        let core = Arc::new(Touchstone::start(world, sealer, options).await.unwrap());
        let state = HttpState::new(Arc::clone(&core), HttpOptions::default());
        Self {
            core,
            clock,
            upstream,
            router: router(&state),
            _folder: folder,
        }
    }

    /// A request to `/admin/v1` and this path.
    pub fn ask<'a>(&'a self, method: &'a str, path: &str) -> Ask<'a> {
        Ask {
            house: self,
            method,
            path: format!("/admin/v1{path}"),
            headers: Vec::new(),
            body: Body::empty(),
            local: false,
        }
    }

    /// A request by someone who may do everything.
    pub fn local<'a>(&'a self, method: &'a str, path: &str) -> Ask<'a> {
        Ask {
            local: true,
            ..self.ask(method, path)
        }
    }

    /// A new tenant's identifier.
    pub async fn tenant(&self, name: &str) -> String {
        let told = self
            .local("POST", "/tenants")
            .json(json!({ "name": name }))
            .await;
        told.expect(201)["id"].as_str().unwrap().to_owned()
    }

    /// An admin key with these scopes, bound to the tenant when one is named.
    pub async fn admin_key(&self, tenant: Option<&str>, scopes: &[&str]) -> String {
        let path = tenant.map_or("/keys".to_owned(), |tenant| {
            format!("/keys?tenant_id={tenant}")
        });
        let body = json!({ "kind": "admin", "label": "test", "scopes": scopes });
        let told = self.local("POST", &path).json(body).await;
        told.expect(201)["key"].as_str().unwrap().to_owned()
    }

    /// A registered app's identifier.
    pub async fn app(&self, tenant: &str, apple_app_id: &str) -> String {
        let path = format!("/mobile/apple-apps?tenant_id={tenant}");
        let told = self
            .local("POST", &path)
            .json(json!({ "apple_app_id": apple_app_id }))
            .await;
        told.expect(201)["id"].as_str().unwrap().to_owned()
    }

    /// A registered Android app's identifier.
    pub async fn android_app(&self, tenant: &str, package_name: &str) -> String {
        let path = format!("/mobile/android-apps?tenant_id={tenant}");
        let body = json!({
            "package_name": package_name,
            "signer_sha256": ["a6".repeat(32)],
            "services": ["gms", "android-key"],
        });
        let told = self.local("POST", &path).json(body).await;
        told.expect(201)["id"].as_str().unwrap().to_owned()
    }
}

impl<'a> Ask<'a> {
    /// With this admin key.
    pub fn by(self, key: &str) -> Self {
        self.header("authorization", format!("Bearer {key}"))
    }

    pub fn header(mut self, name: &'a str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub fn json(self, body: Value) -> Self {
        self.header("content-type", "application/json")
            .raw(body.to_string())
    }

    pub fn raw(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Body::from(body.into());
        self
    }

    /// With a body that never comes.
    pub fn never(mut self, body: &Never) -> Self {
        self.body = body.clone().into();
        self
    }

    async fn send(self) -> Told {
        let mut request = Request::builder().method(self.method).uri(&self.path);
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        let mut request = request.body(self.body).unwrap();
        if self.local {
            request.extensions_mut().insert(LocalCaller);
        }
        let response = self.house.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let body = if bytes.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&bytes).unwrap()
        };
        Told {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }
}

impl<'a> IntoFuture for Ask<'a> {
    type Output = Told;
    type IntoFuture = std::pin::Pin<Box<dyn Future<Output = Told> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl Told {
    /// The body of an answer with this status.
    #[track_caller]
    pub fn expect(&self, status: u16) -> &Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        &self.body
    }

    /// The answer is this problem, in the common shape.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) -> &Self {
        let body = self.expect(status);
        assert_eq!(body["code"], code, "{body}");
        assert_eq!(body["status"], status);
        assert_eq!(
            body["type"],
            format!("https://touchstone.invalid/problems/{code}")
        );
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(body["request_id"], self.header("x-request-id"));
        self
    }

    /// One of the problem's issues has this path; its message.
    #[track_caller]
    pub fn issue(&self, path: &str) -> &str {
        let issues = self.body["issues"].as_array().unwrap();
        let found = issues.iter().find(|issue| issue["path"] == path);
        found.unwrap_or_else(|| panic!("no issue at {path}: {}", self.body))["message"]
            .as_str()
            .unwrap()
    }

    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        let value = self
            .headers
            .get(name)
            .unwrap_or_else(|| panic!("no header {name}"));
        value.to_str().unwrap()
    }

    #[track_caller]
    pub fn id(&self) -> &str {
        self.body["id"].as_str().unwrap()
    }
}
