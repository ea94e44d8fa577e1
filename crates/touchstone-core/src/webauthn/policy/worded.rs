//! Decides how the closed choices of the evidence crate are written in settings: by their own words.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use touchstone_evidence::android_key::SecurityLevel;
use touchstone_evidence::webauthn::metadata::StatusScope;
use touchstone_evidence::webauthn::statement::{AndroidKeyLists, CompoundRule};
use touchstone_evidence::webauthn::trust::{AttestationMode, Permission, UnknownAuthenticator};
use touchstone_evidence::webauthn::{AttestationType, BackupEligible, FormatSetting};
use touchstone_evidence::x509::Revocation;

/// A choice that has a word.
pub trait Worded: Copy + 'static {
    /// Every one.
    const CHOICES: &'static [Self];

    /// The word.
    fn word(self) -> &'static str;
}

macro_rules! worded {
    ($($choice:ty),+ $(,)?) => {
        $(impl Worded for $choice {
            const CHOICES: &'static [Self] = &<$choice>::ALL;

            fn word(self) -> &'static str {
                self.name()
            }
        })+
    };
}

worded!(
    AndroidKeyLists,
    AttestationMode,
    AttestationType,
    BackupEligible,
    CompoundRule,
    FormatSetting,
    Permission,
    Revocation,
    StatusScope,
    UnknownAuthenticator,
);

impl Worded for SecurityLevel {
    const CHOICES: &'static [Self] = &[Self::Software, Self::Tee, Self::StrongBox];

    fn word(self) -> &'static str {
        match self {
            Self::Software => "software",
            Self::Tee => "tee",
            Self::StrongBox => "strongbox",
        }
    }
}

struct Word<T>(T);

impl<T: Worded> Serialize for Word<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.word())
    }
}

impl<'de, T: Worded> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut choices = T::CHOICES.iter().copied();
        let chosen = choices.find(|choice| choice.word() == text);
        chosen.map(Self).ok_or_else(|| {
            let words: Vec<&str> = T::CHOICES.iter().map(|choice| choice.word()).collect();
            let words = words.join(", ");
            de::Error::custom(format_args!(
                "unknown word `{text}`, expected one of {words}"
            ))
        })
    }
}

/// One choice.
pub(super) mod one {
    use super::{Deserialize, Deserializer, Serialize, Serializer, Word, Worded};

    pub(in super::super) fn serialize<T: Worded, S: Serializer>(
        choice: &T,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        Word(*choice).serialize(serializer)
    }

    pub(in super::super) fn deserialize<'de, T: Worded, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        Word::deserialize(deserializer).map(|word| word.0)
    }
}

/// A list of choices.
pub(super) mod list {
    use super::{Choices, Deserializer, PhantomData, Serializer, Word, Worded};

    pub(in super::super) fn serialize<T: Worded, S: Serializer>(
        choices: &[T],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(choices.iter().map(|choice| Word(*choice)))
    }

    pub(in super::super) fn deserialize<'de, T: Worded, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<T>, D::Error> {
        deserializer.deserialize_seq(Choices(PhantomData))
    }
}

struct Choices<T>(PhantomData<T>);

impl<'de, T: Worded> Visitor<'de> for Choices<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of words")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Vec<T>, A::Error> {
        let mut choices = Vec::new();
        while let Some(Word(choice)) = sequence.next_element()? {
            if choices.len() == T::CHOICES.len() {
                let most = T::CHOICES.len();
                return Err(de::Error::custom(format_args!(
                    "must be at most {most} words"
                )));
            }
            choices.push(choice);
        }
        Ok(choices)
    }
}
