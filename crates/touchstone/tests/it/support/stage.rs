//! A server in this process with one tenant, one app and one back end: what most tests play on.

use std::net::SocketAddr;
use std::sync::Arc;

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use touchstone_core::{ManualClock, Timestamp};
use touchstone_simulator::apple::{ClientDataProfile, Iphone};

use super::{APP_ID, Admin, Answer, Engine, Node, Party, Place, Session, by_session};

/// Where the clock stands at first: 2026-04-29T14:50:00Z.
pub const NOW: Timestamp = Timestamp::from_unix_ms(1_777_474_200_000);

/// A server and those who talk to it.
pub struct Stage {
    /// Where it lives.
    pub place: Place,
    /// Its clock.
    pub clock: Arc<ManualClock>,
    /// The server.
    pub node: Node,
    /// The server-wide admin key.
    pub admin_key: String,
    /// Whoever holds it.
    pub operator: Admin,
    /// The same for the tenant `acme`.
    pub admin: Admin,
    /// The tenant `acme`.
    pub tenant: String,
    /// Its app.
    pub app: String,
    /// Its back end.
    pub party: Party,
}

impl Stage {
    /// With an empty store.
    pub async fn new(engine: Engine) -> Self {
        Self::at(Place::new(engine)).await
    }

    /// With the empty store of this place.
    pub async fn at(place: Place) -> Self {
        let app = json!({"apple_app_id": APP_ID});
        Self::with(place, NOW, &app).await
    }

    /// With the empty store of this place, at this time, with this app.
    pub async fn with(place: Place, now: Timestamp, app: &Value) -> Self {
        Self::under(Arc::new(ManualClock::new(now)), place, app).await
    }

    /// The same under this clock.
    pub async fn under(clock: Arc<ManualClock>, place: Place, app: &Value) -> Self {
        let node = Node::start(&place, &clock).await;
        let admin_key = node.first_admin_key().await;
        let operator = Admin::new(node.address, &admin_key);
        let tenant = add_tenant(&operator, "acme").await;
        let admin = operator.of(&tenant);
        let app = add_app(&admin, app).await;
        let (_, key) = add_key(&admin, &json!({})).await;
        let address = node.address;
        let party = Party { address, key };
        Self {
            place,
            clock,
            node,
            admin_key,
            operator,
            admin,
            tenant,
            app,
            party,
        }
    }

    /// Stops the server and starts it again on the same store, with empty caches and another port.
    #[must_use]
    pub async fn restarted(self) -> Self {
        self.node.stop().await;
        let node = Node::start(&self.place, &self.clock).await;
        let operator = Admin::new(node.address, &self.admin_key);
        let admin = operator.of(&self.tenant);
        let party = self.party.at(node.address);
        Self {
            node,
            operator,
            admin,
            party,
            ..self
        }
    }

    /// Makes another tenant with the same app; its back end.
    pub async fn another_tenant(&self, name: &str) -> Party {
        let admin = self.operator.of(&add_tenant(&self.operator, name).await);
        add_app(&admin, &json!({"apple_app_id": APP_ID})).await;
        let (_, key) = add_key(&admin, &json!({})).await;
        self.party.with_key(&key)
    }

    /// Registers another app of the tenant.
    pub async fn another_app(&self, apple_app_id: &str) -> String {
        add_app(&self.admin, &json!({"apple_app_id": apple_app_id})).await
    }

    /// Another API key of the tenant, with these members; its id and itself.
    pub async fn another_key(&self, members: &Value) -> (String, String) {
        add_key(&self.admin, members).await
    }

    /// Changes the tenant's settings.
    pub async fn set(&self, settings: Value) {
        self.admin
            .patch("/admin/v1/mobile/settings", settings)
            .await;
    }

    /// Changes the app.
    pub async fn set_app(&self, members: Value) {
        let path = format!("/admin/v1/mobile/apple-apps/{}", self.app);
        self.admin.patch(&path, members).await;
    }

    /// The verdict of this answer, as the log explains it.
    pub async fn logged(&self, answer: &Answer) -> Value {
        let id = answer.verdict().expect("a verdict");
        self.admin.get(&format!("/admin/v1/verdicts/{id}")).await
    }

    /// Outcome and reason of this answer in the verdict log.
    pub async fn reason(&self, answer: &Answer) -> (String, String) {
        let logged = self.logged(answer).await;
        let text = |name: &str| logged[name].as_str().unwrap().to_owned();
        (text("outcome"), text("reason"))
    }

    /// How many verdicts the tenant has; at most 200.
    pub async fn verdicts(&self) -> usize {
        let found = self.admin.find("/admin/v1/verdicts", &[("limit", "200")]);
        found.await["items"].as_array().unwrap().len()
    }

    /// The stored key of this phone; none when it is not registered.
    pub async fn stored_key(&self, iphone: &Iphone) -> Option<Value> {
        let key_id = BASE64URL_NOPAD.encode(&iphone.key_id());
        let path = format!("/admin/v1/mobile/device-keys/apple/{key_id}");
        match self.admin.try_get(&path).await {
            Ok(key) => Some(key),
            Err(problem) => {
                assert_eq!(problem.status, 404);
                None
            }
        }
    }

    /// The stored counter of this phone; none when it is not registered.
    pub async fn counter(&self, iphone: &Iphone) -> Option<u64> {
        let key = self.stored_key(iphone).await?;
        Some(key["counter"].as_u64().unwrap())
    }

    /// A right token of this phone for a nonce, made now.
    pub fn token(&self, iphone: &mut Iphone, nonce: &[u8], attest: bool) -> Vec<u8> {
        use touchstone_core::Clock as _;
        let now_ms = self.clock.now().unix_ms();
        iphone.token(nonce, ClientDataProfile::CborArray, attest, now_ms)
    }

    /// Registers this phone in a session of its own.
    pub async fn register(&self, iphone: &mut Iphone) {
        let session = self.party.init().await;
        self.accept(&session, iphone, true).await;
    }

    /// Uses a session with a right token, which must be accepted: so it was not used before.
    pub async fn accept(&self, session: &Session, iphone: &mut Iphone, attest: bool) -> Value {
        let token = self.token(iphone, &session.nonce, attest);
        let answer = self.party.verify(&by_session(&token, session)).await;
        answer.assert_accepted()
    }
}

/// Makes the tenant `acme` with its app at the server of this place, whose first admin key lies
/// there; its back end.
pub async fn furnish(address: SocketAddr, place: &Place) -> Party {
    let operator = Admin::new(address, place.read("admin-key").trim());
    let admin = operator.of(&add_tenant(&operator, "acme").await);
    add_app(&admin, &json!({"apple_app_id": APP_ID})).await;
    let (_, key) = add_key(&admin, &json!({})).await;
    Party { address, key }
}

/// Makes a tenant; its id.
async fn add_tenant(operator: &Admin, name: &str) -> String {
    let made = operator.post("/admin/v1/tenants", json!({"name": name}));
    id(&made.await)
}

/// Registers an app; its id.
async fn add_app(admin: &Admin, app: &Value) -> String {
    id(&admin.post("/admin/v1/mobile/apple-apps", app.clone()).await)
}

/// Issues an API key of kind `mobile`; its id and itself.
async fn add_key(admin: &Admin, members: &Value) -> (String, String) {
    let mut body = json!({"kind": "mobile", "label": "back end"});
    let members = members.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(members);
    let made = admin.post("/admin/v1/keys", body).await;
    (id(&made), made["key"].as_str().unwrap().to_owned())
}

fn id(made: &Value) -> String {
    made["id"].as_str().unwrap().to_owned()
}
