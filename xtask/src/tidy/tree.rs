//! What the rules look at: the tree's Rust and text files, and cargo's view of its packages.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use serde_json::Value;

use super::Finding;
use super::source::RustFile;
use crate::run::{WORKSPACES_APART, output};

/// Folders that hold nothing of ours, wherever they are.
const SKIPPED: &[&str] = &["target", "node_modules", "corpus", "artifacts"];

/// Endings of the files whose text some rule reads.
const TEXT: &[&str] = &["md", "sql", "toml"];

/// The files and packages of one workspace.
#[derive(Default)]
pub(crate) struct Tree {
    /// Every Rust file, in the order of the paths.
    pub(super) rust: Vec<RustFile>,
    /// Path to text of every other file that some rule reads.
    pub(super) texts: BTreeMap<String, String>,
    /// Every file's path.
    pub(super) paths: Vec<String>,
    /// `cargo metadata --no-deps` of each workspace.
    pub(super) metadata: Vec<Value>,
    /// Rust files that do not parse.
    pub(super) unreadable: Vec<Finding>,
}

impl Tree {
    pub(super) fn load(root: &Path) -> anyhow::Result<Self> {
        let mut tree = Self::default();
        tree.walk(root, "")?;
        tree.paths.sort();
        tree.rust.sort_by(|one, other| one.path.cmp(&other.path));
        tree.metadata.push(metadata(root)?);
        for apart in WORKSPACES_APART {
            let manifest = format!("{apart}/Cargo.toml");
            if tree.paths.contains(&manifest) {
                tree.metadata.push(metadata(&root.join(apart))?);
            }
        }
        Ok(tree)
    }

    fn walk(&mut self, root: &Path, folder: &str) -> anyhow::Result<()> {
        let entries = std::fs::read_dir(root.join(folder));
        for entry in entries.with_context(|| format!("list `{folder}`"))? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            if name.starts_with('.') || SKIPPED.contains(&name.as_str()) {
                continue;
            }
            let path = if folder.is_empty() {
                name
            } else {
                format!("{folder}/{name}")
            };
            if entry.file_type()?.is_dir() {
                self.walk(root, &path)?;
            } else {
                self.read(root, path)?;
            }
        }
        Ok(())
    }

    fn read(&mut self, root: &Path, path: String) -> anyhow::Result<()> {
        self.paths.push(path.clone());
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        if ending != "rs" && !TEXT.contains(&ending) {
            return Ok(());
        }
        let text = std::fs::read_to_string(root.join(&path));
        let text = text.with_context(|| format!("read {path}"))?;
        self.add(path, text);
        Ok(())
    }

    fn add(&mut self, path: String, text: String) {
        if !path.ends_with(".rs") {
            self.texts.insert(path, text);
            return;
        }
        match RustFile::parse(&path, text) {
            Ok(file) => self.rust.push(file),
            Err(error) => self.unreadable.push(Finding::new(
                path,
                error.span().start().line,
                format!("no Rust: {error}"),
                "make it compile",
            )),
        }
    }
}

fn metadata(folder: &Path) -> anyhow::Result<Value> {
    let mut cargo = std::process::Command::new("cargo");
    cargo
        .current_dir(folder)
        .args(["metadata", "--no-deps", "--format-version", "1"]);
    let text = output(&mut cargo)?;
    serde_json::from_str(&text).context("cargo metadata is no JSON")
}

#[cfg(test)]
impl Tree {
    /// A tree of these files, for the rules' own tests.
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        let mut tree = Self::default();
        for (path, text) in files {
            tree.paths.push((*path).to_owned());
            tree.add((*path).to_owned(), (*text).to_owned());
        }
        tree
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_does_not_parse_is_found_not_skipped() {
        let tree = Tree::of(&[("src/lib.rs", "//! Words.\nfn half(")]);
        assert!(tree.rust.is_empty());
        assert_eq!(tree.unreadable.len(), 1);
    }

    #[test]
    fn build_output_and_hidden_folders_are_not_read() {
        let root = tempfile::tempdir().unwrap();
        for folder in ["target", ".hidden", "src"] {
            std::fs::create_dir(root.path().join(folder)).unwrap();
            std::fs::write(root.path().join(folder).join("a.rs"), "fn a() {}").unwrap();
        }
        let mut tree = Tree::default();
        tree.walk(root.path(), "").unwrap();
        assert_eq!(tree.paths, ["src/a.rs"]);
    }
}
