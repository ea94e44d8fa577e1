//! `touchstone mobile doctor` and `touchstone doctor`: what is said of phone apps and of what they depend on.

use serde_json::{Value, json};

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
