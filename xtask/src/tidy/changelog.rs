//! CHANGELOG.md has a place for what is not released yet.

use super::Finding;
use super::tree::Tree;

const PATH: &str = "CHANGELOG.md";
const HEADINGS: [&str; 2] = ["## Unreleased", "## [Unreleased]"];

pub(super) fn check(tree: &Tree) -> Option<Finding> {
    let text = tree.texts.get(PATH).map(String::as_str).unwrap_or_default();
    let has_section = text.lines().any(|line| HEADINGS.contains(&line.trim_end()));
    (!has_section).then(|| {
        let remedy = "add it, with what this change means to users";
        Finding::new(PATH, 1, "there is no section `## Unreleased`", remedy)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_changelog_and_one_without_the_section_are_found() {
        assert!(check(&Tree::of(&[])).is_some());
        assert!(
            check(&Tree::of(&[(
                PATH,
                "# Changes\n\n## 0.1.0\n\nUnreleased\n"
            )]))
            .is_some()
        );
    }

    #[test]
    fn a_changelog_with_the_section_is_tidy() {
        for heading in HEADINGS {
            assert_eq!(
                check(&Tree::of(&[(PATH, &format!("# Changes\n\n{heading}\n"))])),
                None
            );
        }
    }
}
