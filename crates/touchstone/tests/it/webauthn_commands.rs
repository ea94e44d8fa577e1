//! The commands of passkeys: relying parties, users, credentials that come and go, SecTokens, statements, diagnosis.

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use touchstone_simulator::webauthn::statement::Packed;
use touchstone_simulator::webauthn::{Authenticator, Statement};

use crate::harness::{Ended, Place};

/// The generator of P-256 as a COSE key.
const KEY: &str = "pQECAyYgASFYIGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWIlggT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU";
const AAGUID: &str = "2fc0579f-8113-47ea-b116-bb5a8db9202a";

/// A tenant of its own with one relying party, managed without a server.
struct Tenant(Place);

impl Tenant {
    fn new() -> Self {
        let place = Place::new();
        place.json(&["tenant", "create", "acme", "--local"]);
        let tenant = Self(place);
        tenant.json(&[
            "rp",
            "add",
            "--rp-id=siven.ch",
            "--name=Siven",
            "--origin=https://siven.ch",
        ]);
        tenant
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        let way = ["--tenant", "acme", "--local"];
        self.0.run(&[&["webauthn"], arguments, &way].concat())
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let ended = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(ended.code, 0, "{arguments:?}: {ended:?}");
        serde_json::from_str(&ended.out).unwrap()
    }

    /// What is said of a refusal.
    #[track_caller]
    fn refused(&self, arguments: &[&str]) -> String {
        let ended = self.run(arguments);
        assert_eq!(ended.code, 1, "{ended:?}");
        ended.err
    }

    fn import(&self, lines: &str) -> Ended {
        self.0.write("credentials.jsonl", lines);
        self.run(&["credential", "import", "credentials.jsonl"])
    }
}

fn credential() -> Value {
    json!({
        "aaguid": AAGUID,
        "authenticator": "Blue key",
        "attestationConveyancePreference": "direct",
        "hashedCredentialId": "A5BYxvLAy0ksUzsKTRTvd8wPeKvMztUofYShogEc-4E",
        "rpId": "siven.ch",
        "residentKeyRequirement": "preferred",
        "userVerificationRequirement": "required",
        "credentialId": "AQID",
        "publicKey": KEY,
        "signCount": 7,
        "user": {"username": "jeff", "ext_id": "u1", "handle": "AAE"},
    })
}

#[test]
fn a_relying_party_is_set_shown_and_removed() {
    let tenant = Tenant::new();
    let set = tenant.json(&[
        "rp",
        "set",
        "siven.ch",
        "--profile=l3",
        "--set=attestation.mode=enforced",
        "--set=algorithms=-257",
        "--host=login.siven.ch",
    ]);
    assert_eq!(set["policy"]["attestation"]["mode"], "enforced");
    assert_eq!(set["policy"]["algorithms"], json!([-257]));
    assert_eq!(set["origins"], json!(["https://siven.ch"]));
    let shown = tenant.run(&["rp", "show", "siven.ch"]).out;
    assert!(shown.contains("attestation.mode *"), "{shown}");
    assert!(
        shown.contains("warning: attestation is enforced"),
        "{shown}"
    );
    let back = tenant.json(&["rp", "set", "siven.ch", "--set=algorithms=null"]);
    assert_eq!(back["policy"]["algorithms"], json!([-7, -8, -257]));
    let list = tenant.run(&["rp", "list"]).out;
    assert!(list.contains("siven.ch"), "{list}");
    assert_eq!(tenant.run(&["rp", "remove", "siven.ch"]).code, 0);
    assert_eq!(tenant.json(&["rp", "list"])["items"], json!([]));
}

#[test]
fn what_is_wrong_with_a_relying_party_is_told_by_its_path() {
    let tenant = Tenant::new();
    let cases = [
        (&["--set=atestation.mode=enforced"][..], "policy.atestation"),
        (
            &["--set=attestation.mode=strict"],
            "policy.attestation.mode",
        ),
        (&["--origin=http://siven.ch"], "origins[0]"),
        (&["--anchors=packed=nowhere.pem"], "cannot read nowhere.pem"),
        (&[], "nothing to set"),
    ];
    for (arguments, told) in cases {
        let refused = tenant.refused(&[&["rp", "set", "siven.ch"], arguments].concat());
        assert!(refused.contains(told), "{refused}");
    }
}

#[test]
fn a_user_is_named_by_name_or_identifier() {
    let tenant = Tenant::new();
    let made = tenant.json(&["user", "add", "jeff", "--ext-id=u1", "--handle=-_8"]);
    assert_eq!(made["handle"], "-_8");
    for name in ["jeff", "u1"] {
        assert_eq!(tenant.json(&["user", "disable", name])["state"], "disabled");
        assert_eq!(tenant.json(&["user", "enable", name])["state"], "active");
    }
    assert_eq!(tenant.run(&["user", "delete", "jeff"]).code, 0);
    assert!(tenant.refused(&["user", "show", "jeff"]).contains("not"));
}

#[test]
fn what_is_exported_can_be_imported_again() {
    let tenant = Tenant::new();
    let ended = tenant.import(&credential().to_string());
    assert_eq!(ended.out, "imported 1, refused 0\n", "{ended:?}");
    let exported = tenant.run(&["credential", "export"]).out;
    assert_eq!(exported.lines().count(), 1, "{exported}");
    tenant.run(&["user", "delete", "jeff"]);
    let ended = tenant.import(&exported);
    assert_eq!(ended.code, 0, "{ended:?}");
    let again = tenant.run(&["credential", "export", "--user=jeff"]).out;
    let read = |text: &str| -> Value {
        let mut read: Value = serde_json::from_str(text).unwrap();
        // The user was made anew.
        let user = read["user"].as_object_mut().unwrap();
        user.remove("created_at");
        user.remove("updated_at");
        read
    };
    assert_eq!(read(&again), read(&exported));
}

#[test]
fn lines_that_are_refused_are_told_by_their_number() {
    let tenant = Tenant::new();
    let mut foreign = credential();
    foreign["rpId"] = json!("other.ch");
    let ended = tenant.import(&format!("{{}}\n\nnonsense\n{foreign}\n{}\n", credential()));
    assert_eq!(ended.code, 1);
    assert_eq!(ended.out, "imported 1, refused 3\n");
    for told in [
        "line 1: has no user",
        "line 3: is no JSON",
        "line 4: ",
        "rpId",
    ] {
        assert!(ended.err.contains(told), "{}", ended.err);
    }
}

/// A credential of this id, of a user that the lines tell of by its members.
fn another(id: u8, user: Value) -> String {
    let mut line = credential();
    line["credentialId"] = json!(BASE64URL_NOPAD.encode(&[id]));
    let hash = digest(&SHA256, &[id]);
    line["hashedCredentialId"] = json!(BASE64URL_NOPAD.encode(hash.as_ref()));
    line["user"] = user;
    line.to_string()
}

#[test]
fn lines_of_one_user_without_identifier_go_to_one_user() {
    let tenant = Tenant::new();
    let user = json!({"username": "ann", "handle": "AAI"});
    let lines = [another(1, user.clone()), another(2, user)].join("\n");
    let ended = tenant.import(&lines);
    assert_eq!(ended.out, "imported 2, refused 0\n", "{ended:?}");
    let list = tenant.json(&["credential", "list", "ann"]);
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
}

#[test]
fn a_credential_is_not_imported_to_a_user_of_another_handle() {
    let tenant = Tenant::new();
    tenant.import(&another(1, json!({"username": "ann", "handle": "AAI"})));
    for user in [
        json!({"username": "ann", "handle": "AAM"}),
        json!({"ext_id": "u1", "username": "jeff", "handle": "AAM"}),
    ] {
        tenant.import(&credential().to_string());
        let ended = tenant.import(&another(2, user));
        assert_eq!(ended.code, 1);
        assert!(ended.err.contains("another handle"), "{}", ended.err);
    }
}

#[test]
fn a_user_who_was_disabled_elsewhere_is_disabled_here() {
    let tenant = Tenant::new();
    let user = json!({"username": "ann", "handle": "AAI", "state": "disabled"});
    let ended = tenant.import(&another(1, user));
    assert_eq!(ended.code, 0, "{ended:?}");
    assert_eq!(tenant.json(&["user", "show", "ann"])["state"], "disabled");
}

#[test]
fn an_import_that_broke_off_before_it_disabled_a_user_does_so_when_repeated() {
    let tenant = Tenant::new();
    tenant.json(&["user", "add", "ann", "--handle=AAI"]);
    let user = json!({"username": "ann", "handle": "AAI", "state": "disabled"});
    let ended = tenant.import(&another(1, user));
    assert_eq!(ended.code, 0, "{ended:?}");
    assert_eq!(tenant.json(&["user", "show", "ann"])["state"], "disabled");
}

#[test]
fn a_user_who_was_enabled_here_stays_so() {
    let tenant = Tenant::new();
    let user = json!({"username": "ann", "handle": "AAI", "state": "disabled"});
    tenant.import(&another(1, user.clone()));
    tenant.json(&["user", "enable", "ann"]);
    let ended = tenant.import(&another(2, user));
    assert_eq!(ended.code, 0, "{ended:?}");
    assert_eq!(tenant.json(&["user", "show", "ann"])["state"], "active");
}

#[test]
fn a_credential_is_suspended_resumed_shown_and_deleted() {
    let tenant = Tenant::new();
    tenant.import(&credential().to_string());
    let list = tenant.json(&["credential", "list", "jeff"]);
    let id = list["items"][0]["extId"].as_str().unwrap().to_owned();
    let suspended = tenant.json(&["credential", "suspend", "jeff", &id]);
    assert_eq!(suspended["stateName"], "suspended");
    let resumed = tenant.json(&["credential", "resume", "jeff", &id]);
    assert_eq!(resumed["stateName"], "active");
    let shown = tenant.run(&["credential", "show", "jeff", &id]).out;
    for told in [
        AAGUID,
        "not_evaluated",
        "trust, as it changed since",
        "imported",
    ] {
        assert!(shown.contains(told), "{shown}");
    }
    assert!(
        tenant
            .refused(&["rp", "remove", "siven.ch"])
            .contains("--cascade")
    );
    assert_eq!(tenant.run(&["credential", "delete", "jeff", &id]).code, 0);
    let refused = tenant.refused(&["credential", "show", "jeff", &id]);
    assert!(refused.contains("not"), "{refused}");
}

#[test]
fn a_sectoken_goes_to_a_file_that_only_its_owner_reads() {
    use std::os::unix::fs::PermissionsExt as _;
    let tenant = Tenant::new();
    let create = [
        "sectoken",
        "create",
        "--label=back end",
        "--rp=siven.ch",
        "--out=token",
    ];
    let made = tenant.json(&create);
    assert!(made.get("key").is_none());
    assert!(tenant.0.read("token").starts_with("tswa_"));
    let mode = std::fs::metadata(tenant.0.file("token"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    let refused = tenant.refused(&create);
    assert!(refused.contains("exists"), "{refused}");
    let id = made["id"].as_str().unwrap();
    let revoked = tenant.json(&["sectoken", "revoke", id, "--reason=leaked"]);
    assert_eq!(revoked["revoked_reason"], "leaked");
}

#[test]
fn a_statement_is_added_under_the_model_that_it_names() {
    let tenant = Tenant::new();
    let statement = json!({
        "aaguid": AAGUID,
        "description": "Blue key",
        "attestationTypes": ["basic_full"],
        "authenticationAlgorithms": ["secp256r1_ecdsa_sha256_raw"],
        "attestationRootCertificates": [],
    });
    tenant.0.write("key.json", &statement.to_string());
    let added = tenant.run(&["statement", "add", "key.json"]);
    assert_eq!(added.out, format!("added {AAGUID}\n"), "{added:?}");
    let list = tenant.run(&["statement", "list"]).out;
    assert!(list.contains("Blue key"), "{list}");
    assert_eq!(tenant.run(&["statement", "remove", AAGUID]).code, 0);
    tenant.0.write("key.json", "{}");
    let refused = tenant.refused(&["statement", "add", "key.json"]);
    assert!(refused.contains("--aaguid"), "{refused}");
}

/// What a browser gives for a registration at this origin.
fn registration(origin: &str) -> String {
    let options = json!({
        "rp": {"id": "siven.ch", "name": "Siven"},
        "user": {"id": "AAE", "name": "jeff", "displayName": "Jeff"},
        "challenge": "A".repeat(43),
        "pubKeyCredParams": [{"type": "public-key", "alg": -7}],
        "attestation": "direct",
    });
    let statement = Statement::Packed(Packed::by_itself());
    let mut authenticator = Authenticator::new([1; 32], [7; 16], statement, 1_777_474_200_000);
    let mut draft = authenticator
        .register(&options, "https://siven.ch")
        .unwrap();
    draft.client_data.set("origin", json!(origin));
    draft.message().to_string()
}

#[test]
fn a_diagnosis_shows_every_check_and_ends_as_the_ceremony_would() {
    let tenant = Tenant::new();
    tenant
        .0
        .write("sent.json", &registration("https://siven.ch"));
    let diagnose = ["diagnose", "sent.json", "--rp=siven.ch"];
    let good = tenant.run(&diagnose);
    assert_eq!(good.code, 0, "{good:?}");
    assert!(
        good.out.starts_with("diagnosis  valid: accepted\n"),
        "{}",
        good.out
    );
    tenant
        .0
        .write("sent.json", &registration("https://other.example"));
    let bad = tenant.run(&diagnose);
    assert_eq!(bad.code, 1, "{bad:?}");
    assert!(bad.out.contains("invalid: origin_mismatch"), "{}", bad.out);
    assert!(bad.out.contains("C10 FAILED"), "{}", bad.out);
}
