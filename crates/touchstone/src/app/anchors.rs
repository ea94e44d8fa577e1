//! Decides where the trust anchors of each platform come from: a configured file, or what is built in (spec mobile.md 5.3).

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::ValueEnum;
use touchstone_core::mobile::MobileAnchors;
use touchstone_evidence::x509::Anchors;

use crate::config::Config;

/// What a set of anchors judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnchorSet {
    /// Apple's attestations
    AppAttest,
    /// Apple's receipts
    Receipt,
    /// Android Key Attestation
    Android,
    /// Huawei SysIntegrity
    Huawei,
}

impl AnchorSet {
    /// Every set.
    pub(crate) const ALL: [Self; 4] = [Self::AppAttest, Self::Receipt, Self::Android, Self::Huawei];

    /// Its name for people.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::AppAttest => "App Attest",
            Self::Receipt => "receipts",
            Self::Android => "Android",
            Self::Huawei => "Huawei",
        }
    }

    /// The setting that names its file.
    pub(crate) const fn setting(self) -> &'static str {
        match self {
            Self::AppAttest => "mobile.apple.roots_file",
            Self::Receipt => "mobile.apple.receipt_roots_file",
            Self::Android => "mobile.android.roots_file",
            Self::Huawei => "mobile.huawei.roots",
        }
    }

    /// Its file, when one is configured.
    pub(crate) fn file(self, config: &Config) -> Option<&Path> {
        let mobile = &config.mobile;
        let setting = match self {
            Self::AppAttest => &mobile.apple.roots_file,
            Self::Receipt => &mobile.apple.receipt_roots_file,
            Self::Android => &mobile.android.roots_file,
            Self::Huawei => &mobile.huawei.roots,
        };
        setting.get().map(PathBuf::as_path)
    }

    /// The anchors of this set; none is built in for Huawei.
    pub(crate) fn of(self, anchors: &MobileAnchors) -> Option<&Anchors> {
        match self {
            Self::AppAttest => Some(&anchors.app_attest),
            Self::Receipt => Some(&anchors.receipt),
            Self::Android => Some(&anchors.android),
            Self::Huawei => anchors.huawei.as_ref(),
        }
    }

    fn replace(self, anchors: &mut MobileAnchors, with: Anchors) {
        match self {
            Self::AppAttest => anchors.app_attest = with,
            Self::Receipt => anchors.receipt = with,
            Self::Android => anchors.android = with,
            Self::Huawei => anchors.huawei = Some(with),
        }
    }
}

/// The anchors in force: the published ones, or those of the configured files.
pub(crate) fn anchors(config: &Config) -> anyhow::Result<MobileAnchors> {
    let published = MobileAnchors::published();
    let mut anchors = published.context("the built-in anchors cannot be read")?;
    for set in AnchorSet::ALL {
        if let Some(file) = set.file(config) {
            let with = load(file, &format!("{}: ", set.setting()))?;
            set.replace(&mut anchors, with);
        }
    }
    Ok(anchors)
}

/// The anchors of a PEM file.
pub(crate) fn read_anchors(file: &Path) -> anyhow::Result<Anchors> {
    load(file, "")
}

fn load(file: &Path, told_before: &str) -> anyhow::Result<Anchors> {
    let name = file.display();
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("{told_before}cannot read {name}"))?;
    Anchors::from_pem(&text).with_context(|| format!("{told_before}{name} holds no usable anchors"))
}
