//! No line over 100 columns, except where a literal or a word cannot be broken.

use proc_macro2::{TokenStream, TokenTree};

use super::Finding;
use super::source::RustFile;

const COLUMNS_MAX: usize = 100;

pub(super) fn check(file: &RustFile) -> Vec<Finding> {
    let long = |line: &str| line.chars().count() > COLUMNS_MAX;
    let mut findings: Vec<Finding> = Vec::new();
    for (line, number) in file.text.lines().zip(1..) {
        if long(line) && !unbreakable(line) && !in_literal(&file.tokens, number) {
            let columns = line.chars().count();
            let wrong = format!("the line has {columns} columns, more than {COLUMNS_MAX}");
            findings.push(Finding::new(&file.path, number, wrong, "break it"));
        }
    }
    findings
}

/// A single word, such as an address in a comment, is longer than a line has room for.
fn unbreakable(line: &str) -> bool {
    let words = line.split_whitespace();
    words
        .map(|word| word.chars().count())
        .max()
        .is_some_and(|longest| longest + 20 > COLUMNS_MAX)
}

/// Whether a literal goes across the last column of this line.
fn in_literal(tokens: &TokenStream, line: usize) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => {
            let (start, end) = (
                group.span_open().start().line,
                group.span_close().end().line,
            );
            (start..=end).contains(&line) && in_literal(&group.stream(), line)
        }
        TokenTree::Literal(literal) => {
            let (start, end) = (literal.span().start(), literal.span().end());
            let begins_before =
                start.line < line || start.line == line && start.column < COLUMNS_MAX;
            let ends_after = end.line > line || end.line == line && end.column > COLUMNS_MAX - 3;
            begins_before && ends_after
        }
        TokenTree::Ident(_) | TokenTree::Punct(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::samples::{file, lines};

    #[test]
    fn a_line_of_101_columns_is_found() {
        let comment = format!("// {}", "word ".repeat(20));
        let call = format!("fn a() {{ {}}}", "a(b); ".repeat(16));
        let text = format!("{}\n{call}\n", comment.trim_end());
        assert_eq!(lines(&check(&file("src/a.rs", &text))), [1, 2]);
    }

    #[test]
    fn a_short_literal_does_not_excuse_a_long_line() {
        let text = format!("fn a() {{ let b = \"text\"; {}}}", "a(b); ".repeat(16));
        assert_eq!(lines(&check(&file("src/a.rs", &text))), [1]);
    }

    #[test]
    fn what_cannot_be_broken_is_tidy() {
        let literal = format!("const A: &str = \"{}\";\n", "word ".repeat(30));
        let address = format!("// https://example.com/{}\n", "a".repeat(90));
        let text = format!("{literal}{address}");
        assert_eq!(check(&file("src/a.rs", &text)), []);
    }

    #[test]
    fn columns_are_characters_not_bytes() {
        let text = format!("// {}\n", "ääää ".repeat(19));
        assert_eq!(check(&file("src/a.rs", &text)), []);
    }
}
