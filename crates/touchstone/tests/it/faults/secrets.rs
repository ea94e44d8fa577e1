//! Nothing secret is told where it is kept: not in the log at its most talkative, not in an error,
//! not in the metrics (spec mobile.md 12, row 16).

use data_encoding::BASE64;
use serde_json::{Value, json};
use touchstone_core::{Clock as _, SystemClock};
use touchstone_simulator::apple::ClientDataProfile;

use super::scan::Scan;
use crate::support::{
    Admin, Binary, Engine, Party, Place, Request, Setup, by_nonce, by_session, furnish, iphone,
    on_each_engine,
};

on_each_engine!(no_log_line_error_or_metric_tells_a_secret);

async fn no_log_line_error_or_metric_tells_a_secret(engine: Engine) {
    let place = Place::new(engine);
    place.configure(&Setup {
        level: "trace",
        ..Setup::default()
    });
    let mut scan = Scan::default();
    let binary = Binary::serve(&place);
    let party = furnish(binary.address, &place).await;
    let admin_key = place.read("admin-key").trim().to_owned();
    scan.text("API key", &party.key);
    scan.text("admin key", &admin_key);
    scan.text("master key", place.read("master-key").trim());
    scan.bytes("master key", &[0xA7; 32]);

    refused_keys(&mut scan, &party).await;
    judged_tokens(&mut scan, &party).await;
    malformed_requests(&mut scan, &party).await;
    administration(&mut scan, &party, &admin_key).await;

    let metrics = Request::new("GET", "/metrics").send(binary.address).await;
    assert!(metrics.body.contains("touchstone_http_requests_total"));
    scan.told.push(metrics.body);
    binary.terminate();
    assert!(binary.ended().await.success());
    let log = place.read("log");
    assert_speaks(&log);
    scan.told.push(log);
    scan.assert_silent();
}

/// A scan of a silent log would prove nothing.
fn assert_speaks(log: &str) {
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let with =
        |member: &str, value: &str| lines.iter().filter(|line| line[member] == value).count();
    assert!(with("level", "DEBUG") > 0, "{log}");
    assert!(with("target", "touchstone::access") >= 20, "{log}");
    assert!(with("because", "unknown") >= 1, "{log}");
    assert!(with("because", "malformed") >= 1, "{log}");
}

async fn refused_keys(scan: &mut Scan, party: &Party) {
    let unknown = format!("xma_{}", "Q7".repeat(21));
    let long = format!("xma_{}", "R8".repeat(300));
    for key in [&unknown, &long] {
        scan.text("refused key", key.get(..40).unwrap());
        scan.refusal(&party.with_key(key).ask_init().await);
        let path = format!("/api/v1/{key}?key={key}");
        let request = Request::new("GET", &path).header("X-Api-Key", key);
        scan.refusal(&request.send(party.address).await);
        let admin = Request::new("GET", "/admin/v1/tenants");
        let admin = admin.header("Authorization", &format!("Bearer {key}"));
        scan.refusal(&admin.send(party.address).await);
    }
}

async fn judged_tokens(scan: &mut Scan, party: &Party) {
    let (mut phone, profile) = (iphone(1), ClientDataProfile::CborArray);
    let now_ms = SystemClock.now().unix_ms();
    for attest in [true, false] {
        let session = party.init().await;
        let token = phone.token(&session.nonce, profile, attest, now_ms);
        scan.bytes("token", &token);
        scan.text("token", &BASE64.encode(&token[token.len() - 60..]));
        scan.bytes("server nonce", &session.nonce);
        let body = by_session(&token, &session);
        party.verify(&body).await.assert_accepted();
        scan.refusal(&party.verify(&body).await);
    }
    let (nonce, device) = ([0x4E; 32], [0x6D; 32]);
    scan.bytes("expected nonce", &nonce);
    scan.bytes("device nonce", &device);
    let token = phone.token(&[1; 32], profile, false, now_ms);
    scan.bytes("token", &token);
    scan.refusal(&party.verify(&by_nonce(&token, &nonce)).await);
    let session = party.init().await;
    let mut body = by_session(b"a token that is no envelope", &session);
    scan.bytes("token", b"a token that is no envelope");
    body["deviceNonce"] = json!(BASE64.encode(&device));
    scan.refusal(&party.verify(&body).await);
    let session = party.init().await;
    scan.bytes("server nonce", &session.nonce);
    let raw = iphone(2).token(&session.nonce, ClientDataProfile::Raw, true, now_ms);
    scan.refusal(&party.verify(&by_session(&raw, &session)).await);
}

async fn malformed_requests(scan: &mut Scan, party: &Party) {
    let token = "dG9rZW4gdGhhdCBpcyB0b2xkIGluIGEgYm9keQ";
    scan.text("token", token);
    for body in [
        format!("{{\"attestationToken\":\"{token}"),
        format!("{{\"attestationToken\":\"{token}\",\"attestationToken\":\"{token}\"}}"),
        format!("{{\"attestationToken\":\"{token}!\",\"expectedNonce\":\"{token}\"}}"),
        format!("{{\"attestationToken\":\"{token}==\",\"expectedNonce\":[\"{token}\"]}}"),
        format!("{{\"attestationToken\":\"{token}==\",\"sessionReference\":\"{token}\"}}"),
        format!(
            "{{\"attestationToken\":\"{token}\"{}}}",
            " ".repeat(140_000)
        ),
    ] {
        scan.refusal(&party.verify_bytes(body).await);
    }
    let request = party.request("POST", "/api/v1/attestation/verify");
    let request = request.header("Content-Type", token).body(token);
    scan.refusal(&request.send(party.address).await);
}

/// Keys that are made, rotated, taken in and refused by the admin API.
async fn administration(scan: &mut Scan, party: &Party, admin_key: &str) {
    let admin = Admin::new(party.address, admin_key).of("acme");
    let body = json!({"kind": "mobile", "label": "another"});
    let made = admin.post("/admin/v1/keys", body).await;
    scan.text("API key", made["key"].as_str().unwrap());
    let path = format!("/admin/v1/keys/{}/rotate", made["id"].as_str().unwrap());
    let rotated = admin.post(&path, json!({})).await;
    scan.text("API key", rotated["key"].as_str().unwrap());
    let foreign = "xma_ForeignKeyThatWasIssuedElsewhere_0123";
    scan.text("foreign key", foreign);
    let import = json!({"kind": "mobile", "label": "foreign", "key": foreign});
    admin.post("/admin/v1/keys/import", import).await;
    for wrong in [
        json!({"kind": "mobile", "label": "x", "key": format!("{foreign} ")}),
        json!({"kind": "mobile", "label": "x", "key": [foreign]}),
        json!({"kind": foreign, "label": "x", "key": foreign}),
    ] {
        let request = Request::new("POST", "/admin/v1/keys/import?tenant_id=acme");
        let request = request.header("Authorization", &format!("Bearer {admin_key}"));
        scan.refusal(&request.json(&wrong).send(party.address).await);
    }
}
