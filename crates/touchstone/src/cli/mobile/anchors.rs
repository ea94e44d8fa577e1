//! Decides the commands of trust anchors: `touchstone mobile anchors show|install`. Roots are data: installing them checks a file, says what it
//! changes, and puts it in place of the configured one, which a running server reads anew.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use data_encoding::HEXLOWER;
use serde_json::json;
use touchstone_core::mobile::MobileAnchors;
use touchstone_evidence::x509::Anchors;

use super::roots_file;
use crate::app::{AnchorSet, read_anchors};
use crate::cli::Terminal;
use crate::cli::api::{Api, Query};
use crate::config::{Config, variable};

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Show the anchors that the server trusts now
    Show,
    /// Check a file of roots, say what it changes, and put it in place of the configured one
    Install(Install),
}

#[derive(Args, Debug)]
pub(super) struct Install {
    /// PEM file with the roots to trust from now on
    file: PathBuf,
    /// What they judge
    #[arg(long = "for", value_enum, value_name = "SET")]
    set: AnchorSet,
    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
}

pub(super) async fn show(api: &Api, terminal: Terminal) -> anyhow::Result<()> {
    let anchors = api.get("mobile/anchors", Query::default()).await?;
    terminal.list(&anchors, &["judges", "spki_sha256"])
}

impl Install {
    /// Needs no server: the file is this machine's.
    pub(super) fn run(&self, config: &Config, terminal: Terminal) -> anyhow::Result<()> {
        let set = self.set;
        let Some(target) = set.file(config) else {
            let setting = set.setting();
            bail!(
                "no file of roots is configured for {}: set {setting} (or {}) to the file that shall hold them",
                set.name(),
                variable(setting),
            );
        };
        // Read once: what is checked is what is put in place.
        let name = self.file.display();
        let text =
            std::fs::read_to_string(&self.file).with_context(|| format!("cannot read {name}"))?;
        let new = Anchors::from_pem(&text);
        let new = new.with_context(|| format!("{name} holds no usable anchors"))?;
        let (before, after) = (in_force(set, target), hashes(&new));
        let outcome = json!({
            "file": target.display().to_string(),
            "installed": !self.dry_run,
            "added": after.difference(&before).collect::<Vec<_>>(),
            "removed": before.difference(&after).collect::<Vec<_>>(),
            "kept": after.intersection(&before).collect::<Vec<_>>(),
        });
        if !self.dry_run {
            roots_file::replace(target, text.as_bytes())?;
        }
        terminal.object(&outcome)
    }
}

/// What the configured file holds now; while it is of no use, what is built in.
fn in_force(set: AnchorSet, target: &Path) -> BTreeSet<String> {
    if let Ok(current) = read_anchors(target) {
        return hashes(&current);
    }
    let published = MobileAnchors::published().ok();
    let built_in = published.as_ref().and_then(|anchors| set.of(anchors));
    built_in.map(hashes).unwrap_or_default()
}

fn hashes(anchors: &Anchors) -> BTreeSet<String> {
    let keys = anchors.iter();
    keys.map(|anchor| HEXLOWER.encode(anchor.spki_sha256()))
        .collect()
}
