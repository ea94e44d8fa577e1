//! `cargo xtask gen`: files that are written by a program, and the check that they are fresh.

use std::path::Path;
use std::process::Command;

use anyhow::Context as _;
use clap::Args;

use crate::run::{self, cargo, output, root, target_folder};

/// Write the generated files anew
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Write nothing; fail when a file is not what would be written
    #[arg(long)]
    check: bool,
}

/// A file, and the arguments of the product's binary that print it.
struct Generated {
    path: &'static str,
    arguments: &'static [&'static str],
}

/// Every generated file.
const GENERATED: &[Generated] = &[];

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    if arguments.check {
        let stale = stale(&root())?;
        anyhow::ensure!(
            stale.is_empty(),
            "run `cargo xtask gen`: {} is stale",
            stale.join(", ")
        );
        return Ok(());
    }
    for_each(&root(), |path, text| {
        let written = std::fs::read_to_string(path).is_ok_and(|present| present == text);
        if !written {
            println!("writing {}", path.display());
            std::fs::write(path, text).with_context(|| format!("write {}", path.display()))?;
        }
        Ok(())
    })
}

/// The paths of the files that are not what would be written now.
pub(crate) fn stale(root: &Path) -> anyhow::Result<Vec<String>> {
    let mut stale = Vec::new();
    for_each(root, |path, text| {
        if std::fs::read_to_string(path).ok().as_deref() != Some(text) {
            let relative = path.strip_prefix(root).unwrap_or(path);
            stale.push(relative.display().to_string());
        }
        Ok(())
    })?;
    Ok(stale)
}

fn for_each(
    root: &Path,
    mut act: impl FnMut(&Path, &str) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    if GENERATED.is_empty() {
        return Ok(());
    }
    // Built as the tests build it, so that nothing is compiled twice.
    run::run(&mut cargo([
        "build",
        "--quiet",
        "--workspace",
        "--bin",
        "touchstone",
    ]))?;
    let binary = target_folder()?.join("debug/touchstone");
    for generated in GENERATED {
        let mut product = Command::new(&binary);
        let text = output(product.args(generated.arguments).current_dir(root))?;
        act(&root.join(generated.path), &text)?;
    }
    Ok(())
}
