//! `touchstone demo --once`: the exchange that a newcomer sees first.

use serde_json::{Value, json};

use crate::harness::Place;

#[test]
fn every_step_ends_as_it_must() {
    let place = Place::new();
    let ended = place.run(&["demo", "--once", "--json"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let steps: Vec<Value> = ended
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let told: Vec<Value> = steps
        .iter()
        .map(|step| {
            json!([
                step["call"],
                step["status"],
                step["verdict"],
                step["reason"]
            ])
        })
        .collect();
    let expected = [
        json!(["init", 200, "issued", "session"]),
        json!(["verify", 200, "valid", "accepted"]),
        json!(["init", 200, "issued", "session"]),
        json!(["verify", 200, "valid", "accepted"]),
        json!(["verify", 409, "rejected", "session_already_used"]),
        json!(["init", 200, "issued", "session"]),
        json!(["verify", 200, "invalid", "apple_signature_invalid"]),
    ];
    assert_eq!(told, expected);
    for step in &steps {
        let verdict = step["verdict_id"].as_str().unwrap_or_default();
        assert_eq!(
            step["call"] == "verify",
            verdict.starts_with("vdt_"),
            "{step}"
        );
    }
}

#[test]
fn people_see_a_line_per_step() {
    let ended = Place::new().run(&["demo", "--once"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let lines: Vec<&str> = ended.out.lines().collect();
    assert_eq!(lines.len(), 10, "{lines:#?}");
    assert!(lines[4].contains("attestation + assertion"), "{lines:#?}");
    assert!(lines[9].contains("apple_signature_invalid"), "{lines:#?}");
}

#[test]
fn nothing_is_left_behind() {
    let place = Place::new();
    let mut command = place.command(&["demo", "--once"]);
    let scratch = place.path().join("scratch");
    std::fs::create_dir(&scratch).unwrap();
    assert!(
        command
            .env("TMPDIR", &scratch)
            .output()
            .unwrap()
            .status
            .success()
    );
    assert_eq!(std::fs::read_dir(&scratch).unwrap().count(), 0);
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 1);
}
