//! Every page has one title, is reached from the first page, and its links lead somewhere.

use super::Finding;
use super::tree::Tree;

/// The pages from which every page under `docs/` is linked.
const INDEXES: [&str; 2] = ["README.md", "docs/README.md"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let pages = || tree.texts.iter().filter(|(path, _)| path.ends_with(".md"));
    let linked: Vec<String> = pages()
        .filter(|(path, _)| INDEXES.contains(&path.as_str()))
        .flat_map(|(path, text)| links(path, text))
        .map(|(target, _)| target)
        .collect();
    let mut findings = Vec::new();
    for (path, text) in pages() {
        findings.extend(title(path, text));
        findings.extend(broken_links(tree, path, text));
        let is_page = path.starts_with("docs/") && !INDEXES.contains(&path.as_str());
        if is_page && !linked.contains(path) {
            let remedy = "link it from docs/README.md";
            findings.push(Finding::new(path, 1, "no index links this page", remedy));
        }
    }
    findings
}

/// The lines outside fenced blocks, with their numbers.
fn prose(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut fenced = false;
    text.lines().zip(1..).filter(move |(line, _)| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        !fenced && !fence
    })
}

fn title(path: &str, text: &str) -> Option<Finding> {
    let titles: Vec<usize> = prose(text)
        .filter(|(line, _)| line.starts_with("# "))
        .map(|(_, number)| number)
        .collect();
    match titles.as_slice() {
        [_] => None,
        [] => Some(Finding::new(
            path,
            1,
            "the page has no title",
            "open with `# Title`",
        )),
        [_, second, ..] => Some(Finding::new(
            path,
            *second,
            "the page has a second title",
            "use `##` below the first",
        )),
    }
}

fn broken_links(tree: &Tree, path: &str, text: &str) -> Vec<Finding> {
    let leads = |target: &str| {
        let folder = format!("{}/", target.trim_end_matches('/'));
        tree.paths
            .iter()
            .any(|known| known == target || known.starts_with(&folder))
    };
    links(path, text)
        .into_iter()
        .filter(|(target, _)| !leads(target))
        .map(|(target, line)| {
            let wrong = format!("the link leads to `{target}`, which does not exist");
            Finding::new(path, line, wrong, "correct it")
        })
        .collect()
}

/// The files that a page links to, from the tree's root; links to other sites are left out.
fn links(path: &str, text: &str) -> Vec<(String, usize)> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut links = Vec::new();
    for (line, number) in prose(text) {
        for part in line.split("](").skip(1) {
            let target = part.split([')', '#', ' ']).next().unwrap_or_default();
            if !target.is_empty() && !target.contains(':') {
                links.push((resolve(folder, target), number));
            }
        }
    }
    links
}

fn resolve(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<(String, usize)> {
        let findings = check(&Tree::of(files));
        findings
            .into_iter()
            .map(|finding| (finding.path, finding.line))
            .collect()
    }

    #[test]
    fn a_page_that_no_index_links_is_found() {
        let files = [("docs/README.md", "# Docs\n"), ("docs/a.md", "# A\n")];
        assert_eq!(found(&files), [("docs/a.md".to_owned(), 1)]);
    }

    #[test]
    fn a_page_without_a_title_or_with_two_is_found() {
        assert_eq!(
            found(&[("README.md", "Words\n")]),
            [("README.md".to_owned(), 1)]
        );
        assert_eq!(
            found(&[("README.md", "# A\n\n# B\n")]),
            [("README.md".to_owned(), 3)]
        );
    }

    #[test]
    fn a_link_that_leads_nowhere_is_found() {
        let files = [
            ("README.md", "# A\n[b](docs/b.md#part) and [c](c.md)\n"),
            ("c.md", "# C\n"),
        ];
        assert_eq!(found(&files), [("README.md".to_owned(), 2)]);
    }

    #[test]
    fn what_stands_in_a_fenced_block_is_neither_title_nor_link() {
        let text = "# A\n```sh\n# comment\n[b](missing.md)\n```\n[site](https://example.com)\n";
        assert_eq!(found(&[("README.md", text)]), []);
    }

    #[test]
    fn linked_pages_are_tidy_also_across_folders() {
        let files = [
            ("README.md", "# A\n[docs](docs/), [b](docs/b.md)\n"),
            ("docs/README.md", "# Docs\n[c](./reference/c.md)\n"),
            ("docs/b.md", "# B\n[up](../README.md)\n"),
            ("docs/reference/c.md", "# C\n"),
        ];
        assert_eq!(found(&files), []);
    }
}
