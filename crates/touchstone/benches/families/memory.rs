//! How much memory a piece of work takes at most, as the kernel sees it: in a process of its own, where nothing that was freed before
//! hides it.

use std::path::Path;
use std::process::Command;

use anyhow::Context;

/// Announces the work that a process is started for, and a file that it works on.
pub const WORK: &str = "--memory-of";

/// Runs this program with [`WORK`] and `file`; by how many MiB it grew, as [`grown_by`] printed it.
pub fn mib_of(file: &Path) -> anyhow::Result<f64> {
    let mut child = Command::new(std::env::current_exe()?);
    let ended = child.arg(WORK).arg(file).output()?;
    anyhow::ensure!(ended.status.success(), "{ended:?}");
    Ok(String::from_utf8(ended.stdout)?.trim().parse()?)
}

/// By how many MiB the process grew at most while `work` ran.
pub fn grown_by(work: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<f64> {
    // 5: the peak so far is forgotten.
    std::fs::write("/proc/self/clear_refs", "5")?;
    let before_mib = status_mib("VmRSS:")?;
    work()?;
    Ok(status_mib("VmHWM:")? - before_mib)
}

fn status_mib(name: &str) -> anyhow::Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with(name));
    let kib = line.and_then(|line| line.split_whitespace().nth(1));
    Ok(kib.context("a line of the status")?.parse::<f64>()? / 1_024.0)
}
