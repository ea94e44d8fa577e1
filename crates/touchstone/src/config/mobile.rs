//! Decides which trust anchors the family `mobile` takes in place of the built-in ones (spec mobile.md 5.2, 5.3).

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::optional::Optional;
use super::section::section;

/// The family `mobile`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Mobile {
    /// Apple App Attest.
    pub apple: MobileApple,
}

section! {
    /// Apple App Attest.
    MobileApple "mobile.apple" {
        /// A PEM file whose certificates take the place of the built-in App Attest root. Unreadable or empty: no start.
        /// Read anew when it changes and at SIGHUP; what cannot be used then leaves the old roots in force, and log and metrics say so.
        roots_file: Optional<PathBuf>,
        /// A PEM file whose certificates take the place of the built-in root of receipts (Apple Root CA - G3).
        /// Read anew as `roots_file` is.
        receipt_roots_file: Optional<PathBuf>,
    }
}
