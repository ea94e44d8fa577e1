//! Decides how texts become columns: several as a JSON array, and without U+0000, which PostgreSQL cannot store, so no engine does.

use std::borrow::Cow;

/// The text with U+FFFD in the place of every U+0000.
pub(crate) fn without_nul(text: &str) -> Cow<'_, str> {
    if text.contains('\0') {
        Cow::Owned(text.replace('\0', "\u{FFFD}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The texts as a JSON array.
pub(crate) fn words_json(words: &[String]) -> String {
    serde_json::Value::from(words).to_string()
}
