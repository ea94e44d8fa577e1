//! `touchstone mobile doctor` and `touchstone doctor`: what is said of phone apps and of what they depend on.

use serde_json::{Value, json};
use touchstone_simulator::webauthn::ca::AttestationCa;
use touchstone_simulator::webauthn::mds::MetadataEntry;

use crate::android_commands::Tenant;
use crate::harness::{Place, Server};

fn doctor(place: &Place, server: &Server) -> Vec<Value> {
    let ended = place.run(&["doctor", "--tenant=acme", "--json", "--url", &server.url]);
    let list: Value = serde_json::from_str(&ended.out).unwrap();
    list["items"].as_array().unwrap().clone()
}

#[test]
fn the_doctor_says_what_each_app_lacks() {
    let tenant = Tenant::new();
    let id = tenant.android();
    tenant.json(&[
        "app",
        "update",
        &id,
        "--service=gms",
        "--service=android-key",
    ]);
    let apple = tenant.apple();
    tenant.json(&["app", "update", &apple, "--receipt-refresh=daily"]);
    let server = tenant.place.serve(&[]);
    let findings = doctor(&tenant.place, &server);
    let told = |what: &str, said: &str| {
        let mut of = findings.iter().filter(|finding| finding["what"] == what);
        let told = of.any(|finding| finding.to_string().contains(said));
        assert!(told, "{what}: {said}: {findings:#?}");
    };
    told("anchors in force", "android 2, huawei 0");
    told("status list", "none was loaded yet");
    told(
        "app com.example.app",
        "neither Play keys nor a service account",
    );
    told("app com.example.app", "there is no status list");
    told("app TESTTEAM01.a", "there is no DeviceCheck key");
}

#[test]
fn the_doctor_says_what_relying_parties_and_metadata_lack() {
    let place = Place::new();
    let nobody = "[[webauthn.mds.sources]]\nurl = \"http://127.0.0.1:1/\"\n";
    place.write("touchstone.toml", nobody);
    let server = place.serve(&[]);
    place.json(&["tenant", "create", "acme", "--url", &server.url]);
    let told = |findings: &[Value], state: &str, what: &str, said: &str| {
        let is = |finding: &&Value| finding["what"] == what && finding["state"] == state;
        let mut of = findings.iter().filter(is);
        let told = of.any(|finding| finding.to_string().contains(said));
        assert!(told, "{what}: {said}: {findings:#?}");
    };
    let service = "metadata service";
    let bare = doctor(&place, &server);
    told(&bare, "ok", service, "only relying parties need one");
    told(
        &bare,
        "warning",
        "tenant acme",
        "touchstone webauthn rp add",
    );
    let add = [
        "webauthn",
        "rp",
        "add",
        "--rp-id=siven.ch",
        "--name=Siven",
        "--set=attestation.mode=enforced",
        "--set=attestation.unknown_authenticator=refuse",
        "--tenant=acme",
        "--url",
        &server.url,
    ];
    place.json(&add);
    let findings = doctor(&place, &server);
    told(&findings, "warning", service, "there is no BLOB");
    told(&findings, "ok", "tenant acme", "1 relying parties");
    let rp = "relying party siven.ch";
    told(&findings, "problem", rp, "has no origin");
    told(&findings, "problem", rp, "no metadata is at hand");
    told(&findings, "warning", rp, "whoever reaches the options");
}

/// A relying party that refuses what nothing is known about.
fn strict(place: &Place, url: &str) {
    place.json(&["tenant", "create", "acme", "--url", url]);
    let add = [
        "webauthn",
        "rp",
        "add",
        "--rp-id=siven.ch",
        "--name=Siven",
        "--origin=https://siven.ch",
        "--set=attestation.mode=enforced",
        "--set=attestation.unknown_authenticator=refuse",
        "--tenant=acme",
        "--url",
        url,
    ];
    place.json(&add);
}

fn statement() -> String {
    let root = AttestationCa::new([22; 32]).root_der();
    let entry = MetadataEntry::new([7; 16], "Model A", &root);
    entry.json().to_string()
}

/// What is said of the strict relying party's metadata.
fn misses_metadata(findings: &[Value]) -> bool {
    let mut all = findings.iter().map(Value::to_string);
    all.any(|finding| finding.contains("no metadata is at hand"))
}

#[test]
fn the_doctor_counts_statements_of_the_operator_as_metadata() {
    let place = Place::new();
    std::fs::create_dir(place.file("own")).unwrap();
    place.write("own/model.json", &statement());
    let settings = "[webauthn.mds]\nsources = []\nlocal_dir = \"own\"\n";
    place.write("touchstone.toml", settings);
    let server = place.serve(&[]);
    strict(&place, &server.url);
    let findings = doctor(&place, &server);
    assert!(!misses_metadata(&findings), "{findings:#?}");
}

#[test]
fn the_doctor_counts_statements_of_the_tenant_as_its_metadata() {
    let place = Place::new();
    place.write("touchstone.toml", "[webauthn.mds]\nsources = []\n");
    let server = place.serve(&[]);
    strict(&place, &server.url);
    place.json(&["tenant", "create", "other", "--url", &server.url]);
    let file = "model.json";
    place.write(file, &statement());
    let add = ["webauthn", "statement", "add", file, "--tenant=other"];
    place.json(&[&add[..], &["--url", &server.url]].concat());
    let findings = doctor(&place, &server);
    assert!(misses_metadata(&findings), "{findings:#?}");
    let add = ["webauthn", "statement", "add", file, "--tenant=acme"];
    place.json(&[&add[..], &["--url", &server.url]].concat());
    let findings = doctor(&place, &server);
    assert!(!misses_metadata(&findings), "{findings:#?}");
}

#[test]
fn the_doctor_with_a_key_for_apps_alone_goes_on_to_the_apps() {
    let tenant = Tenant::new();
    tenant.apple();
    let place = &tenant.place;
    let server = place.serve(&[]);
    let create = [
        "key",
        "create",
        "--kind=admin",
        "--label=apps",
        "--scope=mobile:read",
        "--scope=mobile:keys",
        "--out=apps.key",
        "--url",
        &server.url,
    ];
    assert_eq!(place.run(&create).code, 0);
    let doctor = ["doctor", "--tenant=acme", "--token-file=apps.key", "--json"];
    let ended = place.run(&[&doctor[..], &["--url", &server.url]].concat());
    let list: Value = serde_json::from_str(&ended.out).unwrap();
    let state_of = |what: &str| {
        let mut items = list["items"].as_array().unwrap().iter();
        let of = items.find(|item| item["what"] == what);
        of.map(|item| item["state"].clone())
    };
    assert_eq!(
        state_of("passkeys of acme"),
        Some(json!("warning")),
        "{list:#}"
    );
    assert_ne!(state_of("tenant acme"), Some(json!("problem")), "{list:#}");
    assert!(state_of("app TESTTEAM01.a").is_some(), "{list:#}");
}

#[test]
fn the_doctor_reads_the_files_that_passkeys_are_judged_by() {
    let place = Place::new();
    let found = |settings: &str| {
        place.write("touchstone.toml", settings);
        let ended = place.run(&["doctor", "--json"]);
        let list: Value = serde_json::from_str(&ended.out).unwrap();
        let items = list["items"].as_array().unwrap().clone();
        let of = items.into_iter().find(|item| item["what"] == "passkeys");
        let of = of.unwrap();
        (of["state"].clone(), of["found"].to_string())
    };
    let (state, said) = found("");
    assert_eq!(state, json!("ok"), "{said}");
    assert!(said.contains("anchors apple 1, android-key 2"), "{said}");
    place.write("roots.pem", "no roots");
    let (state, said) = found("[webauthn.anchors]\napple_file = \"roots.pem\"\n");
    assert_eq!(state, json!("problem"), "{said}");
    assert!(said.contains("webauthn.anchors.apple_file"), "{said}");
    std::fs::create_dir(place.file("own")).unwrap();
    place.write("own/model.json", "{}");
    let (state, said) = found("[webauthn.mds]\nlocal_dir = \"own\"\n");
    assert_eq!(state, json!("problem"), "{said}");
    assert!(
        said.contains("own/model.json is not a metadata statement"),
        "{said}"
    );
}

#[test]
fn the_doctor_of_the_family_looks_at_apps_alone() {
    let tenant = Tenant::new();
    tenant.android();
    let ended = tenant.run(&["doctor", "--json"]);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.out.contains("neither Play keys"), "{ended:?}");
    assert!(!ended.out.contains("\"master key\""), "{ended:?}");
}

#[test]
fn the_doctor_knows_a_tenant_that_is_not_there_from_a_server_that_is_not() {
    let tenant = Tenant::new();
    let ended = tenant
        .place
        .run(&["mobile", "doctor", "--tenant=nope", "--local"]);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.out.contains("touchstone tenant list"), "{ended:?}");
    assert!(!ended.out.contains("start the server"), "{ended:?}");
    let nowhere = [
        "mobile",
        "doctor",
        "--tenant=acme",
        "--url=http://127.0.0.1:1",
    ];
    let ended = tenant.place.run(&nowhere);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.out.contains("start the server"), "{ended:?}");
}

#[test]
fn the_doctor_warns_of_a_stale_status_list_and_says_what_helps() {
    let tenant = Tenant::new();
    let place = &tenant.place;
    place.write(
        "touchstone.toml",
        "[mobile.android]\nstatus_file = \"list.json\"\n",
    );
    let file = place.write("list.json", "{\"entries\":{}}");
    let old = std::process::Command::new("touch")
        .args(["-d", "2023-11-14T22:13:20Z"])
        .arg(file)
        .status();
    assert!(old.unwrap().success());
    let list = || {
        let ended = tenant.run(&["doctor", "--json"]);
        let told: Value = serde_json::from_str(&ended.out).unwrap();
        let items = told["items"].as_array().unwrap().clone();
        let list = items.into_iter().find(|item| item["what"] == "status list");
        list.unwrap()
    };
    assert_eq!(list()["state"], json!("warning"), "{:#}", list());
    assert!(
        list()["remedy"]
            .to_string()
            .contains("status-list load FILE")
    );
}
