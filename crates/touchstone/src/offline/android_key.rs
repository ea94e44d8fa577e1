//! Decides how a chain of Android Key Attestation is judged offline: K1 to K16.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use touchstone_core::mobile::Sha256Text;
use touchstone_evidence::android_key::{
    self, App, BootState, Expected, Policy, Rules, SecurityLevel, StatusList,
};

use super::expectation::{Expectation, digest};
use super::facts;
use super::report::Report;
use crate::app::read_anchors;
use crate::{chain_file, evidence_file};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    expectation: Expectation,
    /// PEM file with the roots to trust in place of Google's
    #[arg(long, value_name = "FILE")]
    anchors: Option<PathBuf>,
    /// The list of revoked keys as Google publishes it; without it nothing counts as revoked
    #[arg(long, value_name = "FILE")]
    status_list: Option<PathBuf>,
    /// Allow a key made by an app for attesting others between the key and the attestation certificate
    #[arg(long)]
    allow_attest_key: bool,
    /// Refuse descriptions with unknown tags
    #[arg(long)]
    reject_unknown_tags: bool,
    #[command(flatten)]
    policy: PolicyArguments,
}

#[derive(Args, Debug)]
struct PolicyArguments {
    /// The weakest place that may keep the key
    #[arg(long, value_enum, default_value = "tee")]
    min_level: Level,
    /// Accept an unlocked boot loader
    #[arg(long)]
    allow_unlocked: bool,
    /// An accepted state of verified boot; repeat for several
    #[arg(long = "boot-state", value_enum, default_value = "verified")]
    boot_states: Vec<State>,
    /// A verified boot key that self_signed is accepted with; repeat for several
    #[arg(long = "boot-key", value_name = "DIGEST", value_parser = digest)]
    boot_keys: Vec<Sha256Text>,
    /// The oldest accepted system version, such as 140000
    #[arg(long, value_name = "N")]
    min_os_version: Option<u32>,
    /// The oldest accepted patch level of the system
    #[arg(long, value_name = "YYYYMM")]
    min_os_patch: Option<u32>,
    /// The oldest accepted patch level of the maker
    #[arg(long, value_name = "YYYYMM")]
    min_vendor_patch: Option<u32>,
    /// The oldest accepted patch level of the boot image
    #[arg(long, value_name = "YYYYMM")]
    min_boot_patch: Option<u32>,
}

/// A level on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Level {
    Tee,
    StrongBox,
}

/// A boot state on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "snake_case")]
enum State {
    Verified,
    SelfSigned,
    Unverified,
}

impl PolicyArguments {
    fn policy(&self) -> Policy {
        let state = |state: &State| match state {
            State::Verified => BootState::Verified,
            State::SelfSigned => BootState::SelfSigned,
            State::Unverified => BootState::Unverified,
        };
        Policy {
            min_level: match self.min_level {
                Level::Tee => SecurityLevel::Tee,
                Level::StrongBox => SecurityLevel::StrongBox,
            },
            require_locked: !self.allow_unlocked,
            boot_states: self.boot_states.iter().map(state).collect(),
            boot_keys: self.boot_keys.iter().map(|key| key.0).collect(),
            min_os_version: self.min_os_version,
            min_os_patch: self.min_os_patch,
            min_vendor_patch: self.min_vendor_patch,
            min_boot_patch: self.min_boot_patch,
        }
    }
}

/// Judges the file.
pub(super) fn judge(arguments: &Arguments) -> anyhow::Result<Report> {
    let expectation = &arguments.expectation;
    let name = expectation.file.display();
    let certificates = chain_file::certificates(&evidence_file::read(&expectation.file)?)
        .with_context(|| name.to_string())?;
    let chain: Vec<&[u8]> = certificates.iter().map(Vec::as_slice).collect();
    let anchors = match &arguments.anchors {
        Some(file) => read_anchors(file)?,
        None => android_key::google_hardware().context("the built-in anchors cannot be read")?,
    };
    let status = arguments.status_list()?;
    let (signers, policy) = (expectation.signers(), arguments.policy.policy());
    let app = App {
        package_name: &expectation.package,
        signers: &signers,
        policy: &policy,
    };
    let expected = Expected {
        challenge: &expectation.nonce.0,
        apps: &[app],
        rules: Rules {
            allow_attest_key: arguments.allow_attest_key,
            reject_unknown_tags: arguments.reject_unknown_tags,
        },
        status: status.as_ref(),
    };
    let checks = android_key::CHECKS;
    let judged = android_key::verify(&chain, &expected, &anchors, expectation.now);
    Ok(match judged {
        Ok(verified) => Report::accepted(checks, facts::android_key(&verified.facts)),
        Err(error) => Report::refused(checks, error.check(), error.reason(), &error),
    })
}

impl Arguments {
    fn status_list(&self) -> anyhow::Result<Option<StatusList>> {
        let read = |file: &PathBuf| {
            let list = StatusList::parse(&evidence_file::read_large(file)?);
            list.with_context(|| format!("{} holds no status list", file.display()))
        };
        self.status_list.as_ref().map(read).transpose()
    }
}
