//! The product's `main.rs` only starts the library: it stays under 40 lines.

use super::Finding;
use super::source::RustFile;

const PATH: &str = "crates/touchstone/src/main.rs";
const LINES_MAX: usize = 39;

pub(super) fn check(file: &RustFile) -> Option<Finding> {
    let lines = file.text.lines().count();
    (file.path == PATH && lines > LINES_MAX).then(|| {
        let wrong = format!("main.rs has {lines} lines, more than {LINES_MAX}");
        Finding::new(PATH, 1, wrong, "move what it decides into the library")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::samples::file;

    #[test]
    fn a_main_file_of_40_lines_is_found() {
        assert!(check(&file(PATH, &"// a\n".repeat(40))).is_some());
    }

    #[test]
    fn a_short_main_file_and_a_long_other_one_are_tidy() {
        assert_eq!(check(&file(PATH, &"// a\n".repeat(39))), None);
        assert_eq!(
            check(&file("xtask/src/main.rs", &"// a\n".repeat(40))),
            None
        );
    }
}
