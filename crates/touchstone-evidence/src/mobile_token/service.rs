//! Decides which attestation services an envelope may name (spec mobile.md T3).

/// The service that made the proof inside an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Service {
    /// Google Play Integrity.
    Gms,
    /// Huawei SysIntegrity.
    Hms,
    /// Apple App Attest.
    Apple,
    /// Android Key Attestation (Extension).
    AndroidKey,
}

impl Service {
    /// Every service.
    pub const ALL: [Self; 4] = [Self::Gms, Self::Hms, Self::Apple, Self::AndroidKey];

    /// The word in the envelope, case-sensitive.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Gms => "gms",
            Self::Hms => "hms",
            Self::Apple => "apple",
            Self::AndroidKey => "android-key",
        }
    }

    /// The service with that word, if there is one.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|service| service.word() == word)
    }
}
