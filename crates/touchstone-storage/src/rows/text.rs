//! Decides what becomes of U+0000 in text that a device reports: PostgreSQL cannot store it, so no engine does.

use std::borrow::Cow;

/// The text with U+FFFD in the place of every U+0000.
pub(crate) fn without_nul(text: &str) -> Cow<'_, str> {
    if text.contains('\0') {
        Cow::Owned(text.replace('\0', "\u{FFFD}"))
    } else {
        Cow::Borrowed(text)
    }
}
