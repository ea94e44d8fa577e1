//! Every Rust file is compiled: it is a target, or a module of a file that is compiled.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use syn::{Attribute, Item};

use super::Finding;
use super::source::RustFile;
use super::tree::Tree;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let files: BTreeMap<&str, &RustFile> = tree
        .rust
        .iter()
        .map(|file| (file.path.as_str(), file))
        .collect();
    let mut reached = BTreeSet::new();
    for root in tree
        .metadata
        .iter()
        .flat_map(|metadata| roots(metadata, &tree.paths))
    {
        follow(&root, true, &files, &mut reached);
    }
    let orphans = files.keys().filter(|path| !reached.contains(**path));
    orphans
        .map(|path| {
            Finding::new(
                *path,
                1,
                "no module names this file",
                "declare it, or delete it",
            )
        })
        .collect()
}

/// The source files of all targets, from the tree's root.
fn roots(metadata: &Value, paths: &[String]) -> Vec<String> {
    let packages = metadata
        .get("packages")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let targets = packages
        .filter_map(|package| package.get("targets")?.as_array())
        .flatten();
    let sources = targets.filter_map(|target| target.get("src_path")?.as_str());
    sources
        .filter_map(|source| longest(source, paths))
        .cloned()
        .collect()
}

/// The longest of our paths that an absolute path ends in.
fn longest<'a>(source: &str, paths: &'a [String]) -> Option<&'a String> {
    let ours = paths
        .iter()
        .filter(|path| source.ends_with(&format!("/{path}")));
    ours.max_by_key(|path| path.len())
}

fn follow(
    path: &str,
    is_root: bool,
    files: &BTreeMap<&str, &RustFile>,
    reached: &mut BTreeSet<String>,
) {
    let Some(file) = files.get(path) else { return };
    if !reached.insert(path.to_owned()) {
        return;
    }
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.trim_end_matches(".rs");
    let below = if is_root || stem == "mod" {
        folder.to_owned()
    } else {
        join(folder, stem)
    };
    for candidate in modules(&file.syntax.items, &below, folder) {
        follow(&candidate, false, files, reached);
    }
}

/// The files that these items' modules may be in.
fn modules(items: &[Item], below: &str, folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    for item in items {
        let Item::Mod(module) = item else { continue };
        let name = module.ident.to_string();
        let name = name.trim_start_matches("r#");
        match &module.content {
            Some((_, items)) => {
                let below = join(below, name);
                found.extend(modules(items, &below, &below));
            }
            None => match named_path(&module.attrs) {
                Some(path) => found.push(join(folder, &path)),
                None => {
                    found.push(join(below, &format!("{name}.rs")));
                    found.push(join(below, &format!("{name}/mod.rs")));
                }
            },
        }
    }
    found
}

/// The value of `#[path = ".."]`.
fn named_path(attributes: &[Attribute]) -> Option<String> {
    let attribute = attributes
        .iter()
        .find(|attribute| attribute.path().is_ident("path"))?;
    match &attribute.meta.require_name_value().ok()?.value {
        syn::Expr::Lit(literal) => match &literal.lit {
            syn::Lit::Str(path) => Some(path.value()),
            _ => None,
        },
        _ => None,
    }
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn orphans(files: &[(&str, &str)]) -> Vec<String> {
        let mut tree = Tree::of(files);
        tree.metadata.push(json!({"packages": [{"targets": [
            {"src_path": "/repo/crates/a/src/lib.rs"},
            {"src_path": "/repo/crates/a/tests/it/main.rs"},
        ]}]}));
        check(&tree)
            .into_iter()
            .map(|finding| finding.path)
            .collect()
    }

    #[test]
    fn a_file_that_no_module_names_is_found() {
        let files = [
            ("crates/a/src/lib.rs", "mod b;"),
            ("crates/a/src/b.rs", ""),
            ("crates/a/src/c.rs", ""),
        ];
        assert_eq!(orphans(&files), ["crates/a/src/c.rs"]);
    }

    #[test]
    fn a_file_below_an_orphan_is_one_too() {
        let files = [
            ("crates/a/src/lib.rs", ""),
            ("crates/a/src/b.rs", "mod c;"),
            ("crates/a/src/b/c.rs", ""),
        ];
        assert_eq!(
            orphans(&files),
            ["crates/a/src/b.rs", "crates/a/src/b/c.rs"]
        );
    }

    #[test]
    fn a_module_of_the_same_name_elsewhere_does_not_count() {
        let files = [
            ("crates/a/src/lib.rs", "mod b;"),
            ("crates/a/src/b.rs", "mod c;"),
            ("crates/a/src/c.rs", ""),
        ];
        assert_eq!(orphans(&files), ["crates/a/src/c.rs"]);
    }

    #[test]
    fn modules_are_followed_through_files_folders_blocks_and_named_paths() {
        let files = [
            (
                "crates/a/src/lib.rs",
                "mod b; mod c; mod d { mod e; } #[path = \"x.rs\"] mod f;",
            ),
            ("crates/a/src/b/mod.rs", "#[cfg(test)] mod tests;"),
            ("crates/a/src/b/tests.rs", ""),
            ("crates/a/src/c.rs", "mod g;"),
            ("crates/a/src/c/g.rs", ""),
            ("crates/a/src/d/e.rs", ""),
            ("crates/a/src/x.rs", ""),
            ("crates/a/tests/it/main.rs", "mod h;"),
            ("crates/a/tests/it/h.rs", ""),
        ];
        assert_eq!(orphans(&files), [""; 0]);
    }
}
