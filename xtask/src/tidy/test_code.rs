//! Which lines of a file are test code.

use std::ops::RangeInclusive;

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Attribute, Item};

use super::source::RustFile;

/// The lines of test code in one file.
#[derive(Debug, Default)]
pub(super) struct TestCode {
    whole_file: bool,
    ranges: Vec<RangeInclusive<usize>>,
}

impl TestCode {
    pub(super) fn of(file: &RustFile) -> Self {
        let mut code = Self {
            whole_file: is_test_file(&file.path),
            ranges: Vec::new(),
        };
        code.visit_file(&file.syntax);
        code
    }

    pub(super) fn contains(&self, line: usize) -> bool {
        self.whole_file || self.ranges.iter().any(|range| range.contains(&line))
    }
}

/// By the tree's conventions: `tests/` beside `src/`, `tests.rs` or `tests/` below a module.
fn is_test_file(path: &str) -> bool {
    let mut parts: Vec<&str> = path.split('/').collect();
    let file = parts.pop();
    file == Some("tests.rs") || parts.iter().any(|part| ["tests", "benches"].contains(part))
}

impl<'ast> Visit<'ast> for TestCode {
    fn visit_item(&mut self, item: &'ast Item) {
        if attributes(item).iter().any(is_for_tests) {
            let span = item.span();
            self.ranges.push(span.start().line..=span.end().line);
        }
        visit::visit_item(self, item);
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// `#[test]`, `#[tokio::test]` or exactly `#[cfg(test)]`: `cfg(not(test))` is product code.
fn is_for_tests(attribute: &Attribute) -> bool {
    let last = attribute.path().segments.last();
    let is_cfg_test = || {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Ident>()
                .is_ok_and(|condition| condition == "test")
    };
    last.is_some_and(|segment| segment.ident == "test") || is_cfg_test()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::samples::file;

    fn test_lines(path: &str, text: &str) -> Vec<usize> {
        let code = TestCode::of(&file(path, text));
        (1..=text.lines().count())
            .filter(|line| code.contains(*line))
            .collect()
    }

    #[test]
    fn product_code_that_only_speaks_of_tests_is_no_test_code() {
        let text = "#[cfg(not(test))]\nfn a() {}\n#[cfg(feature = \"test\")]\nfn b() {}";
        assert_eq!(test_lines("src/a.rs", text), [0; 0]);
        assert_eq!(test_lines("src/latest.rs", "fn a() {}"), [0; 0]);
    }

    #[test]
    fn test_items_are_test_code_and_their_neighbours_are_not() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\nfn b() {}\n}\n#[tokio::test]\nfn c() {}";
        assert_eq!(test_lines("src/a.rs", text), [2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn files_of_tests_are_test_code() {
        for path in [
            "crates/a/tests/it/b.rs",
            "crates/a/src/b/tests.rs",
            "crates/a/benches/b.rs",
        ] {
            assert_eq!(test_lines(path, "fn a() {}"), [1], "{path}");
        }
    }
}
