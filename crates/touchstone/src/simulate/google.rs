//! Decides how `touchstone simulate mobile google` runs: a Google on loopback that knows the simulated app, its service account and the test
//! CA's status list, until it is told to stop. It can be told to do its work badly.

use std::path::Path;

use clap::{Args, ValueEnum};
use serde_json::json;
use touchstone_core::{Clock as _, SystemClock, SystemRandomSource};
use touchstone_simulator::google::{Behaviour, Route, ScriptedGoogle, ServiceAccount};

use super::State;
use super::app::App;
use super::memory::Memory;
use super::setup::{Setup, with_state, words};
use crate::cli::Terminal;
use crate::serve::signals;

/// Where it listens unless it is told otherwise.
const PORT: u16 = 8090;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    app: App,
    /// The port on loopback; 0 for any that is free
    #[arg(long, default_value_t = PORT)]
    port: u16,
    /// What a service does in place of the right thing, such as decode=429; repeat for several
    #[arg(long = "answer", value_name = "SERVICE=ANSWER", value_parser = answer)]
    answers: Vec<(Route, Behaviour)>,
    #[command(flatten)]
    state: State,
}

/// A service of Google.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Service {
    Token,
    Decode,
    StatusList,
}

impl Service {
    const fn route(self) -> Route {
        match self {
            Self::Token => Route::Token,
            Self::Decode => Route::Decode,
            Self::StatusList => Route::StatusList,
        }
    }
}

fn answer(text: &str) -> Result<(Route, Behaviour), String> {
    let form = "must be token, decode or status-list, =, and garbage, close, hang or a status of 400 to 599";
    let read = || {
        let (service, word) = text.split_once('=')?;
        let service = Service::from_str(service, false).ok()?;
        let behaviour = match word {
            "garbage" => Behaviour::Garbage,
            "close" => Behaviour::Close,
            "hang" => Behaviour::Hang,
            status => {
                let status: u16 = status.parse().ok()?;
                let is_failure = (400..=599).contains(&status);
                is_failure.then(|| Behaviour::Status(status, "{}".to_owned()))?
            }
        };
        Some((service.route(), behaviour))
    };
    read().ok_or_else(|| form.to_owned())
}

/// The service account that it knows.
pub(crate) fn account() -> ServiceAccount {
    ServiceAccount::new("touchstone@example.iam.gserviceaccount.com")
}

/// Has the server of this setup ask it.
pub(super) fn beside(setup: Setup, package: &str, state: &Path) -> Setup {
    let mut command = words(&["simulate", "mobile", "google"]);
    command.push(format!("--package={package}"));
    command.extend(with_state(state));
    let base = format!("http://127.0.0.1:{PORT}");
    setup
        .beside(command)
        .variable("TOUCHSTONE__MOBILE__GOOGLE__DECODE_URL", base.clone())
        .variable(
            "TOUCHSTONE__MOBILE__GOOGLE__TOKEN_URL",
            format!("{base}/token"),
        )
}

/// Runs it.
pub(super) async fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<()> {
    let memory = Memory::read(&arguments.state.state, &SystemRandomSource::new())?;
    let signals = signals::listen()?;
    let now = || SystemClock.now().unix_ms();
    let google = ScriptedGoogle::start_at(arguments.port, now).await?;
    google.add_app(&memory.play_app(&arguments.app));
    google.add_account(&account());
    google.set_status_list(&memory.google_ca().status_list());
    for (route, behaviour) in &arguments.answers {
        google.always(*route, behaviour.clone());
    }
    greet(&google, terminal)?;
    tokio::select! {
        _signal = signals.next() => Ok(()),
        told = tell(&google, terminal) => told,
    }
}

fn greet(google: &ScriptedGoogle, terminal: Terminal) -> anyhow::Result<()> {
    let settings = [
        ("TOUCHSTONE__MOBILE__GOOGLE__DECODE_URL", google.base_url()),
        ("TOUCHSTONE__MOBILE__GOOGLE__TOKEN_URL", google.token_url()),
        (
            "TOUCHSTONE__MOBILE__ANDROID__STATUS_URL",
            google.status_url(),
        ),
    ];
    if terminal.is_json() {
        let environment: serde_json::Map<String, serde_json::Value> = settings
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.into()))
            .collect();
        return terminal.json_line(&json!({ "event": "ready", "environment": environment }));
    }
    terminal.line(format!(
        "A Google listens at {}. A server asks it with:",
        google.base_url()
    ))?;
    for (name, value) in settings {
        terminal.line(format!("{name}={value}"))?;
    }
    terminal.line("\nIt is asked for, until Ctrl-C:")
}

/// A line for every call.
async fn tell(google: &ScriptedGoogle, terminal: Terminal) -> anyhow::Result<()> {
    let (mut tokens, mut decodes, mut lists) = (0, 0, 0);
    let more = |route, told: usize| google.wait_for_calls(route, told + 1);
    loop {
        let (route, told) = tokio::select! {
            () = more(Route::Token, tokens) => (Route::Token, &mut tokens),
            () = more(Route::Decode, decodes) => (Route::Decode, &mut decodes),
            () = more(Route::StatusList, lists) => (Route::StatusList, &mut lists),
        };
        for request in google.requests(route).iter().skip(*told) {
            *told += 1;
            let asked = json!({ "event": "asked", "path": request.path });
            match terminal.is_json() {
                true => terminal.json_line(&asked)?,
                false => terminal.line(&request.path)?,
            }
        }
    }
}
