//! How is a list of flaws written down? One table per part: check, reason, variant, name, what is wrong.

/// No flaw has this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such flaw")]
pub struct UnknownFlaw;

/// Makes the enum of a table, with one documented variant per row.
macro_rules! flaws {
    (
        $(#[$meta:meta])*
        $enum_name:ident {
            $( $check:literal $reason:literal {
                $( $variant:ident $name:literal $description:literal, )+
            } )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $enum_name {
            $( $(
                #[doc = concat!($description, " Check ", $check, ": `", $reason, "`.")]
                $variant,
            )+ )+
        }

        impl $enum_name {
            /// Every flaw of this part, in the order of the checks.
            pub const ALL: &'static [Self] = &[ $( $( Self::$variant, )+ )+ ];

            /// The name of the flaw within its part.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $( $( Self::$variant => $name, )+ )+ }
            }

            /// The number of the check that must find it.
            #[must_use]
            pub fn check(self) -> &'static str {
                match self { $( $( Self::$variant => $check, )+ )+ }
            }

            /// The reason code that must answer it.
            #[must_use]
            pub fn expected_reason(self) -> &'static str {
                match self { $( $( Self::$variant => $reason, )+ )+ }
            }

            /// What is wrong, in one sentence.
            #[must_use]
            pub fn description(self) -> &'static str {
                match self { $( $( Self::$variant => $description, )+ )+ }
            }
        }

        /// The name.
        impl std::fmt::Display for $enum_name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.name())
            }
        }

        impl std::str::FromStr for $enum_name {
            type Err = $crate::flaws::UnknownFlaw;

            /// Reads what `Display` writes.
            fn from_str(text: &str) -> Result<Self, $crate::flaws::UnknownFlaw> {
                let found = Self::ALL.iter().find(|flaw| flaw.name() == text);
                found.copied().ok_or($crate::flaws::UnknownFlaw)
            }
        }
    };
}
