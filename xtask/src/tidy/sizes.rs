//! Small rooms: a function is read on one screen, a file in one sitting. Tests too.

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

use super::Finding;
use super::source::RustFile;

/// From the line of the signature to the line of the closing brace.
const FUNCTION_LINES_MAX: usize = 70;
const FILE_LINES_MAX: usize = 400;

pub(super) fn check(file: &RustFile) -> Vec<Finding> {
    let mut functions = Functions {
        path: &file.path,
        findings: Vec::new(),
    };
    functions.visit_file(&file.syntax);
    let lines = file.text.lines().count();
    if lines > FILE_LINES_MAX {
        let wrong = format!("the file has {lines} lines, more than {FILE_LINES_MAX}");
        let remedy = "divide it by what its parts decide";
        functions
            .findings
            .push(Finding::new(&file.path, 1, wrong, remedy));
    }
    functions.findings
}

struct Functions<'a> {
    path: &'a str,
    findings: Vec<Finding>,
}

impl Functions<'_> {
    fn measure(&mut self, signature: &syn::Signature, end: Span) {
        let start_line = signature.span().start().line;
        let lines = end.end().line.saturating_sub(start_line).saturating_add(1);
        if lines > FUNCTION_LINES_MAX {
            let wrong = format!(
                "`{}` has {lines} lines, more than {FUNCTION_LINES_MAX}",
                signature.ident
            );
            let remedy = "give its steps names of their own";
            self.findings
                .push(Finding::new(self.path, start_line, wrong, remedy));
        }
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.measure(&function.sig, function.block.span());
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.measure(&function.sig, function.block.span());
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        if let Some(block) = &function.default {
            self.measure(&function.sig, block.span());
        }
        visit::visit_trait_item_fn(self, function);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::samples::{file, lines};

    fn function(lines: usize) -> String {
        format!("fn a() {{\n{}}}\n", "    a();\n".repeat(lines - 2))
    }

    #[test]
    fn a_function_of_71_lines_is_found_wherever_it_is() {
        let long = function(71);
        for text in [
            long.clone(),
            format!("impl A {{\n{long}}}"),
            format!("trait A {{\n{long}}}"),
            format!("#[cfg(test)]\nmod tests {{\n#[test]\n{long}}}"),
            format!("fn outer() {{\n{long}}}"),
        ] {
            let findings = check(&file("src/a.rs", &text));
            assert!(
                findings
                    .iter()
                    .any(|finding| finding.wrong.contains("`a` has 71")),
                "{text}"
            );
        }
    }

    #[test]
    fn a_function_of_70_lines_is_tidy() {
        assert_eq!(check(&file("src/a.rs", &function(70))), []);
    }

    #[test]
    fn a_file_of_401_lines_is_found_and_one_of_400_is_tidy() {
        assert_eq!(lines(&check(&file("src/a.rs", &"// a\n".repeat(401)))), [1]);
        assert_eq!(check(&file("src/a.rs", &"// a\n".repeat(400))), []);
    }
}
