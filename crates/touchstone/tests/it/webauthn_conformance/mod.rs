//! Our conformance suite (spec webauthn.md 4.7) against a running server: every case of the ledger has its outcome, on both engines.

mod command;
mod ledger;
mod server;

use std::sync::Arc;

use touchstone::conformance::{Outcome, Suite};
use touchstone_core::{ManualClock, SystemRandomSource};
use touchstone_outbound::{BaseUrl, Passkeys};

use self::server::{ORIGIN, Server};
use crate::support::{Engine, NOW, on_each_engine};

on_each_engine!(every_case_has_its_outcome);

async fn every_case_has_its_outcome(engine: Engine) {
    let clock = Arc::new(ManualClock::new(NOW));
    let server = Server::start(engine, &clock).await;
    let base = BaseUrl::parse(&format!("http://{}", server.node.address)).unwrap();
    let passkeys = Passkeys::new(base, ORIGIN).unwrap();
    let suite = Suite::new(passkeys, clock, &SystemRandomSource::new());
    let outcomes = suite.run(|_outcome| {}).await;
    let failed: Vec<String> = outcomes.iter().filter_map(failure).collect();
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
    assert_eq!(outcomes.len(), suite.cases().count());
    server.node.stop().await;
}

fn failure(outcome: &Outcome) -> Option<String> {
    let Outcome { case, failure } = outcome;
    let failure = failure.as_ref()?;
    Some(format!("{} wants {}: {failure}", case.id, case.expected))
}
