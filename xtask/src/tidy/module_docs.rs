//! Every Rust file opens with `//!`: a reader learns what it decides before any code.

use super::Finding;
use super::source::RustFile;

pub(super) fn check(file: &RustFile) -> Option<Finding> {
    let words = file
        .text
        .strip_prefix("//!")
        .and_then(|rest| rest.lines().next());
    let said = words.is_some_and(|words| !words.trim().is_empty());
    (!said).then(|| finding(file))
}

fn finding(file: &RustFile) -> Finding {
    let remedy = "say in its first line what it decides";
    Finding::new(&file.path, 1, "the file does not open with `//!`", remedy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::samples::file;

    #[test]
    fn a_file_without_opening_words_is_found() {
        for text in [
            "fn a() {}",
            "// Words.\nfn a() {}",
            "//!\nfn a() {}",
            "\n//! Words.\n",
            "",
        ] {
            assert!(check(&file("src/a.rs", text)).is_some(), "{text:?}");
        }
    }

    #[test]
    fn a_file_that_opens_with_words_is_tidy() {
        assert_eq!(check(&file("src/a.rs", "//! Decides a.\nfn a() {}")), None);
    }
}
