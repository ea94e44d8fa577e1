//! How is a list of flaws written down? One table per part: check, reason, variant, name, what is wrong.

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
    };
}
