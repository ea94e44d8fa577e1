//! Decides what `touchstone simulate mobile play` prints: a token for a nonce, the keys and the account that a server is given, or the flaws
//! there are. Standard tokens are opened by `touchstone simulate mobile google`.

use clap::{Args, ValueEnum};
use serde_json::json;
use touchstone_core::SystemRandomSource;
use touchstone_simulator::play::{Condition, Flaw, MIN_VERSION_CODE, PlayApp, TokenType};

use super::app::App;
use super::flaws::{self, Flawed as _, flawed};
use super::google::{self, account};
use super::memory::Memory;
use super::nonce::NonceArguments;
use super::setup::{Needs, Setup};
use super::{Device, token};
use crate::cli::Terminal;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    nonce: NonceArguments,
    #[command(flatten)]
    app: App,
    /// The kind of token: classic ones are opened by the server, standard ones by Google
    #[arg(long = "type", value_enum, default_value = "classic")]
    token_type: Word,
    /// What is wrong with the token, such as nonce_other; one that only one kind can have is of that kind
    #[arg(long, value_name = "FLAW", value_parser = flaws::read::<Flaw>)]
    flaw: Option<Flaw>,
    #[command(flatten)]
    device: Device,
    #[command(flatten)]
    instead: Instead,
}

/// What is printed in place of a token.
#[derive(Args, Debug)]
#[group(multiple = false, conflicts_with_all = ["nonce", "server_nonce"])]
struct Instead {
    /// Print the app's keys as the Play Console does, for touchstone mobile play-keys set
    #[arg(long)]
    keys: bool,
    /// Print the file of a service account, for touchstone mobile service-account set
    #[arg(long)]
    service_account: bool,
    /// Print what a server must be told to believe the tokens, or to refuse --flaw for its reason
    #[arg(long)]
    setup: bool,
    /// List every flaw with the check, the reason that must answer it, and what that takes on the server
    #[arg(long)]
    flaws: bool,
}

/// A kind of token.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Word {
    Classic,
    Standard,
}

flawed!(Flaw, Flaw::ALL.to_vec(), needs);

fn needs(flaw: Flaw) -> Needs {
    match flaw.condition() {
        None => Needs::default(),
        Some(Condition::MinVersionCode) => {
            Needs::policy([format!("--min-version-code={MIN_VERSION_CODE}")])
        }
        Some(Condition::Licensed) => Needs::policy(["--licensing=LICENSED".to_owned()]),
        Some(Condition::EnvironmentRejected) => Needs::policy([
            "--play-protect-reject=HIGH_RISK".to_owned(),
            "--app-access-reject=UNKNOWN_CAPTURING".to_owned(),
        ]),
    }
}

pub(super) fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<()> {
    if arguments.instead.flaws {
        return flaws::list::<Flaw>(terminal);
    }
    if arguments.instead.setup {
        return arguments.setup().print(terminal);
    }
    if arguments.instead.service_account {
        return terminal.line(account().json());
    }
    let memory = Memory::read(&arguments.device.state.state, &SystemRandomSource::new())?;
    let app = memory.play_app(&arguments.app);
    if arguments.instead.keys {
        return terminal.line(console_file(&app));
    }
    let final_nonce = arguments.nonce.bytes()?;
    let token_type = match arguments.token_type {
        Word::Classic => TokenType::Classic,
        Word::Standard => TokenType::Standard,
    };
    let now_ms = arguments.device.now_ms();
    let token = match arguments.flaw {
        Some(flaw) => app.flawed_token(flaw, token_type, &final_nonce, now_ms),
        None => app.token(token_type, &final_nonce, now_ms),
    };
    token::print(&token, arguments.flaw, json!({}), terminal)
}

/// Both keys as the Play Console gives them.
fn console_file(app: &PlayApp) -> String {
    let keys = app.keys();
    format!(
        "DECRYPTION_KEY={}\nVERIFICATION_KEY={}",
        keys.decryption_key_base64(),
        keys.verification_key_base64()
    )
}

impl Arguments {
    fn setup(&self) -> Setup {
        let needs = self.flaw.map(Flaw::needs).unwrap_or_default();
        let state = &self.device.state.state;
        let keys = [
            "--decryption-key-file=play-keys.txt",
            "--verification-key-file=play-keys.txt",
        ];
        let setup = Setup::default()
            .file("play-keys.txt", "play", "--keys", state)
            .file("service-account.json", "play", "--service-account", state);
        google::beside(setup, &self.app.package, state)
            .app(self.app.registration("gms"), needs)
            .of_app(["mobile", "play-keys", "set"], &keys)
            .of_app(
                ["mobile", "service-account", "set"],
                &["service-account.json"],
            )
    }
}
