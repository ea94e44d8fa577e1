//! What is missing? `touchstone doctor`: configuration, store, master key, clock, anchors, status list, metadata services, then tenants with
//! their apps, relying parties and keys; and for each finding what to do.

mod apps;
mod deployment;
mod machine;
mod passkeys;
mod tenants;

use clap::Args;
use serde_json::{Value, json};

use crate::cli::{ApiArguments, Ending, Terminal};
use crate::config::Loaded;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    api: ApiArguments,
}

/// What is looked at beside what all have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    /// Phone apps alone.
    Mobile,
    /// Phone apps and passkeys.
    Every,
}

/// How something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Ok,
    /// Works, but probably not as meant.
    Warning,
    /// Does not work.
    Problem,
}

impl State {
    const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Problem => "problem",
        }
    }
}

/// One thing that was looked at.
#[derive(Debug)]
struct Finding {
    what: String,
    state: State,
    found: String,
    remedy: Option<String>,
}

impl Finding {
    fn ok(what: impl Into<String>, found: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            state: State::Ok,
            found: found.into(),
            remedy: None,
        }
    }

    fn warning(
        what: impl Into<String>,
        found: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            what: what.into(),
            state: State::Warning,
            found: found.into(),
            remedy: Some(remedy.into()),
        }
    }

    fn problem(
        what: impl Into<String>,
        found: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            state: State::Problem,
            ..Self::warning(what, found, remedy)
        }
    }

    fn to_json(&self) -> Value {
        json!({
            "what": self.what,
            "state": self.state.word(),
            "found": self.found,
            "remedy": self.remedy,
        })
    }

    fn to_text(&self) -> String {
        let mut text = format!(
            "{:<8} {:<22} {}\n",
            self.state.word(),
            self.what,
            self.found
        );
        if let Some(remedy) = &self.remedy {
            text.push_str(&format!("{:<31} -> {remedy}\n", ""));
        }
        text
    }
}

/// Looks at everything; refused when there is a problem.
pub(crate) async fn run(
    arguments: &Arguments,
    loaded: impl FnOnce() -> anyhow::Result<Loaded>,
    terminal: Terminal,
) -> anyhow::Result<Ending> {
    let findings = match loaded() {
        Ok(loaded) => {
            let mut findings = machine::examine(&loaded).await;
            findings.extend(tenants::examine(&arguments.api, &loaded, Family::Every).await);
            findings
        }
        Err(error) => {
            vec![Finding::problem(
                "configuration",
                format!("{error:#}"),
                "touchstone config default shows every setting",
            )]
        }
    };
    tell(&findings, terminal)
}

/// Looks at what phone apps need: anchors in force, status list, apps and keys (spec mobile.md section 6).
pub(crate) async fn run_mobile(
    api: &ApiArguments,
    loaded: &Loaded,
    terminal: Terminal,
) -> anyhow::Result<Ending> {
    tell(
        &tenants::examine(api, loaded, Family::Mobile).await,
        terminal,
    )
}

fn tell(findings: &[Finding], terminal: Terminal) -> anyhow::Result<Ending> {
    let list: Vec<Value> = findings.iter().map(Finding::to_json).collect();
    let list = json!({ "items": list, "next_cursor": null });
    terminal.either(&list, || findings.iter().map(Finding::to_text).collect())?;
    let problem = findings
        .iter()
        .any(|finding| finding.state == State::Problem);
    Ok(if problem {
        Ending::Refused
    } else {
        Ending::Done
    })
}
