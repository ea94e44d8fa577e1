//! Decides which values a policy may have, and says of each that is refused what would be right.

use serde_json::{Map, Value};

use touchstone_evidence::cose::Algorithm;
use touchstone_evidence::limits::{ANCHORS_BYTES_MAX, ANCHORS_MAX};
use touchstone_evidence::webauthn::Aaguid;
use touchstone_evidence::webauthn::trust::AttestationMode;
use touchstone_evidence::x509::Anchors;

use super::{Profile, RpPolicy};
use crate::Issue;

/// AAGUIDs in a list (spec webauthn.md 8).
const AAGUIDS_MAX: usize = 4_096;
/// Origins, AppIDs, manufacturers and status words in a list.
const WORDS_MAX: usize = 64;

impl RpPolicy {
    /// What is out of range; empty when all is well.
    pub fn issues(&self) -> Vec<Issue> {
        let mut issues = Vec::new();
        self.algorithm_issues(&mut issues);
        self.time_issues(&mut issues);
        self.aaguid_issues(&mut issues);
        self.anchor_issues(&mut issues);
        if self.formats.is_empty() {
            add(
                &mut issues,
                "formats",
                "must name a format, or nothing can register",
            );
        }
        if self.attestation.accepted_types.is_empty() {
            let wrong = "must name a type, or nothing can register";
            add(&mut issues, "attestation.accepted_types", wrong);
        }
        let lists = [
            ("top_origins", &self.top_origins),
            ("app_ids", &self.app_ids),
            ("tpm.manufacturers", &self.tpm.manufacturers),
            ("status.undesired", &self.status.undesired),
            ("status.required", &self.status.required),
        ];
        for (path, list) in lists {
            let fits = |word: &String| (1..=256).contains(&word.len());
            if list.len() > WORDS_MAX || !list.iter().all(fits) {
                add(
                    &mut issues,
                    path,
                    "must be at most 64 texts of 1 to 256 bytes",
                );
            }
        }
        issues
    }

    fn algorithm_issues(&self, issues: &mut Vec<Issue>) {
        if self.algorithms.is_empty() {
            add(issues, "algorithms", "must name an algorithm");
        }
        let known = Algorithm::implemented().count();
        if self.algorithms.len() > known {
            let message = format!("must be at most {known}: this build has no more");
            return add(issues, "algorithms", message);
        }
        for (index, algorithm) in self.algorithms.iter().enumerate() {
            let path = format!("algorithms[{index}]");
            if Algorithm::from_id(*algorithm).is_none() {
                let known = Algorithm::implemented().map(|one| one.id().to_string());
                let known = known.collect::<Vec<_>>().join(", ");
                let message = format!("algorithm_unsupported: this build has {known}");
                add(issues, path, message);
            } else if self
                .algorithms
                .iter()
                .take(index)
                .any(|one| one == algorithm)
            {
                add(issues, path, "stands here twice");
            }
        }
    }

    fn time_issues(&self, issues: &mut Vec<Issue>) {
        let times = [
            (
                "timeout.user_verification_ms",
                self.timeout.user_verification_ms,
            ),
            (
                "timeout.no_user_verification_ms",
                self.timeout.no_user_verification_ms,
            ),
        ];
        for (path, ms) in times {
            if !(15_000..=600_000).contains(&ms) {
                add(issues, path, "must be 15000 to 600000");
            }
        }
        if self.timeout.grace_ms > 600_000 {
            add(issues, "timeout.grace_ms", "must be 0 to 600000");
        }
        if !(600..=86_400).contains(&self.status.retention_s) {
            add(issues, "status.retention_s", "must be 600 to 86400");
        }
    }

    fn aaguid_issues(&self, issues: &mut Vec<Issue>) {
        let lists = [
            ("aaguid.allow", &self.aaguid.allow),
            ("aaguid.deny", &self.aaguid.deny),
        ];
        for (path, list) in lists {
            if list.len() > AAGUIDS_MAX {
                add(issues, path, "must be at most 4096 AAGUIDs");
                continue;
            }
            for (index, text) in list.iter().enumerate() {
                if text.parse::<Aaguid>().is_err() {
                    let message = "must be an AAGUID such as 2fc0579f-8113-47ea-b116-bb5a8db9202a";
                    add(issues, format!("{path}[{index}]"), message);
                }
            }
        }
        let enforced = self.attestation.mode == AttestationMode::Enforced;
        if self.aaguid.require_proof == Some(true) && !enforced {
            let message = "needs attestation.mode enforced: no other mode judges a chain";
            add(issues, "aaguid.require_proof", message);
        }
    }

    fn anchor_issues(&self, issues: &mut Vec<Issue>) {
        for (format, list) in self.anchors.iter() {
            let path = format!("anchors.{format}");
            let bytes = list.iter().map(String::len).fold(0, usize::saturating_add);
            if list.len() > ANCHORS_MAX || bytes > ANCHORS_BYTES_MAX {
                let message = "must be at most 64 certificates of 1048576 bytes together";
                add(issues, path, message);
            } else if !list.is_empty()
                && let Err(error) = Anchors::from_pem(&list.join("\n"))
            {
                add(issues, path, error.to_string());
            }
        }
    }
}

fn add(issues: &mut Vec<Issue>, path: impl Into<String>, message: impl Into<String>) {
    issues.push(Issue {
        path: path.into(),
        message: message.into(),
    });
}

/// Which lines cannot be read: each is laid over the defaults alone.
pub(super) fn lines_that_do_not_read(lines: &Value) -> Vec<Issue> {
    let Value::Object(lines) = lines else {
        return Vec::new();
    };
    let mut issues = Vec::new();
    for (name, value) in lines {
        match value {
            Value::Object(inside) if !inside.is_empty() => {
                for (inner, value) in inside {
                    let alone = Map::from_iter([(inner.clone(), value.clone())]);
                    try_line(name, Some(inner), Value::Object(alone), &mut issues);
                }
            }
            value => try_line(name, None, value.clone(), &mut issues),
        }
    }
    issues
}

fn try_line(name: &str, inner: Option<&str>, value: Value, issues: &mut Vec<Issue>) {
    let Ok(Value::Object(mut defaults)) = serde_json::to_value(RpPolicy::defaults(Profile::Nevis))
    else {
        return;
    };
    super::overlay(&mut defaults, &Map::from_iter([(name.to_owned(), value)]));
    if let Err(error) = serde_json::from_value::<RpPolicy>(Value::Object(defaults)) {
        let path = inner.map_or_else(|| name.to_owned(), |inner| format!("{name}.{inner}"));
        add(issues, path, error.to_string());
    }
}
