//! The rules of the tree that the compiler does not know: one module each, told as findings. Nothing is built for them: generated files are
//! compared by `cargo xtask gen --check`.

use std::fmt::{Display, Formatter};
use std::path::Path;

mod ambient;
mod attributes;
mod changelog;
mod columns;
mod documents;
mod edges;
mod main_file;
mod migrations;
mod module_docs;
mod orphans;
mod paths;
mod sizes;
mod sleeps;
mod source;
mod test_binaries;
mod test_code;
mod tree;
mod words;

#[cfg(test)]
mod samples;

use tree::Tree;

/// One place that breaks a rule, and the way out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    path: String,
    line: usize,
    wrong: String,
    remedy: String,
}

impl Finding {
    fn new(
        path: impl Into<String>,
        line: usize,
        wrong: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            path: path.into(),
            line,
            wrong: wrong.into(),
            remedy: remedy.into(),
        }
    }
}

impl Display for Finding {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "{}:{}: {}: {}",
            self.path, self.line, self.wrong, self.remedy
        )
    }
}

/// Everything that breaks a rule, in the order of the files.
pub(crate) fn check(root: &Path) -> anyhow::Result<Vec<Finding>> {
    let tree = Tree::load(root)?;
    let mut findings = tree.unreadable.clone();
    for file in &tree.rust {
        findings.extend(module_docs::check(file));
        findings.extend(sizes::check(file));
        findings.extend(ambient::check(file));
        findings.extend(words::check(file));
        findings.extend(attributes::check(file));
        findings.extend(columns::check(file));
        findings.extend(main_file::check(file));
        findings.extend(sleeps::check(file));
    }
    findings.extend(edges::check(&tree));
    findings.extend(orphans::check(&tree));
    findings.extend(test_binaries::check(&tree));
    findings.extend(migrations::check(&tree));
    findings.extend(changelog::check(&tree));
    findings.extend(documents::check(&tree));
    findings.sort();
    findings.dedup();
    Ok(findings)
}
