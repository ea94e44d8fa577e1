//! Decides what `touchstone simulate mobile android-key` prints: a token for a nonce, what a server is to be configured with, or the flaws
//! there are. The first token of a phone carries a chain, later ones a proof of possession alone.

use clap::Args;
use data_encoding::{BASE64, HEXLOWER};
use serde_json::json;
use touchstone_core::SystemRandomSource;
use touchstone_simulator::android::{
    BootState, Condition, Flaw, MIN_OS_VERSION, MIN_PATCH, OWNER_BOOT_KEY,
};

use super::app::App;
use super::flaws::{self, Flawed as _, flawed};
use super::memory::{Kind, Level, Memory, Provisioning, Target};
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
    /// How the phone came by its attestation key
    #[arg(long, value_enum, default_value = "remote")]
    provisioning: Provisioning,
    /// Where the phone keeps keys
    #[arg(long, value_enum, default_value = "tee")]
    level: Level,
    /// The kind of key that the app asks for; one of ml-dsa cannot prove its possession yet
    #[arg(long, value_enum, default_value = "p256")]
    key: Target,
    /// The app made an attest key first, which attests this one
    #[arg(long)]
    attest_key: bool,
    /// The phone runs a system that its owner signed
    #[arg(long)]
    self_signed: bool,
    /// What is wrong with the token, such as unlocked
    #[arg(long, value_name = "FLAW", value_parser = flaws::read::<Flaw>)]
    flaw: Option<Flaw>,
    /// Send a chain although the phone has attested
    #[arg(long)]
    attest: bool,
    /// Take a phone with a new key
    #[arg(long)]
    new_phone: bool,
    #[command(flatten)]
    device: Device,
    #[command(flatten)]
    instead: Instead,
}

/// What is printed in place of a token.
#[derive(Args, Debug)]
#[group(multiple = false, conflicts_with_all = ["nonce", "server_nonce"])]
struct Instead {
    /// Print the roots of the test CA as PEM, for mobile.android.roots_file
    #[arg(long)]
    roots: bool,
    /// Print the test CA's list of revoked keys, for mobile.android.status_file
    #[arg(long)]
    status_list: bool,
    /// Print what a server must be told to believe the phone, or to refuse --flaw for its reason
    #[arg(long)]
    setup: bool,
    /// List every flaw with the check, the reason that must answer it, and what that takes on the server
    #[arg(long)]
    flaws: bool,
}

flawed!(Flaw, Flaw::ALL.to_vec(), needs);

fn needs(flaw: Flaw) -> Needs {
    match flaw.condition() {
        None => Needs::default(),
        Some(Condition::AttestKeyAllowed) => attest_key_allowed(),
        Some(Condition::UnknownTagsRejected) => Needs::setting("android_reject_unknown_tags=true"),
        Some(Condition::BootKeyListed) => boot_key_listed(),
        Some(Condition::Minimums) => Needs::policy([
            format!("--min-os-version={MIN_OS_VERSION}"),
            format!("--min-os-patch={MIN_PATCH}"),
            format!("--min-vendor-patch={MIN_PATCH}"),
            format!("--min-boot-patch={MIN_PATCH}"),
        ]),
    }
}

fn attest_key_allowed() -> Needs {
    Needs::setting("android_allow_attest_key=true")
}

fn boot_key_listed() -> Needs {
    Needs::policy([
        "--boot-state=verified".to_owned(),
        "--boot-state=self_signed".to_owned(),
        format!("--boot-key={}", HEXLOWER.encode(&OWNER_BOOT_KEY)),
    ])
}

pub(super) fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<()> {
    if arguments.instead.flaws {
        return flaws::list::<Flaw>(terminal);
    }
    if arguments.instead.setup {
        return arguments.setup().print(terminal);
    }
    let random = SystemRandomSource::new();
    let mut memory = Memory::read(&arguments.device.state.state, &random)?;
    if arguments.instead.roots {
        return terminal.text(&memory.google_ca().roots_pem());
    }
    if arguments.instead.status_list {
        return terminal.line(memory.google_ca().status_list());
    }
    arguments.make(&mut memory, &random, terminal)
}

impl Arguments {
    fn make(
        &self,
        memory: &mut Memory,
        random: &SystemRandomSource,
        terminal: Terminal,
    ) -> anyhow::Result<()> {
        let final_nonce = self.nonce.bytes()?;
        let kind = Kind::of(&self.app, self.provisioning, self.level, self.key);
        let (mut phone, attested) = memory.android_phone(&kind, self.new_phone, random);
        phone.attest_key = self.attest_key;
        if self.self_signed {
            phone.boot_state = BootState::SelfSigned;
            phone.verified_boot_key = OWNER_BOOT_KEY;
        }
        let can_prove = self.key != Target::MlDsa;
        let attest = self.attest || !attested || !can_prove;
        let now_ms = self.device.now_ms();
        let token = match self.flaw {
            Some(flaw) => phone.flawed_token(flaw, &final_nonce, attest, can_prove, now_ms),
            None => phone.token(&final_nonce, attest, can_prove, now_ms),
        };
        // A flawed chain is refused, so the phone has not attested by it.
        memory.remember_android(&kind, attested || (attest && self.flaw.is_none()));
        memory.write(&self.device.state.state)?;
        let attests = attest || self.flaw.is_some_and(Flaw::needs_chain);
        let known = json!({ "attests": attests, "key_id": BASE64.encode(&phone.key_id()) });
        token::print(&token, self.flaw, known, terminal)
    }

    fn setup(&self) -> Setup {
        let mut needs = self.flaw.map(Flaw::needs).unwrap_or_default();
        if self.self_signed {
            needs = needs.and(boot_key_listed());
        }
        if self.attest_key {
            needs = needs.and(attest_key_allowed());
        }
        let state = &self.device.state.state;
        Setup::default()
            .file("android-roots.pem", "android-key", "--roots", state)
            .file("status-list.json", "android-key", "--status-list", state)
            .variable(
                "TOUCHSTONE__MOBILE__ANDROID__ROOTS_FILE",
                "android-roots.pem",
            )
            .variable(
                "TOUCHSTONE__MOBILE__ANDROID__STATUS_FILE",
                "status-list.json",
            )
            .app(self.app.registration("android-key"), needs)
    }
}
