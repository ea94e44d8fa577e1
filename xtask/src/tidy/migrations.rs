//! Migrations are numbered from 1 without a gap, and each is built into the product.

use std::collections::BTreeMap;

use super::Finding;
use super::tree::Tree;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in tree.texts.keys().filter(|path| path.ends_with(".sql")) {
        if let Some((folder, name)) = path.rsplit_once('/')
            && folder.ends_with("/migrations")
        {
            folders.entry(folder).or_default().push(name);
        }
    }
    let numbered = folders
        .iter()
        .flat_map(|(folder, names)| numbers(folder, names));
    let included = folders
        .iter()
        .flat_map(|(folder, names)| unused(tree, folder, names));
    numbered.chain(included).collect()
}

/// `0001_name.sql`, `0002_name.sql` and so on; the names come in order.
fn numbers(folder: &str, names: &[&str]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, expected) in names.iter().zip(1_u32..) {
        let number = name.split_once('_').and_then(|(digits, _)| {
            (digits.len() == 4)
                .then(|| digits.parse::<u32>().ok())
                .flatten()
        });
        if number != Some(expected) {
            let wrong = format!("migration {expected} of this folder has another number");
            let remedy = format!("number them without a gap: {expected:04}_name.sql");
            findings.push(Finding::new(format!("{folder}/{name}"), 1, wrong, remedy));
        }
    }
    findings
}

/// Migrations that no Rust file names in full.
fn unused(tree: &Tree, folder: &str, names: &[&str]) -> Vec<Finding> {
    let used = |name: &str| tree.rust.iter().any(|file| file.text.contains(name));
    let unused = names.iter().filter(|name| !used(name));
    unused
        .map(|name| {
            let remedy = "add it to its engine's list of migrations";
            Finding::new(
                format!("{folder}/{name}"),
                1,
                "nothing includes this migration",
                remedy,
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(names: &[&str], list: &str) -> Vec<String> {
        let paths: Vec<String> = names
            .iter()
            .map(|name| format!("a/migrations/{name}"))
            .collect();
        let mut files: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), "")).collect();
        files.push(("a/migrations.rs", list));
        let findings = check(&Tree::of(&files));
        findings
            .into_iter()
            .map(|finding| finding.path.replace("a/migrations/", ""))
            .collect()
    }

    const LIST: &str = "const LIST: [&str; 3] = [\"0001_a.sql\", \"0002_b.sql\", \"0003_c.sql\"];";

    #[test]
    fn a_gap_a_repeat_and_a_start_other_than_one_are_found() {
        assert_eq!(found(&["0001_a.sql", "0003_c.sql"], LIST), ["0003_c.sql"]);
        assert_eq!(found(&["0002_b.sql"], LIST), ["0002_b.sql"]);
        let repeated = LIST.replace("0003_c", "0001_b");
        assert_eq!(
            found(&["0001_a.sql", "0001_b.sql"], &repeated),
            ["0001_b.sql"]
        );
    }

    #[test]
    fn a_name_without_a_number_of_four_digits_is_found() {
        for name in ["a.sql", "1_a.sql", "00001_a.sql"] {
            let list = format!("const LIST: &str = \"{name}\";");
            assert_eq!(found(&[name], &list), [name]);
        }
    }

    #[test]
    fn a_migration_that_nothing_includes_is_found() {
        assert_eq!(
            found(&["0001_a.sql", "0002_forgotten.sql"], LIST),
            ["0002_forgotten.sql"]
        );
    }

    #[test]
    fn migrations_in_order_are_tidy() {
        assert_eq!(
            found(&["0001_a.sql", "0002_b.sql", "0003_c.sql"], LIST),
            [""; 0]
        );
    }
}
