//! Decides which words the settings of a relying party are made of (spec webauthn.md 2.7 and 5). Words that are printed in evidence or in
//! WebAuthn itself are spelled as there.

use serde::{Deserialize, Serialize};

/// A set of defaults (spec webauthn.md 2.7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// The vendor's server.
    #[default]
    Nevis,
    /// The FIDO conformance tools.
    Conformance,
    /// WebAuthn Level 3 as a careful server keeps it.
    L3,
}

impl Profile {
    /// Every profile, the default first.
    pub const ALL: [Self; 3] = [Self::Nevis, Self::Conformance, Self::L3];

    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nevis => "nevis",
            Self::Conformance => "conformance",
            Self::L3 => "l3",
        }
    }

    /// The profile of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|profile| profile.as_str() == word)
    }
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, {
        $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }

            /// The one of this word.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == word)
            }
        }
    };
}

words!(
    /// What W3 says of a name that cannot sign in.
    UnknownUser, {
        /// The truth.
        Reveal = "reveal",
        /// Options that lead nowhere, as they would be for a user.
        Conceal = "conceal",
    }
);
words!(
    /// Who may add a credential to a user that holds one.
    Enrolment, {
        /// Whoever reaches W1.
        Open = "open",
        /// Only who shows a valid SecToken.
        Token = "token",
    }
);
words!(
    /// Which attestation a registration asks for.
    AttestationPreference, {
        /// None.
        None = "none",
        /// Whatever the client gives.
        Indirect = "indirect",
        /// The authenticator's own.
        Direct = "direct",
        /// One that tells devices apart.
        Enterprise = "enterprise",
    }
);
words!(
    /// How much a ceremony wants the user verified, from little to much.
    UserVerification, {
        /// Rather not.
        Discouraged = "discouraged",
        /// If it can be had.
        Preferred = "preferred",
        /// Without fail.
        Required = "required",
    }
);
words!(
    /// How much a registration wants a discoverable credential.
    ResidentKey, {
        /// Rather not.
        Discouraged = "discouraged",
        /// If it can be had.
        Preferred = "preferred",
        /// Without fail.
        Required = "required",
    }
);
words!(
    /// What a signature counter that does not advance does (G11).
    CounterRegression, {
        /// It refuses.
        Reject = "reject",
        /// It is noted.
        Flag = "flag",
    }
);
words!(
    /// What becomes of a stored credential that is trusted no more.
    OnDistrust, {
        /// It is marked.
        Mark = "mark",
        /// It is suspended.
        Suspend = "suspend",
    }
);
words!(
    /// Which services ask for a SecToken (spec webauthn.md 2.5).
    SecTokenUse, {
        /// None.
        Off = "off",
        /// W1 and W3.
        Options = "options",
        /// W1 to W4.
        Ceremonies = "ceremonies",
        /// W5 too.
        All = "all",
    }
);
words!(
    /// What the status service calls a user.
    StatusUserId, {
        /// The external id.
        ExtId = "ext_id",
        /// The user name.
        Username = "username",
    }
);
