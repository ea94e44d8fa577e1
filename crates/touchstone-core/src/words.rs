//! Decides which texts people may leave on an object, such as a label or a reason: one line, not empty, of bounded length.

use crate::AdminError;

/// The longest reason, in characters.
const REASON_CHARS_MAX: usize = 256;

/// Whether `text` is one line of 1 to `chars_max` characters. Control characters would garble lists, and PostgreSQL stores no U+0000.
pub(crate) fn is_line(text: &str, chars_max: usize) -> bool {
    (1..=chars_max).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}

/// Why something was revoked.
pub(crate) fn check_reason(reason: &str) -> Result<(), AdminError> {
    if is_line(reason, REASON_CHARS_MAX) {
        return Ok(());
    }
    let message = "must be 1 to 256 characters without control characters";
    Err(AdminError::invalid("reason", message))
}

#[cfg(test)]
mod tests {
    use super::is_line;

    #[test]
    fn empty_long_and_garbled_texts_are_refused() {
        for text in ["", "abcdef", "a\0b", "a\nb", "\u{7f}"] {
            assert!(!is_line(text, 5), "{text:?}");
        }
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        assert!(is_line("äöüßé", 5));
    }
}
