//! Nothing is left for later: no unfinished macros, no marks of unfinished work.

use proc_macro2::{Spacing, TokenStream, TokenTree};

use super::Finding;
use super::source::RustFile;

const MACROS: &[&str] = &["todo", "unimplemented", "dbg"];

/// Written in two halves, so that this file does not find itself.
const MARKS: &[&str] = &[
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("TO", "DO"),
];

pub(super) fn check(file: &RustFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    macros(&file.path, &file.tokens, &mut findings);
    for (line, number) in file.text.lines().zip(1..) {
        for mark in MARKS.iter().filter(|mark| has_word(line, mark)) {
            let wrong = format!("`{mark}` marks unfinished work");
            findings.push(Finding::new(
                &file.path,
                number,
                wrong,
                "finish it, or file an issue",
            ));
        }
    }
    findings
}

fn has_word(line: &str, word: &str) -> bool {
    line.split(|char: char| !char.is_alphanumeric())
        .any(|part| part == word)
}

fn macros(path: &str, tokens: &TokenStream, findings: &mut Vec<Finding>) {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    for pair in tokens.windows(2) {
        let [TokenTree::Ident(name), TokenTree::Punct(mark)] = pair else {
            continue;
        };
        let called = mark.as_char() == '!' && mark.spacing() == Spacing::Alone;
        if called && MACROS.iter().any(|macro_name| name == macro_name) {
            let wrong = format!("`{name}!` is for work in progress");
            let line = name.span().start().line;
            findings.push(Finding::new(path, line, wrong, "finish it"));
        }
    }
    for token in tokens {
        if let TokenTree::Group(group) = token {
            macros(path, &group.stream(), findings);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::samples::{file, lines};

    #[test]
    fn unfinished_macros_are_found_also_inside_other_macros() {
        let text = "fn a() { todo!() }\nfn b() { unimplemented!() }\nfn c() { vec![dbg!(1)]; }";
        assert_eq!(lines(&check(&file("src/a.rs", text))), [1, 2, 3]);
    }

    #[test]
    fn marks_of_unfinished_work_are_found_in_comments() {
        for mark in MARKS {
            let text = format!("// {mark}: later\n");
            assert_eq!(lines(&check(&file("src/a.rs", &text))), [1], "{mark}");
        }
    }

    #[test]
    fn names_and_strings_that_only_look_alike_are_tidy() {
        let text = "fn todo() { let dbg = \"todo!\"; let _ = dbg != todo; }\nconst XXXL: u8 = 1;";
        assert_eq!(check(&file("src/a.rs", text)), []);
    }
}
