//! The suite has the cases of the ledger, each with its outcome, and no other.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use touchstone::conformance::Suite;
use touchstone_core::{ManualClock, SystemRandomSource};
use touchstone_outbound::{BaseUrl, Passkeys};
use touchstone_testkit::vectors_dir;

use super::server::ORIGIN;
use crate::support::NOW;

#[derive(Deserialize)]
struct Ledger {
    case: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    expect: String,
    #[serde(default)]
    direct: bool,
}

fn ledger() -> Vec<Row> {
    let path = vectors_dir().join("webauthn/conformance-ledger.toml");
    let text = std::fs::read_to_string(path).unwrap();
    toml::from_str::<Ledger>(&text).unwrap().case
}

fn suite() -> Suite {
    let base = BaseUrl::parse("http://127.0.0.1:1").unwrap();
    let passkeys = Passkeys::new(base, ORIGIN).unwrap();
    Suite::new(
        passkeys,
        Arc::new(ManualClock::new(NOW)),
        &SystemRandomSource::new(),
    )
}

#[test]
fn the_suite_has_the_cases_of_the_ledger_and_no_other() {
    let rows = ledger();
    let asked: BTreeMap<&str, &str> = rows
        .iter()
        .map(|row| (row.id.as_str(), row.expect.as_str()))
        .collect();
    assert_eq!(asked.len(), rows.len(), "a case stands twice");
    let cases: Vec<_> = suite().cases().collect();
    let played: BTreeMap<&str, &str> = cases
        .iter()
        .map(|case| (case.id.as_str(), case.expected))
        .collect();
    assert_eq!(played.len(), cases.len(), "a case is played twice");
    assert_eq!(played, asked);
}

#[test]
fn cases_of_our_own_have_no_group_of_the_tool() {
    for row in ledger() {
        assert_eq!(row.direct, !row.id.contains('/'), "{}", row.id);
    }
}
