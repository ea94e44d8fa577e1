//! What goes wrong between verification and settlement, exactly there: a lock in PostgreSQL holds every settlement back (spec webauthn.md 3.1;
//! section 9, row 37; section 12).

use serde_json::{Value, json};
use tokio::task::{JoinHandle, block_in_place};
use tokio::time::timeout;
use touchstone_core::{Clock as _, SystemClock};
use touchstone_simulator::webauthn::Authenticator;

use crate::support::{
    Admin, Answer, Binary, Blocker, Engine, Fido2, PATIENCE, Place, Request, W2, W4, authenticator,
    passkey_place,
};

/// A server on PostgreSQL, and a message of each ceremony that is not sent yet.
struct Scene {
    place: Place,
    binary: Binary,
    fido2: Fido2,
    device: Authenticator,
}

impl Scene {
    async fn new(place: Place) -> Self {
        let binary = block_in_place(|| Binary::serve(&place));
        let operator = Admin::new(binary.address, place.read("admin-key").trim());
        let tenant = json!({"name": "acme"});
        operator.post("/admin/v1/tenants", tenant).await;
        let fido2 = Fido2::furnish(&operator.of("acme"), binary.address, json!({})).await;
        let mut device = authenticator(1, SystemClock.now().unix_ms());
        fido2.registered(&mut device, "jeff").await;
        Self {
            place,
            binary,
            fido2,
            device,
        }
    }

    /// Path, message and session of a ceremony that is about to end.
    async fn begun(&mut self, path: &'static str) -> (&'static str, Value, Value) {
        let (message, session_id) = match path {
            W2 => {
                let mut another = authenticator(2, SystemClock.now().unix_ms());
                self.fido2.registration(&mut another, "anna").await
            }
            _ => self.fido2.sign_in(&mut self.device, "jeff").await,
        };
        (path, message, session_id)
    }

    /// Sends a message, and waits until it is judged and cannot be settled.
    fn held_back(&self, blocker: &Blocker, path: &'static str, message: &Value) -> Held {
        let (fido2, message) = (self.fido2, message.clone());
        let answer = tokio::spawn(async move { fido2.try_post(path, &message).await });
        block_in_place(|| blocker.until_somebody_waits());
        answer
    }

    fn blocker(&self) -> Blocker {
        block_in_place(|| Blocker::begin(self.place.url()))
    }
}

type Held = JoinHandle<Option<Answer>>;

async fn assert_open(fido2: Fido2, session_id: &Value) {
    let status = fido2.status(session_id).await;
    assert_eq!(status["status"], "initialized", "{status}");
    assert_eq!(status["detail"]["verdict"], Value::Null);
}

async fn assert_ends_once(fido2: Fido2, path: &str, message: &Value, session_id: &Value) {
    fido2.post(path, message).await.assert_ok();
    fido2
        .post(path, message)
        .await
        .assert_failed("session_used");
    assert_eq!(fido2.status(session_id).await["status"], "succeeded");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_between_verification_and_settlement_leaves_the_session_open() {
    let mut scene = Scene::new(passkey_place(Engine::Postgres)).await;
    for path in [W2, W4] {
        let (path, message, session_id) = scene.begun(path).await;
        let blocker = scene.blocker();
        let held = scene.held_back(&blocker, path, &message);
        scene.binary.kill();
        assert_eq!(held.await.unwrap(), None);
        drop(blocker);
        scene.binary = block_in_place(|| Binary::serve(&scene.place));
        scene.fido2.address = scene.binary.address;
        assert_open(scene.fido2, &session_id).await;
        assert_ends_once(scene.fido2, path, &message, &session_id).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn row_37_a_store_that_is_lost_in_settle_is_503_and_consumes_nothing() {
    let place = block_in_place(Place::with_own_postgres);
    place.configure_also("[webauthn.mds]\nenabled = false\n");
    let mut scene = Scene::new(place).await;
    for path in [W2, W4] {
        let (path, message, session_id) = scene.begun(path).await;
        let blocker = scene.blocker();
        let held = scene.held_back(&blocker, path, &message);
        block_in_place(|| scene.place.postgres().kill()).unwrap();
        let answer = held.await.unwrap().expect("an answer");
        assert_eq!(answer.status, 503, "{answer:?}");
        assert_eq!(answer.json()["status"], "failed");
        assert_eq!(answer.header("x-touchstone-reason"), Some("unavailable"));
        assert_eq!(answer.header("x-touchstone-verdict"), None);
        drop(blocker);
        revive(&mut scene).await;
        assert_open(scene.fido2, &session_id).await;
        assert_ends_once(scene.fido2, path, &message, &session_id).await;
    }
}

/// Starts the database again and waits until the server has found it.
async fn revive(scene: &mut Scene) {
    block_in_place(|| scene.place.postgres().start_again()).unwrap();
    let address = scene.binary.address;
    let ready = async || Request::new("GET", "/ready").send(address).await;
    let found = async { while ready().await.status != 200 {} };
    timeout(PATIENCE, found).await.expect("in time");
}
