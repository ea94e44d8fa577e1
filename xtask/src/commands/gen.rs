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
    pub(crate) check: bool,
}

/// A file, and the arguments of the product's binary that print it.
struct Generated {
    path: &'static str,
    arguments: &'static [&'static str],
}

/// Every generated file.
const GENERATED: &[Generated] = &[
    Generated {
        path: "docs/reference/config.md",
        arguments: &["reference", "config"],
    },
    Generated {
        path: "docs/reference/errors.md",
        arguments: &["reference", "errors"],
    },
];

/// A generated file as it should be.
struct Page {
    path: &'static str,
    text: String,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let pages = pages()?;
    let stale = differing(&root(), &pages);
    if arguments.check {
        let paths = stale
            .iter()
            .map(|page| page.path)
            .collect::<Vec<_>>()
            .join(", ");
        anyhow::ensure!(stale.is_empty(), "stale: {paths}; run `cargo xtask gen`");
    }
    for page in stale {
        println!("writing {}", page.path);
        write(&root(), page)?;
    }
    Ok(())
}

fn pages() -> anyhow::Result<Vec<Page>> {
    // Built with the tests, whose dependencies ask for more features: otherwise a test that checks
    // the tree would compile half of it a second time.
    let build = [
        "build",
        "--quiet",
        "--workspace",
        "--lib",
        "--bins",
        "--tests",
    ];
    run::run(&mut cargo(build))?;
    let binary = target_folder()?.join("debug/touchstone");
    let page = |generated: &Generated| {
        let mut product = Command::new(&binary);
        let text = output(product.args(generated.arguments).current_dir(root()))?;
        Ok(Page {
            path: generated.path,
            text,
        })
    };
    GENERATED.iter().map(page).collect()
}

fn differing<'a>(root: &Path, pages: &'a [Page]) -> Vec<&'a Page> {
    let present = |page: &Page| std::fs::read_to_string(root.join(page.path)).ok();
    pages
        .iter()
        .filter(|page| present(page).as_ref() != Some(&page.text))
        .collect()
}

fn write(root: &Path, page: &Page) -> anyhow::Result<()> {
    let path = root.join(page.path);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, &page.text).with_context(|| format!("write {}", page.path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Page {
        Page {
            path: "docs/a.md",
            text: "# A\n".to_owned(),
        }
    }

    #[test]
    fn a_missing_file_and_a_changed_one_are_stale() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(differing(root.path(), &[page()]).len(), 1);
        write(root.path(), &page()).unwrap();
        std::fs::write(root.path().join("docs/a.md"), "# B\n").unwrap();
        assert_eq!(differing(root.path(), &[page()]).len(), 1);
    }

    #[test]
    fn a_written_file_is_fresh() {
        let root = tempfile::tempdir().unwrap();
        write(root.path(), &page()).unwrap();
        assert!(differing(root.path(), &[page()]).is_empty());
    }
}
