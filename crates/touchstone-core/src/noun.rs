//! Decides what the families are called: one noun each, the same in every room.

use serde::{Deserialize, Serialize};

/// A family of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Noun {
    /// Phone apps: attestation sessions.
    Mobile,
    /// Payment terminals.
    Pos,
    /// Passkeys.
    Webauthn,
    /// Samsung devices.
    Knox,
    /// Store purchases.
    Purchases,
}

impl Noun {
    /// Every family.
    pub const ALL: [Self; 5] = [
        Self::Mobile,
        Self::Pos,
        Self::Webauthn,
        Self::Knox,
        Self::Purchases,
    ];

    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::Pos => "pos",
            Self::Webauthn => "webauthn",
            Self::Knox => "knox",
            Self::Purchases => "purchases",
        }
    }

    /// The family of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|noun| noun.as_str() == word)
    }
}
