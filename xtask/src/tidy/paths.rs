//! Every path that a file names, written out in full as far as its `use` lines tell.
//!
//! Read from tokens, not from syntax, so that what stands inside a macro is seen too.

use std::collections::BTreeMap;

use proc_macro2::{TokenStream, TokenTree};
use syn::UseTree;
use syn::visit::{self, Visit};

use super::source::RustFile;

/// A path such as `std::time::SystemTime`; a glob import ends in `*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) segments: Vec<String>,
    pub(super) line: usize,
}

/// All paths of a file, imports among them.
pub(super) fn mentions(file: &RustFile) -> Vec<Mention> {
    let mut imports = Imports::default();
    imports.visit_file(&file.syntax);
    let mut mentions = imports.mentions;
    let mut plain = Vec::new();
    collect(&file.tokens, &mut plain);
    mentions.extend(
        plain
            .into_iter()
            .map(|mention| imports_full(&imports.names, mention)),
    );
    mentions
}

fn imports_full(names: &BTreeMap<String, Vec<String>>, mention: Mention) -> Mention {
    let Some((first, rest)) = mention.segments.split_first() else {
        return mention;
    };
    let Some(full) = names.get(first) else {
        return mention;
    };
    let segments = full.iter().chain(rest).cloned().collect();
    Mention {
        segments,
        line: mention.line,
    }
}

#[derive(Default)]
struct Imports {
    names: BTreeMap<String, Vec<String>>,
    mentions: Vec<Mention>,
}

impl Imports {
    fn add(&mut self, prefix: &[String], tree: &UseTree) {
        let with = |ident: &proc_macro2::Ident| {
            let mut segments = prefix.to_vec();
            // `use std::env::{self}` names `std::env`.
            if ident != "self" || prefix.is_empty() {
                segments.push(ident.to_string());
            }
            segments
        };
        match tree {
            UseTree::Path(path) => self.add(&with(&path.ident), &path.tree),
            UseTree::Name(name) => {
                let segments = with(&name.ident);
                let alias = segments.last().cloned().unwrap_or_default();
                self.import(alias, segments, name.ident.span().start().line);
            }
            UseTree::Rename(rename) => {
                let line = rename.ident.span().start().line;
                self.import(rename.rename.to_string(), with(&rename.ident), line);
            }
            UseTree::Glob(glob) => {
                let segments = prefix.iter().cloned().chain(["*".to_owned()]).collect();
                let line = glob
                    .star_token
                    .spans
                    .first()
                    .map_or(1, |span| span.start().line);
                self.mentions.push(Mention { segments, line });
            }
            UseTree::Group(group) => group.items.iter().for_each(|item| self.add(prefix, item)),
        }
    }

    fn import(&mut self, alias: String, segments: Vec<String>, line: usize) {
        self.names.insert(alias, segments.clone());
        self.mentions.push(Mention { segments, line });
    }
}

impl<'ast> Visit<'ast> for Imports {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.add(&[], &item.tree);
        visit::visit_item_use(self, item);
    }
}

/// Runs of `name::name::name`; what follows a `.` is a field or method and no path.
fn collect(tokens: &TokenStream, mentions: &mut Vec<Mention>) {
    let mut run: Option<Mention> = None;
    let (mut colons, mut after_dot) = (0, false);
    for token in tokens.clone() {
        match &token {
            TokenTree::Ident(ident) => {
                let segment = ident.to_string();
                match &mut run {
                    Some(mention) if colons == 2 => mention.segments.push(segment),
                    _ => {
                        mentions.extend(run.take());
                        let line = ident.span().start().line;
                        let mention = Mention {
                            segments: vec![segment],
                            line,
                        };
                        run = (!after_dot).then_some(mention);
                    }
                }
                colons = 0;
            }
            TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
            TokenTree::Group(group) => {
                mentions.extend(run.take());
                collect(&group.stream(), mentions);
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => mentions.extend(run.take()),
        }
        after_dot = matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '.');
    }
    mentions.extend(run);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::samples::file;

    fn said(text: &str) -> Vec<(String, usize)> {
        let mentions = mentions(&file("src/a.rs", text));
        mentions
            .into_iter()
            .map(|mention| (mention.segments.join("::"), mention.line))
            .collect()
    }

    fn says(text: &str, path: &str) -> bool {
        said(text).iter().any(|(mention, _)| mention == path)
    }

    #[test]
    fn a_path_is_seen_through_every_kind_of_import() {
        for text in [
            "fn a() { std::env::var(\"B\"); }",
            "use std::env; fn a() { env::var(\"B\"); }",
            "use std::env as e; fn a() { e::var(\"B\"); }",
            "use std::{env::{self, Args}, fmt}; fn a() { env::var(\"B\"); }",
            "use std::env::var; fn a() { var(\"B\"); }",
            "use std::env::var as read;",
            "fn a() { use std::env; env::var(\"B\"); }",
            "fn a() { println!(\"{:?}\", std::env::var(\"B\")); }",
            "use ::std::env; fn a() { env::var(\"B\"); }",
        ] {
            assert!(says(text, "std::env::var"), "{text}: {:?}", said(text));
        }
    }

    #[test]
    fn a_glob_import_is_seen() {
        assert_eq!(
            said("\nuse std::env::*;").first(),
            Some(&("std::env::*".to_owned(), 2))
        );
    }

    #[test]
    fn a_method_a_field_and_a_string_are_no_paths() {
        let text = "fn a() { b.var(); c.env.var; d(\"std::env::var\"); }";
        assert!(!says(text, "var") && !says(text, "env") && !says(text, "std::env::var"));
    }
}
