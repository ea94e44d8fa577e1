//! Decides how a server is held to every case of our conformance suite (spec webauthn.md 4.7): each message is minted here, posted over HTTP, and
//! must have the one outcome of its case; so must the status service.

mod case;
mod catalogue;
mod command;
mod groups;
mod judge;
mod make;
mod model;
mod play;
mod played;
mod services;
mod stage;

use std::sync::Arc;

use serde_json::{Value, json};
use touchstone_core::{Clock, Random};
use touchstone_outbound::Passkeys;

pub(crate) use command::{Arguments, run};

/// The suite, ready for one server.
pub struct Suite {
    cases: Vec<case::Case>,
    stage: stage::Stage,
}

/// A case of the suite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseView {
    /// Its name: group and number, such as `C/F-10`; ours have no slash.
    pub id: String,
    /// `ok`, or the reason code.
    pub expected: &'static str,
    /// What is sent.
    pub what: String,
}

/// How a case went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The case.
    pub case: CaseView,
    /// What the server did wrong; `None`: nothing.
    pub failure: Option<String>,
}

/// What the server must know before the suite is run.
#[derive(Clone, Debug)]
pub struct Prerequisites {
    /// MDS3 entries, each with the name of a file; for `webauthn.mds.local_dir`.
    pub entries: Vec<(String, Value)>,
    /// What the metadata services publish: paths, whether it is a revocation list, bytes.
    pub published: Vec<(String, bool, Vec<u8>)>,
    /// The BLOBs among it, and the reason that each source must get: `None` where it is taken over.
    pub blobs: Vec<(&'static str, Option<&'static str>)>,
    /// The root of whoever signs the BLOBs, PEM.
    pub root_pem: String,
}

impl Prerequisites {
    /// Those of a suite whose metadata services are below `base`, a URL without a slash at its end, at this time (unix milliseconds).
    pub fn at(base: &str, now_ms: i64) -> Self {
        let entry = |(name, entry): (&str, touchstone_simulator::webauthn::mds::MetadataEntry)| {
            (format!("{name}.json"), entry.json())
        };
        let published = services::files(base, now_ms).into_iter();
        let publish =
            |(path, bytes): (&str, Vec<u8>)| (path.to_owned(), services::is_list(path), bytes);
        Self {
            entries: catalogue::entries().into_iter().map(entry).collect(),
            published: published.map(publish).collect(),
            blobs: services::BLOBS.into(),
            root_pem: services::root_pem(),
        }
    }
}

impl Suite {
    /// The suite for the server of this client, whose origin must be one of a relying party in the profile `conformance`.
    pub fn new(passkeys: Passkeys, clock: Arc<dyn Clock>, random: &dyn Random) -> Self {
        Self {
            cases: groups::all(),
            stage: stage::Stage::new(passkeys, clock, random),
        }
    }

    /// Its cases, in the order in which they are played.
    pub fn cases(&self) -> impl Iterator<Item = CaseView> {
        self.cases.iter().map(case::Case::view)
    }

    /// Plays every case; `tell` hears of each as it ends.
    pub async fn run(&self, mut tell: impl FnMut(&Outcome)) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        for case in &self.cases {
            let played = play::play(&self.stage, case).await;
            let outcome = Outcome {
                case: case.view(),
                failure: played.err().map(|error| format!("{error:#}")),
            };
            tell(&outcome);
            outcomes.push(outcome);
        }
        outcomes
    }
}

impl Outcome {
    /// For programs.
    pub fn json(&self) -> Value {
        json!({
            "case": self.case.id,
            "expected": self.case.expected,
            "what": self.case.what,
            "passed": self.failure.is_none(),
            "failure": self.failure,
        })
    }
}
