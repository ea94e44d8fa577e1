//! A lint is silenced by `#[expect(.., reason = "..")]` only, and nothing is `unsafe`.
//!
//! An `expect` that is no longer needed is a warning, an `allow` stays for ever.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::Finding;
use super::source::RustFile;

pub(super) fn check(file: &RustFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    search(&file.path, &file.tokens, &mut findings);
    findings
}

fn search(path: &str, tokens: &TokenStream, findings: &mut Vec<Finding>) {
    let mut after_hash = false;
    for token in tokens.clone() {
        match &token {
            TokenTree::Group(group) => {
                if after_hash && group.delimiter() == Delimiter::Bracket {
                    findings.extend(attribute(path, &group.stream()));
                }
                search(path, &group.stream(), findings);
            }
            TokenTree::Ident(ident) if ident == "unsafe" => {
                let line = ident.span().start().line;
                findings.push(Finding::new(path, line, "`unsafe` code", "find a safe way"));
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) | TokenTree::Punct(_) => {}
        }
        let inner = matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '!');
        let hash = matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '#');
        after_hash = hash || after_hash && inner;
    }
}

/// What is wrong with the words between an attribute's brackets.
fn attribute(path: &str, words: &TokenStream) -> Vec<Finding> {
    let words: Vec<TokenTree> = words.clone().into_iter().collect();
    words
        .windows(2)
        .filter_map(|pair| lint_level(path, pair))
        .chain(nested(path, &words))
        .collect()
}

fn lint_level(path: &str, pair: &[TokenTree]) -> Option<Finding> {
    let [TokenTree::Ident(level), TokenTree::Group(lints)] = pair else {
        return None;
    };
    let line = level.span().start().line;
    if level == "allow" {
        let remedy = "use `#[expect(.., reason = \"..\")]`";
        return Some(Finding::new(
            path,
            line,
            "`allow` silences a lint for ever",
            remedy,
        ));
    }
    if level == "expect" && !has_reason(lints) {
        let remedy = "add `reason = \"..\"`";
        return Some(Finding::new(
            path,
            line,
            "`expect` does not say why",
            remedy,
        ));
    }
    None
}

fn has_reason(lints: &Group) -> bool {
    lints
        .stream()
        .into_iter()
        .any(|token| matches!(token, TokenTree::Ident(word) if word == "reason"))
}

/// The attributes that `cfg_attr(condition, ..)` adds.
fn nested(path: &str, words: &[TokenTree]) -> Vec<Finding> {
    match words {
        [TokenTree::Ident(name), TokenTree::Group(group)] if name == "cfg_attr" => {
            attribute(path, &group.stream())
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::samples::{file, lines};

    #[test]
    fn allow_is_found_inside_and_outside_in_conditions_and_macros() {
        for text in [
            "#[allow(dead_code)]\nfn a() {}",
            "#![allow(dead_code)]\nfn a() {}",
            "#[cfg_attr(test, allow(dead_code))]\nfn a() {}",
            "macro_rules! m { () => { #[allow(dead_code)] fn a() {} } }",
        ] {
            assert_eq!(lines(&check(&file("src/a.rs", text))), [1], "{text}");
        }
    }

    #[test]
    fn expect_without_a_reason_is_found() {
        assert_eq!(
            lines(&check(&file("src/a.rs", "#[expect(dead_code)]\nfn a() {}"))),
            [1]
        );
    }

    #[test]
    fn unsafe_is_found_wherever_it_stands() {
        for text in [
            "unsafe fn a() {}",
            "fn a() { unsafe { b() } }",
            "unsafe impl A for B {}",
        ] {
            assert_eq!(lines(&check(&file("src/a.rs", text))), [1], "{text}");
        }
    }

    #[test]
    fn expect_with_a_reason_and_calls_that_only_look_alike_are_tidy() {
        let text = "#[expect(dead_code, reason = \"b\")]\nfn a() { allow(1); c.expect(\"d\"); }";
        assert_eq!(check(&file("src/a.rs", text)), []);
    }
}
