//! Decides how the file of `mobile.android.status_file` comes into force: at start, when it changes, and at SIGHUP. The list is as old as
//! the file's last change, so that a file which nobody replaces goes stale (spec mobile.md 7.2).

use std::io::Read as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use touchstone_core::{Timestamp, Touchstone};

use crate::config::Config;
use crate::evidence_file::last_change;

/// No list is larger.
const BYTES_MAX: u64 = 16 * 1024 * 1024;

const SETTING: &str = "mobile.android.status_file";

/// The file.
#[derive(Clone, Debug)]
pub(super) struct StatusFile(PathBuf);

/// When a file was last changed, which file it is, and its size: something differs when another one has its name.
pub(super) type Stamp = Option<(i64, i64, u64, u64)>;

/// What the file held.
pub(super) struct Read {
    body: Vec<u8>,
    written_at: Timestamp,
}

impl StatusFile {
    /// The configured file.
    pub(super) fn of(config: &Config) -> Option<Self> {
        config.mobile.android.status_file.get().cloned().map(Self)
    }

    /// Its name.
    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Changes when the file does; `None` while it is not there.
    pub(super) fn stamp(&self) -> Stamp {
        let found = std::fs::metadata(&self.0).ok()?;
        Some((found.mtime(), found.mtime_nsec(), found.ino(), found.len()))
    }

    /// Reads it.
    pub(super) fn read(&self) -> anyhow::Result<Read> {
        let name = self.0.display();
        let context = || format!("{SETTING}: cannot read {name}");
        let file = std::fs::File::open(&self.0).with_context(context)?;
        let written_at = last_change(&file.metadata().with_context(context)?);
        let mut body = Vec::new();
        file.take(BYTES_MAX + 1)
            .read_to_end(&mut body)
            .with_context(context)?;
        ensure!(
            u64::try_from(body.len())? <= BYTES_MAX,
            "{SETTING}: {name} has more than {BYTES_MAX} bytes"
        );
        Ok(Read { body, written_at })
    }
}

impl Read {
    /// From now on Android keys are judged by it. A file from the future is as old as now.
    pub(super) fn put_in_force(self, core: &Touchstone) -> anyhow::Result<()> {
        let written_at = self.written_at.min(core.world.clock.now());
        core.mobile
            .use_status_list_file(self.body, written_at)
            .with_context(|| format!("{SETTING}: not a status list"))
    }
}
