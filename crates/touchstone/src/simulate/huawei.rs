//! Decides what `touchstone simulate mobile huawei` prints: a token for a nonce, the roots that a server is configured with, or the flaws
//! there are.

use clap::{Args, ValueEnum};
use serde_json::json;
use touchstone_core::SystemRandomSource;
use touchstone_simulator::huawei::{Algorithm, Condition, FieldNames, Flaw};

use super::app::{App, HUAWEI_APP_ID};
use super::flaws::{self, Flawed as _, flawed};
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
    /// The app's identifier at Huawei
    #[arg(long, value_name = "ID", default_value = HUAWEI_APP_ID)]
    huawei_app_id: String,
    /// What the verdict is signed with
    #[arg(long, value_enum, default_value = "rs256")]
    algorithm: AlgorithmWord,
    /// How the fields of the verdict are called: as on Android (apk) or on HarmonyOS (hap)
    #[arg(long, value_enum, default_value = "apk")]
    fields: FieldsWord,
    /// What is wrong with the token, such as integrity_failed
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
    /// Print the root of the test CA as PEM, for mobile.huawei.roots
    #[arg(long)]
    roots: bool,
    /// Print what a server must be told to believe the tokens, or to refuse --flaw for its reason
    #[arg(long)]
    setup: bool,
    /// List every flaw with the check, the reason that must answer it, and what that takes on the server
    #[arg(long)]
    flaws: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum AlgorithmWord {
    Rs256,
    Ps256,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FieldsWord {
    Apk,
    Hap,
}

flawed!(Flaw, Flaw::ALL.to_vec(), needs);

fn needs(flaw: Flaw) -> Needs {
    match flaw.condition() {
        None => Needs::default(),
        Some(Condition::AppIdConfigured) => {
            Needs::policy([format!("--huawei-app-id={HUAWEI_APP_ID}")])
        }
    }
}

pub(super) fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<()> {
    if arguments.instead.flaws {
        return flaws::list::<Flaw>(terminal);
    }
    if arguments.instead.setup {
        return arguments.setup().print(terminal);
    }
    let memory = Memory::read(&arguments.device.state.state, &SystemRandomSource::new())?;
    if arguments.instead.roots {
        return terminal.text(&memory.huawei_ca().roots_pem());
    }
    let final_nonce = arguments.nonce.bytes()?;
    let mut app = memory.huawei_app(&arguments.app, &arguments.huawei_app_id);
    app.algorithm = match arguments.algorithm {
        AlgorithmWord::Rs256 => Algorithm::Rs256,
        AlgorithmWord::Ps256 => Algorithm::Ps256,
    };
    app.field_names = match arguments.fields {
        FieldsWord::Apk => FieldNames::Apk,
        FieldsWord::Hap => FieldNames::Hap,
    };
    let now_ms = arguments.device.now_ms();
    let token = match arguments.flaw {
        Some(flaw) => app.flawed_token(flaw, &final_nonce, now_ms),
        None => app.token(&final_nonce, now_ms),
    };
    token::print(&token, arguments.flaw, json!({}), terminal)
}

impl Arguments {
    fn setup(&self) -> Setup {
        let needs = self.flaw.map(Flaw::needs).unwrap_or_default();
        let state = &self.device.state.state;
        Setup::default()
            .file("huawei-roots.pem", "huawei", "--roots", state)
            .variable("TOUCHSTONE__MOBILE__HUAWEI__ROOTS", "huawei-roots.pem")
            .app(self.app.registration("hms"), needs)
    }
}
