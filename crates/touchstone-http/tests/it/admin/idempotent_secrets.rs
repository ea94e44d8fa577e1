//! Secrets of apps and the status list that are sent twice and written once; their answers show no secret and are given again.

use serde_json::{Value, json};

use super::app_secrets::Apps;
use super::house::{House, Told};

/// An administrator who may do everything.
struct Admin<'a> {
    house: &'a House,
    key: String,
}

impl<'a> Admin<'a> {
    async fn of(house: &'a House) -> Self {
        let key = house.admin_key(None, &["*"]).await;
        Self { house, key }
    }

    /// Under this idempotency key.
    async fn send(&self, method: &str, path: &str, key: &str, body: Option<&Value>) -> Told {
        let ask = self.house.ask(method, path).by(&self.key);
        let ask = ask.header("idempotency-key", key);
        match body {
            Some(body) => ask.json(body.clone()).await,
            None => ask.await,
        }
    }

    /// How many traces an action has left.
    async fn traces(&self, action: &str) -> usize {
        let path = format!("/audit?action={action}");
        let rows = self.house.local("GET", &path).await;
        rows.expect(200)["items"].as_array().unwrap().len()
    }
}

const ACTIONS: [&str; 3] = [
    "mobile.android_app.play_keys",
    "mobile.android_app.service_account",
    "mobile.apple_app.devicecheck_key",
];

#[tokio::test]
async fn a_secret_that_is_sent_twice_is_set_once_and_told_alike() {
    let apps = Apps::new().await;
    let admin = Admin::of(&apps.house).await;
    for ((path, body, member), action) in apps.all().into_iter().zip(ACTIONS) {
        let named = format!("{path}?tenant_id=acme");
        let first = admin.send("PUT", &named, action, Some(&body)).await;
        assert_eq!(first.expect(200)[member], true);
        // What is told again is the first answer, whatever has become of the app.
        apps.delete(path).await.expect(200);
        let again = admin.send("PUT", &named, action, Some(&body)).await;
        assert_eq!(again.expect(200), &first.body);
        assert_eq!(again.header("etag"), first.header("etag"));
        assert_eq!(admin.traces(&format!("{action}.set")).await, 1);
    }
}

#[tokio::test]
async fn a_secret_that_is_cleared_twice_is_cleared_once_and_told_alike() {
    let apps = Apps::new().await;
    let admin = Admin::of(&apps.house).await;
    for ((path, body, member), action) in apps.all().into_iter().zip(ACTIONS) {
        apps.put(path, body.clone()).await.expect(200);
        let named = format!("{path}?tenant_id=acme");
        let first = admin.send("DELETE", &named, action, None).await;
        assert_eq!(first.expect(200)[member], false);
        apps.put(path, body).await.expect(200);
        let again = admin.send("DELETE", &named, action, None).await;
        assert_eq!(again.expect(200), &first.body);
        assert_eq!(again.header("etag"), first.header("etag"));
        assert_eq!(admin.traces(&format!("{action}.clear")).await, 1);
        let app = named.replace(path, path.rsplit_once('/').unwrap().0);
        let shown = apps.house.local("GET", &app).await;
        assert_eq!(shown.expect(200)[member], true);
    }
}

#[tokio::test]
async fn another_secret_under_the_same_key_is_a_mistake() {
    let apps = Apps::new().await;
    let admin = Admin::of(&apps.house).await;
    for (path, mut body, _) in apps.all() {
        let path = format!("{path}?tenant_id=acme");
        admin
            .send("PUT", &path, &path, Some(&body))
            .await
            .expect(200);
        let reused = |told: Told| {
            told.refused(409, "idempotency_key_reused");
        };
        reused(admin.send("DELETE", &path, &path, None).await);
        body["another"] = json!(1);
        reused(admin.send("PUT", &path, &path, Some(&body)).await);
    }
}

#[tokio::test]
async fn a_secret_that_was_refused_can_be_sent_again() {
    let apps = Apps::new().await;
    let admin = Admin::of(&apps.house).await;
    for (path, body, member) in apps.all() {
        let path = format!("{path}?tenant_id=acme");
        let told = admin.send("PUT", &path, &path, Some(&json!({}))).await;
        told.refused(422, "invalid");
        let told = admin.send("PUT", &path, &path, Some(&body)).await;
        assert_eq!(told.expect(200)[member], true);
    }
}

#[tokio::test]
async fn a_status_list_that_is_sent_twice_is_loaded_once() {
    let house = House::new().await;
    let admin = Admin::of(&house).await;
    let path = "/mobile/status-list";
    let list = json!({ "entries": { "1f": { "status": "REVOKED" } } });
    let first = admin.send("PUT", path, "once", Some(&list)).await;
    first.expect(200);
    house.clock.advance_ms(1_000);
    let again = admin.send("PUT", path, "once", Some(&list)).await;
    assert_eq!(again.expect(200), &first.body);
    assert_eq!(admin.traces("mobile.status_list.load").await, 1);
    let other = json!({ "entries": {} });
    let told = admin.send("PUT", path, "once", Some(&other)).await;
    told.refused(409, "idempotency_key_reused");
    let older = format!("{path}?fetched_at=2026-04-29T00:00:00Z");
    let told = admin.send("PUT", &older, "once", Some(&list)).await;
    told.refused(409, "idempotency_key_reused");
    assert_eq!(house.local("GET", path).await.expect(200)["entries"], 1);
}

#[tokio::test]
async fn a_status_list_that_was_refused_can_be_sent_again() {
    let house = House::new().await;
    let admin = Admin::of(&house).await;
    let path = "/mobile/status-list";
    let told = admin.send("PUT", path, "once", Some(&json!({}))).await;
    told.refused(422, "status_list_malformed");
    let list = json!({ "entries": {} });
    let told = admin.send("PUT", path, "once", Some(&list)).await;
    told.expect(200);
}
