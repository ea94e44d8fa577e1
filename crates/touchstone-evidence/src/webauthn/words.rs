//! Decides which words stand for the closed choices of a ceremony, on the wire and in settings (spec webauthn.md
//! sections 2.7, 4.3 and 5).

/// What an authenticator was asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ceremony {
    /// Make a credential: `webauthn.create`.
    Registration,
    /// Use a credential: `webauthn.get`.
    Authentication,
}

impl Ceremony {
    /// The word of the status service.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Authentication => "authentication",
        }
    }

    /// The ceremony with that word, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        let both = [Self::Registration, Self::Authentication];
        both.into_iter().find(|ceremony| ceremony.name() == name)
    }

    /// The `type` of its client data (L3 section 5.8.1).
    pub const fn client_data_type(self) -> &'static str {
        match self {
            Self::Registration => "webauthn.create",
            Self::Authentication => "webauthn.get",
        }
    }
}

/// The format of an attestation statement (L3 section 8), case-sensitive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// No statement.
    None,
    /// WebAuthn's own, by a maker's key or by the credential's.
    Packed,
    /// A Trusted Platform Module.
    Tpm,
    /// Android's key attestation.
    AndroidKey,
    /// Android's SafetyNet.
    AndroidSafetynet,
    /// A U2F token.
    FidoU2f,
    /// Apple's anonymous attestation.
    Apple,
    /// Several statements about one credential.
    Compound,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 8] = [
        Self::None,
        Self::Packed,
        Self::Tpm,
        Self::AndroidKey,
        Self::AndroidSafetynet,
        Self::FidoU2f,
        Self::Apple,
        Self::Compound,
    ];

    /// The word in `fmt`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Packed => "packed",
            Self::Tpm => "tpm",
            Self::AndroidKey => "android-key",
            Self::AndroidSafetynet => "android-safetynet",
            Self::FidoU2f => "fido-u2f",
            Self::Apple => "apple",
            Self::Compound => "compound",
        }
    }

    /// The format with that word, if there is one (F1).
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// A word of the setting `formats`: a format, but packed statements are told apart by who signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FormatSetting {
    /// [`Format::None`].
    None,
    /// [`Format::Packed`] without certificates, signed by the credential's key.
    PackedSelf,
    /// [`Format::Packed`] with certificates.
    PackedFull,
    /// [`Format::Tpm`].
    Tpm,
    /// [`Format::AndroidKey`].
    AndroidKey,
    /// [`Format::AndroidSafetynet`].
    AndroidSafetynet,
    /// [`Format::FidoU2f`].
    FidoU2f,
    /// [`Format::Apple`].
    Apple,
    /// [`Format::Compound`].
    Compound,
}

impl FormatSetting {
    /// Every word.
    pub const ALL: [Self; 9] = [
        Self::None,
        Self::PackedSelf,
        Self::PackedFull,
        Self::Tpm,
        Self::AndroidKey,
        Self::AndroidSafetynet,
        Self::FidoU2f,
        Self::Apple,
        Self::Compound,
    ];

    /// The word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::PackedSelf => "packed_self",
            Self::PackedFull => "packed_full",
            Self::Tpm => "tpm",
            Self::AndroidKey => "android_key",
            Self::AndroidSafetynet => "android_safetynet",
            Self::FidoU2f => "fido_u2f",
            Self::Apple => "apple",
            Self::Compound => "compound",
        }
    }

    /// The setting with that word, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|setting| setting.name() == name)
    }

    /// The format that it is about.
    pub const fn format(self) -> Format {
        match self {
            Self::None => Format::None,
            Self::PackedSelf | Self::PackedFull => Format::Packed,
            Self::Tpm => Format::Tpm,
            Self::AndroidKey => Format::AndroidKey,
            Self::AndroidSafetynet => Format::AndroidSafetynet,
            Self::FidoU2f => Format::FidoU2f,
            Self::Apple => Format::Apple,
            Self::Compound => Format::Compound,
        }
    }
}

/// What a verified statement is worth (L3 section 6.5.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AttestationType {
    /// Nothing was said.
    None,
    /// The credential's key vouches for itself.
    SelfAttested,
    /// A maker's key, shared by many authenticators.
    Basic,
    /// A key of this authenticator, vouched for by an attestation CA.
    AttCa,
    /// A key of this credential, vouched for by an anonymising CA.
    AnonCa,
    /// Several statements, each with a type of its own.
    Compound,
}

impl AttestationType {
    /// Every type.
    pub const ALL: [Self; 6] = [
        Self::None,
        Self::SelfAttested,
        Self::Basic,
        Self::AttCa,
        Self::AnonCa,
        Self::Compound,
    ];

    /// The word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::SelfAttested => "self",
            Self::Basic => "basic",
            Self::AttCa => "attca",
            Self::AnonCa => "anonca",
            Self::Compound => "compound",
        }
    }

    /// The type with that word, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Setting `backup.eligible`: whether credentials may be such as can be copied to other devices (A12).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BackupEligible {
    /// They may or may not.
    #[default]
    Any,
    /// They must.
    Require,
    /// They must not.
    Forbid,
}

impl BackupEligible {
    /// Every choice, the default first.
    pub const ALL: [Self; 3] = [Self::Any, Self::Require, Self::Forbid];

    /// The word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Require => "require",
            Self::Forbid => "forbid",
        }
    }

    /// The choice with that word, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.name() == name)
    }

    /// Whether a credential with that BE flag is wanted.
    pub const fn allows(self, eligible: bool) -> bool {
        match self {
            Self::Any => true,
            Self::Require => eligible,
            Self::Forbid => !eligible,
        }
    }
}
