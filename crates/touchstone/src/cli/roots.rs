//! Decides how a file of roots is installed: it is checked, what it changes is told, and it is put in place of the configured one, which a running
//! server reads anew.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use data_encoding::HEXLOWER;
use serde_json::json;
use touchstone_evidence::x509::Anchors;

use super::{Terminal, roots_file};
use crate::app::read_anchors;
use crate::config::variable;

/// The file, and whether it is only looked at.
#[derive(Args, Debug)]
pub(super) struct Roots {
    /// PEM file with the roots to trust from now on
    file: PathBuf,
    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
}

/// The place of a set of anchors.
pub(super) struct Place<'p> {
    /// What it judges, for people.
    pub(super) name: &'static str,
    /// The setting that names its file.
    pub(super) setting: &'static str,
    /// Its file, when one is configured.
    pub(super) file: Option<&'p Path>,
    /// What is in force while the file is of no use.
    pub(super) built_in: Option<Anchors>,
}

impl Roots {
    /// Needs no server: the file is this machine's.
    pub(super) fn install(&self, place: &Place<'_>, terminal: Terminal) -> anyhow::Result<()> {
        let Some(target) = place.file else {
            let (name, setting) = (place.name, place.setting);
            bail!(
                "no file of roots is configured for {name}: set {setting} (or {}) to the file that shall hold them",
                variable(setting),
            );
        };
        // Read once: what is checked is what is put in place.
        let name = self.file.display();
        let text =
            std::fs::read_to_string(&self.file).with_context(|| format!("cannot read {name}"))?;
        let new = Anchors::from_pem(&text);
        let new = new.with_context(|| format!("{name} holds no usable anchors"))?;
        let (before, after) = (place.in_force(target), hashes(&new));
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

impl Place<'_> {
    /// What the configured file holds now; while it is of no use, what is built in.
    fn in_force(&self, target: &Path) -> BTreeSet<String> {
        match read_anchors(target) {
            Ok(current) => hashes(&current),
            Err(_) => self.built_in.as_ref().map(hashes).unwrap_or_default(),
        }
    }
}

fn hashes(anchors: &Anchors) -> BTreeSet<String> {
    let keys = anchors.iter();
    keys.map(|anchor| HEXLOWER.encode(anchor.spki_sha256()))
        .collect()
}
