//! How much memory a piece of work takes at most, as the kernel sees it.

use anyhow::Context;

/// What `work` gives, and by how many MiB the process grew at most while it ran.
pub fn peak_mib<T>(work: impl FnOnce() -> T) -> anyhow::Result<(T, f64)> {
    // 5: the peak so far is forgotten.
    std::fs::write("/proc/self/clear_refs", "5")?;
    let before_mib = status_mib("VmRSS:")?;
    let given = work();
    Ok((given, status_mib("VmHWM:")? - before_mib))
}

fn status_mib(name: &str) -> anyhow::Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with(name));
    let kib = line.and_then(|line| line.split_whitespace().nth(1));
    Ok(kib.context("a line of the status")?.parse::<f64>()? / 1_024.0)
}
