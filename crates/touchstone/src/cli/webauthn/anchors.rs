//! Decides the command of the trust anchors that all relying parties share: `touchstone webauthn anchors install`. Those of one relying party are
//! set with it.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use touchstone_evidence::webauthn::Format;
use touchstone_evidence::webauthn::trust::BuiltInAnchors;

use crate::cli::Terminal;
use crate::cli::roots::{Place, Roots};
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Check a file of roots, say what it changes, and put it in place of the configured one
    Install(Install),
}

#[derive(Args, Debug)]
pub(super) struct Install {
    #[command(flatten)]
    roots: Roots,
    /// The format of attestation that they judge
    #[arg(long = "for", value_enum, value_name = "FORMAT")]
    set: Set,
}

/// A format whose maker has one root for all.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Set {
    /// Apple's anonymous attestation
    Apple,
    /// Android Key Attestation, for passkeys
    AndroidKey,
    /// SafetyNet
    AndroidSafetynet,
}

impl Install {
    /// Needs no server: the file is this machine's.
    pub(super) fn run(&self, config: &Config, terminal: Terminal) -> anyhow::Result<()> {
        let files = &config.webauthn.anchors;
        let (format, setting, file) = match self.set {
            Set::Apple => (
                Format::Apple,
                "webauthn.anchors.apple_file",
                &files.apple_file,
            ),
            Set::AndroidKey => (
                Format::AndroidKey,
                "webauthn.anchors.android_key_file",
                &files.android_key_file,
            ),
            Set::AndroidSafetynet => (
                Format::AndroidSafetynet,
                "webauthn.anchors.android_safetynet_file",
                &files.android_safetynet_file,
            ),
        };
        let built_in = BuiltInAnchors::load().ok();
        let place = Place {
            name: format.name(),
            setting,
            file: file.get().map(PathBuf::as_path),
            built_in: built_in.and_then(|anchors| anchors.of(format).cloned()),
        };
        self.roots.install(&place, terminal)
    }
}
