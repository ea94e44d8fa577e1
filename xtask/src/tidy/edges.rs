//! Which crate may use which: what cargo sees equals what ARCHITECTURE.md says.
//!
//! There, a block fenced with "```edges" has one line for each crate, `a -> b, c` or
//! `a -> (none)`, and one more, ending in `(dev)`, for each crate whose tests use more.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Finding;
use super::tree::Tree;

const DOCUMENT: &str = "ARCHITECTURE.md";
const FENCE: &str = "```edges";

/// A crate, and whether these are the edges of its tests.
type Source = (String, bool);
type Edges = BTreeMap<Source, BTreeSet<String>>;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let text = tree
        .texts
        .get(DOCUMENT)
        .map(String::as_str)
        .unwrap_or_default();
    let (said, fence_line, mut findings) = documented(text);
    let real = tree.metadata.first().map(actual).unwrap_or_default();
    let sources: BTreeSet<&Source> = said.keys().chain(real.keys()).collect();
    let none = BTreeSet::new();
    for source in sources {
        let (said_to, real_to) = (said.get(source), real.get(source));
        if said_to.is_none() && !source.1
            || said_to.unwrap_or(&none) != real_to.unwrap_or(&none)
            || real_to.is_none() && !source.1
        {
            findings.push(difference(fence_line, source, said_to, real_to));
        }
    }
    findings
}

fn difference(
    line: usize,
    source: &Source,
    said: Option<&BTreeSet<String>>,
    real: Option<&BTreeSet<String>>,
) -> Finding {
    let name = |to: Option<&BTreeSet<String>>| match to {
        None => "nothing".to_owned(),
        Some(to) if to.is_empty() => "(none)".to_owned(),
        Some(to) => to.iter().cloned().collect::<Vec<_>>().join(", "),
    };
    let dev = if source.1 { " (dev)" } else { "" };
    let wrong = format!(
        "{}{dev} -> {} is written, but {} is built",
        source.0,
        name(said),
        name(real)
    );
    Finding::new(
        DOCUMENT,
        line,
        wrong,
        "remove the dependency, or discuss the new edge here",
    )
}

/// The edges that the document tells, the line of their fence, and the lines that make no sense.
fn documented(text: &str) -> (Edges, usize, Vec<Finding>) {
    let mut edges = Edges::new();
    let mut findings = Vec::new();
    let fence = text.lines().position(|line| line.trim() == FENCE);
    let Some(fence) = fence else {
        let remedy = "write the crates' edges there";
        findings.push(Finding::new(
            DOCUMENT,
            1,
            format!("no block opens with {FENCE}"),
            remedy,
        ));
        return (edges, 1, findings);
    };
    let numbered = text.lines().zip(1..).skip(fence.saturating_add(1));
    for (line, number) in numbered.take_while(|(line, _)| line.trim() != "```") {
        match edge(line) {
            Some((source, _)) if edges.contains_key(&source) => {
                let wrong = format!("`{}` has two lines", source.0);
                findings.push(Finding::new(DOCUMENT, number, wrong, "make one of them"));
            }
            Some((source, to)) => {
                edges.insert(source, to);
            }
            None if line.trim().is_empty() => {}
            None => {
                let remedy = "write `crate -> crate, crate` or `crate -> (none)`";
                findings.push(Finding::new(
                    DOCUMENT,
                    number,
                    "the line is no edge",
                    remedy,
                ));
            }
        }
    }
    (edges, fence.saturating_add(1), findings)
}

fn edge(line: &str) -> Option<(Source, BTreeSet<String>)> {
    let (from, to) = line.trim().split_once("->")?;
    let to = to.trim();
    let (to, dev) = to
        .strip_suffix("(dev)")
        .map_or((to, false), |to| (to.trim(), true));
    let name = |text: &str| {
        let plain = |char: char| char.is_ascii_alphanumeric() || char == '-';
        (!text.is_empty() && text.chars().all(plain)).then(|| text.to_owned())
    };
    let names: Option<BTreeSet<String>> = if to == "(none)" {
        Some(BTreeSet::new())
    } else {
        to.split(',').map(|to| name(to.trim())).collect()
    };
    Some(((name(from.trim())?, dev), names?))
}

/// The edges between the workspace's own packages; what only tests use stands apart.
fn actual(metadata: &Value) -> Edges {
    let list = |value: &Value, name: &str| value.get(name).and_then(Value::as_array).cloned();
    let text =
        |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let packages = list(metadata, "packages").unwrap_or_default();
    let ours: BTreeSet<String> = packages
        .iter()
        .filter_map(|one| text(one, "name"))
        .collect();
    let mut edges = Edges::new();
    for package in &packages {
        let Some(from) = text(package, "name") else {
            continue;
        };
        edges.entry((from.clone(), false)).or_default();
        for dependency in list(package, "dependencies").unwrap_or_default() {
            let Some(to) = text(&dependency, "name").filter(|to| ours.contains(to)) else {
                continue;
            };
            let dev = text(&dependency, "kind").as_deref() == Some("dev");
            edges.entry((from.clone(), dev)).or_default().insert(to);
        }
    }
    edges
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// `http` uses `core`, `core` uses `evidence` and, in tests, `testkit`.
    fn tree(block: &str) -> Tree {
        let mut tree = Tree::of(&[(DOCUMENT, &format!("# A\n\n{FENCE}\n{block}\n```\n"))]);
        let dependency = |name: &str, kind: Option<&str>| json!({"name": name, "kind": kind});
        tree.metadata.push(json!({"packages": [
            {"name": "http", "dependencies": [dependency("core", None), dependency("axum", None)]},
            {"name": "core", "dependencies":
                [dependency("evidence", None), dependency("testkit", Some("dev"))]},
            {"name": "evidence", "dependencies": []},
            {"name": "testkit", "dependencies": []},
        ]}));
        tree
    }

    const RIGHT: &str = "http -> core\ncore -> evidence\ncore -> testkit (dev)\n\
                         evidence -> (none)\ntestkit -> (none)";

    fn found(block: &str) -> String {
        let findings = check(&tree(block));
        let [finding] = findings.as_slice() else {
            panic!("one finding: {findings:?}")
        };
        finding.wrong.clone()
    }

    #[test]
    fn a_document_without_edges_is_found() {
        let mut tree = tree(RIGHT);
        tree.texts.clear();
        assert!(
            check(&tree)
                .iter()
                .any(|finding| finding.wrong.contains(FENCE))
        );
    }

    #[test]
    fn an_edge_that_nobody_wrote_down_is_found() {
        let wrong = found(&RIGHT.replace("http -> core", "http -> (none)"));
        assert_eq!(wrong, "http -> (none) is written, but core is built");
    }

    #[test]
    fn an_edge_that_is_not_built_is_found() {
        assert!(
            found(&RIGHT.replace("http -> core", "http -> core, evidence")).starts_with("http")
        );
    }

    #[test]
    fn a_crate_that_nobody_wrote_down_and_one_that_is_not_there_are_found() {
        assert!(found(&RIGHT.replace("evidence -> (none)\n", "")).contains("nothing is written"));
        assert!(found(&format!("{RIGHT}\nghost -> (none)")).contains("nothing is built"));
    }

    #[test]
    fn an_edge_of_tests_only_is_not_taken_for_one_of_the_product() {
        let wrong = RIGHT.replace(
            "core -> evidence\ncore -> testkit (dev)",
            "core -> evidence, testkit",
        );
        assert_eq!(check(&tree(&wrong)).len(), 2);
        assert!(found(&RIGHT.replace("core -> testkit (dev)\n", "")).contains("(dev)"));
    }

    #[test]
    fn a_line_that_is_no_edge_or_comes_twice_is_found() {
        assert!(found(&format!("{RIGHT}\nhttp: core")).contains("no edge"));
        assert!(found(&format!("{RIGHT}\nhttp -> core")).contains("two lines"));
    }

    #[test]
    fn edges_as_written_are_tidy() {
        assert_eq!(check(&tree(RIGHT)), []);
    }
}
