//! The package `interop/`: other projects' clients against the built program. A part of `cargo xtask test`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::commands::test::PROGRAM_VARIABLE;
use crate::run::{self, root, target_folder};

/// Its tests, against this program.
pub(crate) fn test(program: &Path) -> anyhow::Result<()> {
    run::run(cargo(&["test", "--quiet"])?.env(PROGRAM_VARIABLE, program))
}

/// A cargo command in its folder. It builds into the workspace's target folder: what both need in
/// the same way is built once.
pub(crate) fn cargo(arguments: &[&str]) -> anyhow::Result<Command> {
    let mut command = run::cargo(arguments.iter().copied());
    command.current_dir(folder()).arg("--locked");
    command.arg("--target-dir").arg(target_folder()?);
    Ok(command)
}

pub(crate) fn folder() -> PathBuf {
    root().join("interop")
}
