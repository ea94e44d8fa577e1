//! A simulated iPhone is believed by a server that trusts its CA, and by no other.

use data_encoding::BASE64;
use serde_json::{Value, json};

use crate::harness::{Place, Server};

const NONCE: &str = "rPsie3vipjKaI+t2ni/IJtMyT01z+PLB8QH0Ud/z41A=";

/// A server that trusts the simulator of its folder, with a tenant, an app and an API key.
fn scene(place: &Place) -> (Server, String) {
    for (root, file) in [
        ("app-attest", "roots.pem"),
        ("receipt", "receipt-roots.pem"),
    ] {
        let pem = place.run(&["simulate", "mobile", "apple", "--root", root]);
        place.write(file, &pem.out);
    }
    place.write(
        "touchstone.toml",
        "[mobile.apple]\nroots_file = \"roots.pem\"\nreceipt_roots_file = \"receipt-roots.pem\"\n",
    );
    let server = place.serve(&[]);
    let url = server.url.clone();
    place.json(&["tenant", "create", "acme", "--url", &url]);
    let tenant = ["--tenant", "acme", "--url", &url];
    let run = |arguments: &[&str]| place.json(&[arguments, &tenant].concat());
    run(&[
        "mobile",
        "app",
        "add-apple",
        "--app-id",
        "TESTTEAM01.com.example.app",
    ]);
    run(&["mobile", "settings", "set", "explain=full"]);
    let key = run(&["key", "create", "--kind", "mobile", "--label", "backend"]);
    (server, key["key"].as_str().unwrap().to_owned())
}

fn simulate(place: &Place, arguments: &[&str]) -> Value {
    let nonce = ["simulate", "mobile", "apple", "--nonce", NONCE];
    place.json(&[&nonce[..], arguments].concat())
}

async fn verify(server: &Server, key: &str, token: &Value) -> Value {
    let base = touchstone_outbound::BaseUrl::parse(&server.url).unwrap();
    let party = touchstone_outbound::RelyingParty::new(base, key).unwrap();
    let token = &token["attestation_token"];
    let request = json!({ "attestationToken": token, "expectedNonce": NONCE });
    party.verify(&request).await.unwrap().body
}

#[tokio::test]
async fn the_first_token_attests_and_later_ones_assert() {
    let place = Place::new();
    let (server, key) = scene(&place);
    let first = simulate(&place, &[]);
    assert_eq!(
        (&first["attests"], &first["counter"]),
        (&json!(true), &json!(1))
    );
    let judged = verify(&server, &key, &first).await;
    assert_eq!(
        judged["appleTokenDetails"]["attested"],
        json!(true),
        "{judged}"
    );
    let second = simulate(&place, &[]);
    assert_eq!(
        (&second["attests"], &second["counter"]),
        (&json!(false), &json!(2))
    );
    assert_eq!(second["key_id"], first["key_id"]);
    let judged = verify(&server, &key, &second).await;
    assert_eq!(judged["appleTokenDetails"]["counter"], json!(2), "{judged}");
}

#[tokio::test]
async fn a_flaw_is_answered_with_the_reason_that_it_names() {
    let place = Place::new();
    let (server, key) = scene(&place);
    for flaw in [
        "attestation.nonce_other",
        "attestation.environment_other",
        "envelope.trailing_byte",
    ] {
        let token = simulate(&place, &["--flaw", flaw, "--new-phone"]);
        let judged = verify(&server, &key, &token).await;
        assert_eq!(
            judged["reason"], token["expected_reason"],
            "{flaw}: {judged}"
        );
    }
}

#[tokio::test]
async fn another_ca_is_not_believed() {
    let place = Place::new();
    let (server, key) = scene(&place);
    let token = simulate(&place, &["--state", "other.json"]);
    let judged = verify(&server, &key, &token).await;
    assert_eq!(judged["reason"], json!("apple_chain_untrusted"), "{judged}");
}

#[test]
fn a_phone_whose_attestation_was_flawed_attests_again() {
    let place = Place::new();
    let flawed = simulate(&place, &["--flaw", "attestation.nonce_other"]);
    assert_eq!(flawed["attests"], json!(true));
    assert_eq!(simulate(&place, &[])["attests"], json!(true));
    assert_eq!(simulate(&place, &[])["attests"], json!(false));
}

#[test]
fn the_token_of_a_session_binds_both_nonces() {
    let place = Place::new();
    let device = BASE64.encode(&[7; 32]);
    let token = |arguments: &[&str]| {
        let state = [
            "simulate",
            "mobile",
            "apple",
            "--now",
            "2026-04-29T14:50:00Z",
            "--new-phone",
        ];
        place.run(&[&state[..], arguments].concat())
    };
    assert_eq!(
        token(&["--server-nonce", NONCE, "--device-nonce", &device]).code,
        0
    );
    token(&["--device-nonce", &device]).refused(2, "--server-nonce");
    token(&["--nonce", NONCE, "--server-nonce", NONCE]).refused(2, "cannot be used with");
    token(&["--nonce", "!"]).refused(1, "--nonce is not base64");
    token(&[]).refused(1, "give --nonce or --server-nonce");
}

#[test]
fn a_mistyped_flaw_gets_the_nearest_one() {
    let place = Place::new();
    let flawed = [
        "simulate",
        "mobile",
        "apple",
        "--nonce",
        NONCE,
        "--flaw",
        "attestation.nonce_othr",
    ];
    place
        .run(&flawed)
        .refused(2, "did you mean attestation.nonce_other?");
    let flaws = place.json(&["simulate", "mobile", "apple", "--flaws"]);
    assert!(flaws["items"].as_array().unwrap().len() > 50);
}

#[test]
fn a_memory_that_is_none_is_refused() {
    let place = Place::new();
    place.write("touchstone-simulator.json", "{}");
    let ended = place.run(&["simulate", "mobile", "apple", "--nonce", NONCE]);
    ended.refused(1, "is no memory of a simulator");
}
