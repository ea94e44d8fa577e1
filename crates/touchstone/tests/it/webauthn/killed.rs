//! The process is killed under load and started again: every ceremony is whole or not begun (spec webauthn.md 3.1 and 12).

use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use touchstone_core::{Clock as _, SystemClock};

use crate::support::{
    Admin, Answer, Binary, Engine, Fido2, ORIGIN, Place, W1, W2, W3, W4, authenticator,
    credentials_of, on_each_engine, passkey_place,
};

on_each_engine!(after_a_kill_every_ceremony_is_whole_or_not_begun);

const WORKERS: u16 = 16;
/// More than a worker gets to; the kill comes long before.
const ROUNDS: u16 = u16::MAX / WORKERS;

/// A result that was sent.
struct Sent {
    path: &'static str,
    username: String,
    session_id: Value,
    message: Value,
    /// None: the server was gone.
    answer: Option<Answer>,
}

/// Registers and signs in with a device of its own; none when the server is gone.
async fn ceremonies(fido2: Fido2, seed: u16, told: &UnboundedSender<Sent>) -> Option<()> {
    let username = format!("user {seed}");
    let mut device = authenticator(seed, SystemClock.now().unix_ms());
    for (path, options_path) in [(W2, W1), (W4, W3)] {
        let asked = Fido2::registration_of(&username);
        let options = fido2.try_post(options_path, &asked).await?.assert_ok();
        let message = match path {
            W2 => device.register(&options, ORIGIN).unwrap().message(),
            _ => device.sign_in(&options, ORIGIN).unwrap().message(),
        };
        let answer = fido2.try_post(path, &message).await;
        let is_gone = answer.is_none();
        let sent = Sent {
            path,
            username: username.clone(),
            session_id: options["fido2SessionId"].clone(),
            message,
            answer,
        };
        told.send(sent).unwrap();
        if is_gone {
            return None;
        }
    }
    Some(())
}

/// Puts the server under load, kills it, and tells what was sent by then.
async fn kill_under_load(binary: Binary, fido2: Fido2) -> Vec<Sent> {
    let (told, mut sent) = unbounded_channel();
    for worker in 0..WORKERS {
        let told = told.clone();
        tokio::spawn(async move {
            for round in 0..ROUNDS {
                if ceremonies(fido2, worker * ROUNDS + round, &told)
                    .await
                    .is_none()
                {
                    return;
                }
            }
        });
    }
    drop(told);
    let mut all = Vec::new();
    for _ in 0..100 {
        all.push(sent.recv().await.expect("a server under load"));
    }
    binary.kill();
    while let Some(one) = sent.recv().await {
        all.push(one);
    }
    all
}

/// A ceremony that the status calls ended is there with all that it writes, and one that it calls open left nothing.
async fn assert_whole_or_open(fido2: Fido2, admin: &Admin, sent: &Sent) {
    let status = fido2.status(&sent.session_id).await;
    let (word, detail) = (&status["status"], &status["detail"]);
    let held = credentials_of(admin, &sent.username).await;
    if let Some(answer) = &sent.answer {
        answer.assert_ok();
        assert_eq!(word, "succeeded", "{status}");
        assert_eq!(
            answer.header("x-touchstone-verdict"),
            detail["verdict"].as_str()
        );
    }
    if word == "succeeded" {
        let path = format!("/admin/v1/verdicts/{}", detail["verdict"].as_str().unwrap());
        let verdict = admin.get(&path).await;
        assert_eq!(verdict["outcome"], "valid");
        assert_eq!(held.len(), 1);
        assert_eq!(held[0]["extId"], detail["credentialExtId"]);
        let again = fido2.post(sent.path, &sent.message).await;
        again.assert_failed("session_used");
    } else {
        assert_eq!(word, "initialized", "{status}");
        assert_eq!(detail["verdict"], Value::Null);
        assert_eq!(held.len(), usize::from(sent.path == W4), "{status}");
        fido2.post(sent.path, &sent.message).await.assert_ok();
    }
}

async fn after_a_kill_every_ceremony_is_whole_or_not_begun(engine: Engine) {
    let place = passkey_place(engine);
    let binary = Binary::serve(&place);
    let (admin, fido2) = furnish(&binary, &place).await;
    let sent = kill_under_load(binary, fido2).await;
    assert!(
        sent.iter().any(|one| one.answer.is_none()),
        "nothing under way"
    );
    let binary = Binary::serve(&place);
    let fido2 = Fido2 {
        address: binary.address,
    };
    let admin = Admin::new(binary.address, place.read("admin-key").trim()).of(&admin);
    for one in &sent {
        assert_whole_or_open(fido2, &admin, one).await;
    }
}

/// A tenant with the relying party; its name.
async fn furnish(binary: &Binary, place: &Place) -> (String, Fido2) {
    let operator = Admin::new(binary.address, place.read("admin-key").trim());
    let tenant = json!({"name": "acme"});
    operator.post("/admin/v1/tenants", tenant).await;
    let admin = operator.of("acme");
    let fido2 = Fido2::furnish(&admin, binary.address, json!({})).await;
    ("acme".to_owned(), fido2)
}
