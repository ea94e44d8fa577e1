//! Decides what an Android package name is: Java package grammar as Android has it (spec mobile.md T4).

use crate::limits::{PACKAGE_NAME_BYTES_MAX, PACKAGE_NAME_BYTES_MIN};

/// Whether `name` has 3 to 255 bytes and at least two segments, each a letter followed by letters, digits and `_`.
pub fn is_package_name(name: &str) -> bool {
    (PACKAGE_NAME_BYTES_MIN..=PACKAGE_NAME_BYTES_MAX).contains(&name.len())
        && name.contains('.')
        && name.split('.').all(is_segment)
}

fn is_segment(segment: &str) -> bool {
    segment.starts_with(|first: char| first.is_ascii_alphabetic())
        && segment
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::is_package_name;

    #[test]
    fn dotted_names_of_identifiers_are_package_names() {
        for name in [
            "a.b",
            "com.example.app",
            "Com.Ex_1.a2",
            &format!("a.{}", "b".repeat(253)),
        ] {
            assert!(is_package_name(name), "{name}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        let too_long = format!("a.{}", "b".repeat(254));
        let names = [
            "",
            "a",
            "abc",
            ".ab",
            "ab.",
            "a..b",
            "1a.b",
            "a.1b",
            "_a.b",
            "a.b-c",
            "../evil",
            "a.b c",
            "a.b\n",
            "a.\u{e9}b",
            "a.b/",
            &too_long,
        ];
        for name in names {
            assert!(!is_package_name(name), "{name}");
        }
    }
}
