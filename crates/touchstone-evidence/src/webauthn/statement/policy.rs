//! Decides nothing: what a statement is judged against (spec webauthn.md sections 2.7 and 5). The policy is always an
//! argument.

use alloc::string::String;
use alloc::vec::Vec;

use super::super::FormatSetting;
use crate::android_key::SecurityLevel;

/// A relying party's policy for statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementPolicy {
    /// The formats that are accepted (`formats`, F2).
    pub formats: FormatSettings,
    /// Setting `attestation.require`: without it `none` is accepted whether listed or not (F2).
    pub attestation_required: bool,
    /// A U2F token's AAGUID must be zero (U3).
    pub u2f_zero_aaguid: bool,
    /// Which lists of an Android key are asked for origin and purpose (D6).
    pub android_key_lists: AndroidKeyLists,
    /// The weakest keeper of an Android key that is accepted (D7).
    pub android_key_minimum_level: SecurityLevel,
    /// The makers of TPMs that are accepted, such as `id:494E5443`; empty = every one (X9).
    pub tpm_manufacturers: Vec<String>,
    /// How many elements of a compound statement must hold (O2).
    pub compound: CompoundRule,
}

/// Every format, none required, and else the defaults of every profile.
impl Default for StatementPolicy {
    fn default() -> Self {
        Self {
            formats: FormatSettings::of(&FormatSetting::ALL),
            attestation_required: false,
            u2f_zero_aaguid: false,
            android_key_lists: AndroidKeyLists::Union,
            android_key_minimum_level: SecurityLevel::Software,
            tpm_manufacturers: Vec::new(),
            compound: CompoundRule::All,
        }
    }
}

/// Setting `formats`: a set of words, in the order of [`FormatSetting::ALL`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormatSettings {
    words: Vec<FormatSetting>,
}

impl FormatSettings {
    /// The set of these words; repeated ones count once.
    pub fn of(words: &[FormatSetting]) -> Self {
        let listed = |word: &FormatSetting| words.contains(word);
        let words = FormatSetting::ALL.into_iter().filter(listed).collect();
        Self { words }
    }

    /// Whether the word is in the set.
    pub fn contains(&self, word: FormatSetting) -> bool {
        self.words.contains(&word)
    }

    /// The words.
    pub fn iter(&self) -> impl Iterator<Item = FormatSetting> + '_ {
        self.words.iter().copied()
    }
}

/// Setting `android_key_lists`: where origin and purpose of an Android key are looked up (D6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AndroidKeyLists {
    /// In what the TEE enforces alone.
    Tee,
    /// In either list; every value present must fit.
    Union,
    /// As [`Self::Union`], but a value may be absent.
    Relaxed,
}

impl AndroidKeyLists {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::Tee, Self::Union, Self::Relaxed];

    /// The word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tee => "tee",
            Self::Union => "union",
            Self::Relaxed => "relaxed",
        }
    }

    /// The choice with that word, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.name() == name)
    }
}

/// Setting `compound`: how many elements of a compound statement must hold (O2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompoundRule {
    /// Every one.
    All,
    /// At least one that is not `none`.
    Any,
}

impl CompoundRule {
    /// Every rule.
    pub const ALL: [Self; 2] = [Self::All, Self::Any];

    /// The word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Any => "any",
        }
    }

    /// The rule with that word, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }
}
