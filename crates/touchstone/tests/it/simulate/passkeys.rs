//! Simulated passkeys at a running server: each format is taken, each flaw has its reason.

use serde_json::Value;

use crate::harness::{Ended, Place, Server};

struct Stage {
    place: Place,
    server: Server,
    origin: String,
}

impl Stage {
    /// A server with a relying party of this policy.
    fn new(flags: &[&str]) -> Self {
        let place = Place::new();
        let roots = place.run(&["simulate", "webauthn", "roots"]);
        assert_eq!(roots.code, 0, "{roots:?}");
        place.write("ROOTS.pem", &roots.out);
        let server = place.serve(&[]);
        let port = server.url.rsplit(':').next().unwrap().to_owned();
        let origin = format!("http://localhost:{port}");
        let way = ["--tenant", "acme", "--url", &server.url];
        place.json(&["tenant", "create", "acme", "--url", &server.url]);
        let own = format!("--origin={origin}");
        let add = [
            "webauthn",
            "rp",
            "add",
            "--rp-id=localhost",
            "--name=Try",
            &own,
        ];
        place.json(&[&add[..], flags, &way].concat());
        Self {
            place,
            server,
            origin,
        }
    }

    fn run(&self, verb: &str, arguments: &[&str]) -> Ended {
        let simulate = ["simulate", "webauthn", verb, "--json"];
        let server = ["--url", &self.server.url, "--origin", &self.origin];
        self.place
            .run(&[&simulate[..], &server, arguments].concat())
    }

    /// What the server said; it must be what the message must have.
    #[track_caller]
    fn as_expected(&self, verb: &str, arguments: &[&str]) -> Value {
        let ended = self.run(verb, arguments);
        assert_eq!(ended.code, 0, "{arguments:?}: {ended:?}");
        let told: Value = serde_json::from_str(&ended.out).unwrap();
        assert_eq!(told["reason"], told["expected_reason"], "{arguments:?}");
        told
    }

    /// A flaw in a ceremony of jeff.
    #[track_caller]
    fn flawed(&self, verb: &str, flaw: &str, arguments: &[&str]) {
        let flaw = ["--username=jeff", "--flaw", flaw];
        let told = self.as_expected(verb, &[&flaw[..], arguments].concat());
        assert_ne!(told["reason"], "accepted");
    }
}

#[test]
fn a_passkey_of_each_format_registers_and_signs_in() {
    let all = "--set=formats=none,packed_self,packed_full,tpm,android_key,android_safetynet,fido_u2f,apple,compound";
    let stage = Stage::new(&[all]);
    for format in [
        "none",
        "packed",
        "packed-self",
        "tpm",
        "android-key",
        "android-safetynet",
        "fido-u2f",
        "apple",
        "compound",
    ] {
        let username = format!("--username={format}");
        let told = stage.as_expected("register", &[&username, "--format", format]);
        assert!(told["verdict_id"].is_string(), "{told}");
        stage.as_expected("sign-in", &[&username]);
    }
    // The last one that was registered answers.
    stage.as_expected("sign-in", &[]);
}

#[test]
fn flaws_have_their_reason() {
    let stage = Stage::new(&[]);
    for flaw in [
        "envelope.id_missing",
        "client_data.origin_other",
        "object.format_missing",
        "auth_data.rp_id_other",
        "packed.signature_flipped",
        "tpm.magic_other",
        "fido_u2f.certificates_two",
        "none.members",
    ] {
        stage.flawed("register", flaw, &[]);
    }
    stage.as_expected("register", &["--username=jeff"]);
    for flaw in ["assertion.signature_flipped", "client_data.origin_other"] {
        stage.flawed("sign-in", flaw, &[]);
    }
    stage.as_expected("sign-in", &["--username=jeff"]);
}

#[test]
fn a_flaw_that_takes_something_on_the_server_is_listed_with_it() {
    let place = Place::new();
    let flaws = place.json(&["simulate", "webauthn", "flaws"]);
    let items = flaws["items"].as_array().unwrap();
    let expired = items
        .iter()
        .find(|item| item["reason"] == "cert_expired")
        .unwrap();
    let needs: Vec<&str> = expired["needs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|need| need.as_str().unwrap())
        .collect();
    let stage = Stage::new(&needs);
    let flaw = expired["flaw"].as_str().unwrap();
    stage.flawed("register", flaw, &[]);
    stage.as_expected("register", &["--username=jeff"]);
}

#[test]
fn an_answer_that_is_not_the_expected_one_is_told_and_fails() {
    let stage = Stage::new(&[]);
    // Nothing is enforced: the server takes what has this flaw.
    let flaws = stage.place.json(&["simulate", "webauthn", "flaws"]);
    let items = flaws["items"].as_array().unwrap();
    let expired = items.iter().find(|item| item["reason"] == "cert_expired");
    let flaw = expired.unwrap()["flaw"].as_str().unwrap();
    let ended = stage.run("register", &["--username=jeff", "--flaw", flaw]);
    assert_eq!(ended.code, 1, "{ended:?}");
    let told: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(told["reason"], "accepted");
    assert_eq!(told["expected_reason"], "cert_expired");
}

#[test]
fn what_cannot_be_done_is_told() {
    let stage = Stage::new(&[]);
    let said = |verb: &str, arguments: &[&str], said: &str| {
        let ended = stage.run(verb, arguments);
        assert_eq!(ended.code, 1, "{ended:?}");
        assert!(ended.err.contains(said), "{said}: {ended:?}");
    };
    said("sign-in", &["--username=nobody"], "user_not_found");
    said("sign-in", &[], "no passkey fits");
    let of_sign_in = ["--username=a", "--flaw=assertion.signature_flipped"];
    said("register", &of_sign_in, "only a sign-in can have this flaw");
    let of_packed = ["--flaw=packed.signature_flipped"];
    said(
        "sign-in",
        &of_packed,
        "only a registration can have this flaw",
    );
    let other = ["--username=a", "--flaw=tpm.magic_other", "--format=apple"];
    said("register", &other, "of the format");
    let elsewhere = [
        "simulate",
        "webauthn",
        "sign-in",
        "--url=http://127.0.0.1:1",
    ];
    let ended = stage.place.run(&elsewhere);
    ended.refused(1, "the server cannot be reached");
}
