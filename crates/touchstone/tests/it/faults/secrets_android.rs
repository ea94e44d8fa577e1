//! Nothing secret of Android apps, of Google's accounts and of Apple's teams is told where it is kept: not
//! in the log at its most talkative, not in an answer, an error, an audit row or a metric (spec mobile.md
//! 12, row 16).

use data_encoding::BASE64;
use serde_json::{Value, json};
use touchstone_core::{Clock as _, SystemClock};
use touchstone_outbound::Method;
use touchstone_simulator::google::{AppleTeam, Behaviour, Route, ScriptedGoogle};
use touchstone_simulator::play::{Flaw, TokenType};

use super::scan::Scan;
use crate::support::{
    Admin, Binary, Engine, Party, Place, Request, Setup, account, add_android_app, android_app,
    android_phone, by_nonce, by_session, furnish, google_ca, huawei_app, on_each_engine, play_app,
};

on_each_engine!(no_secret_of_an_android_app_is_told);

const APPS: &str = "/admin/v1/mobile/android-apps";

fn now_ms() -> i64 {
    SystemClock.now().unix_ms()
}

/// A run of the built program beside a scripted Google.
struct Run {
    scan: Scan,
    google: ScriptedGoogle,
    operator: Admin,
    admin: Admin,
    party: Party,
    app: String,
}

async fn no_secret_of_an_android_app_is_told(engine: Engine) {
    let google = ScriptedGoogle::start(now_ms).await.unwrap();
    google.add_app(&play_app());
    google.add_account(&account("acme"));
    let place = Place::new(engine);
    place.configure(&Setup {
        level: "trace",
        issuers: google.base_url(),
        ..Setup::default()
    });
    let binary = Binary::serve(&place);
    let party = furnish(binary.address, &place).await;
    let operator = Admin::new(binary.address, place.read("admin-key").trim());
    let admin = operator.of("acme");
    let app = add_android_app(&admin, &android_app(crate::support::PACKAGE)).await;
    let mut run = Run {
        scan: Scan::default(),
        google,
        operator,
        admin,
        party,
        app,
    };
    run.set_secrets().await;
    run.refuse_secrets().await;
    run.judge_tokens().await;
    run.meet_troubles().await;
    run.read_everything().await;
    binary.terminate();
    assert!(binary.ended().await.success());
    let log = place.read("log");
    assert!(log.contains("mobile.upstream.denied"), "the log is silent");
    run.scan.told.push(log);
    run.scan.assert_silent();
}

impl Run {
    /// The middle of a private key's PEM: no two keys share it.
    fn pem(&mut self, what: &str, pem: &str) {
        let lines: Vec<&str> = pem.lines().collect();
        self.scan.text(what, lines[lines.len() / 2]);
    }

    async fn set_secrets(&mut self) {
        let play = play_app();
        self.scan
            .bytes("decryption key", &play.keys().decryption_key());
        let keys = json!({
            "decryption_key": play.keys().decryption_key_base64(),
            "verification_key": play.keys().verification_key_base64(),
        });
        let google: Value = serde_json::from_str(&account("acme").json()).unwrap();
        self.pem("service account", google["private_key"].as_str().unwrap());
        let team = AppleTeam::new([6; 32], "TESTTEAM01", "ABCDE12345");
        self.pem("DeviceCheck key", &team.private_key_p8());
        let apple = self.admin.get("/admin/v1/mobile/apple-apps").await;
        let apple = apple["items"][0]["id"].as_str().unwrap().to_owned();
        let key = json!({"key_id": team.key_id(), "p8": team.private_key_p8()});
        for (path, body) in [
            (format!("{APPS}/{}/play-keys", self.app), keys),
            (format!("{APPS}/{}/service-account", self.app), google),
            (
                format!("/admin/v1/mobile/apple-apps/{apple}/devicecheck-key"),
                key,
            ),
        ] {
            let app = self.admin.put(&path, body).await;
            self.scan.told.push(app.to_string());
        }
        let list = serde_json::from_str(&google_ca().status_list()).unwrap();
        self.operator
            .put("/admin/v1/mobile/status-list", list)
            .await;
    }

    /// The same in forms that are refused.
    async fn refuse_secrets(&mut self) {
        let google: Value = serde_json::from_str(&account("acme").json()).unwrap();
        let mut elsewhere = google.clone();
        elsewhere["token_uri"] = json!("https://example.com/token");
        let mut broken = google.clone();
        let pem = google["private_key"].as_str().unwrap();
        broken["private_key"] = json!(pem.replace("-----END", "!-----END"));
        let mut as_name = google.clone();
        as_name["client_email"] = json!(pem);
        let mut as_type = google.clone();
        as_type["type"] = json!(pem);
        let decryption = play_app().keys().decryption_key_base64();
        let account_path = format!("{APPS}/{}/service-account", self.app);
        let keys_path = format!("{APPS}/{}/play-keys", self.app);
        for (path, body) in [
            (&account_path, elsewhere),
            (&account_path, broken),
            (&account_path, as_name),
            (&account_path, as_type),
            (&account_path, json!([pem])),
            (&keys_path, json!({"decryption_key": decryption})),
            (
                &keys_path,
                json!({"decryption_key": [decryption], "verification_key": decryption}),
            ),
            (
                &keys_path,
                json!({"decryption_key": decryption, "verification_key": decryption}),
            ),
        ] {
            let refused = self.admin.try_write(Method::Put, path, body).await;
            let refused = refused.expect_err("no secret");
            self.scan.told.push(format!("{refused:?}"));
        }
        // A member's name is told to whoever wrote it, and to nobody else.
        let as_member = json!({ decryption.clone(): decryption });
        let refused = self.admin.try_write(Method::Put, &keys_path, as_member);
        assert_eq!(refused.await.unwrap_err().status, 422);
    }

    /// Has this token judged in a session of its own.
    async fn judge(&mut self, make: impl Fn(&[u8]) -> Vec<u8>) {
        let session = self.party.init().await;
        let token = make(&session.nonce);
        self.scan.bytes("server nonce", &session.nonce);
        self.scan
            .text("token", &BASE64.encode(&token[token.len() - 60..]));
        let answer = self.party.verify(&by_session(&token, &session)).await;
        self.scan.told.push(format!("{answer:?}"));
    }

    async fn judge_tokens(&mut self) {
        let app = play_app();
        for token_type in [TokenType::Classic, TokenType::Standard] {
            self.judge(|nonce| app.token(token_type, nonce, now_ms()))
                .await;
            for flaw in [Flaw::SignedByOther, Flaw::NonceOther, Flaw::Unlicensed] {
                let kind = flaw.token_type().unwrap_or(token_type);
                self.judge(|nonce| app.flawed_token(flaw, kind, nonce, now_ms()))
                    .await;
            }
        }
        self.judge(|nonce| huawei_app().token(nonce, now_ms()))
            .await;
        self.judge(|nonce| huawei_app().token(&nonce[1..], now_ms()))
            .await;
        let phone = android_phone(1);
        self.judge(|nonce| phone.token(nonce, true, true, now_ms()))
            .await;
        self.judge(|nonce| phone.token(nonce, false, true, now_ms()))
            .await;
        self.judge(|nonce| phone.token(&nonce[1..], false, true, now_ms()))
            .await;
        let expected = [0x4E; 24];
        self.scan.bytes("expected nonce", &expected);
        let token = app.token(TokenType::Classic, &expected, now_ms());
        let answer = self.party.verify(&by_nonce(&token, &expected)).await;
        self.scan.told.push(format!("{answer:?}"));
    }

    /// Google repeats what it was sent, refuses, answers nonsense, is gone.
    async fn meet_troubles(&mut self) {
        let asked = self.google.requests(Route::Decode);
        let last = asked.last().unwrap();
        let bearer = last.header("authorization").unwrap().to_owned();
        let access_token = bearer.strip_prefix("Bearer ").unwrap();
        self.scan.text("access token", access_token);
        let grant = self.google.requests(Route::Token)[0].body.clone();
        let grant = grant.split("assertion=").nth(1).unwrap();
        self.scan.text("grant", grant.rsplit('.').next().unwrap());
        let echo = json!({"error": {"message": format!("{} for {bearer}", last.body)}});
        for behaviour in [
            Behaviour::Status(403, echo.to_string()),
            Behaviour::Status(400, echo.to_string()),
            Behaviour::Status(200, echo.to_string()),
            Behaviour::Close,
        ] {
            self.google.script(Route::Decode, [behaviour]);
            let app = play_app();
            self.judge(|nonce| app.token(TokenType::Standard, nonce, now_ms()))
                .await;
        }
        let text = last.body.clone();
        let text: Value = serde_json::from_str(&text).unwrap();
        let text = text["integrityToken"].as_str().unwrap();
        let (_, end) = text.split_at(text.len() - 40);
        self.scan.text("integrity token", end);
    }

    async fn read_everything(&mut self) {
        for path in [
            APPS,
            "/admin/v1/mobile/apple-apps",
            "/admin/v1/mobile/device-keys",
            "/admin/v1/audit",
        ] {
            let told = self.admin.find(path, &[("limit", "200")]).await;
            self.scan.told.push(told.to_string());
        }
        let anchors = self.operator.get("/admin/v1/mobile/anchors").await;
        self.scan.told.push(anchors.to_string());
        let metrics = Request::new("GET", "/metrics")
            .send(self.party.address)
            .await;
        assert!(metrics.body.contains("touchstone_upstream_calls_total"));
        self.scan.told.push(metrics.body);
    }
}
