//! Decides how a section of the configuration is written down: its type, and beside each setting the text
//! from which the reference page is made.

/// A setting as the reference page shows it.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its name within the section.
    pub name: &'static str,
    /// What it means, in lines.
    pub about: &'static [&'static str],
}

/// A section as the reference page shows it.
#[derive(Clone, Copy, Debug)]
pub struct SectionReference {
    /// Its name in the file, such as `mobile.apple`.
    pub name: &'static str,
    /// What it is about, in lines.
    pub about: &'static [&'static str],
    /// Its settings, in the order of the type.
    pub settings: &'static [Setting],
}

/// Makes the type of a section and its reference from one text. Sections within it stand behind `with`.
macro_rules! section {
    (
        $(#[doc = $about:literal])+
        $section:ident $section_name:literal {
            $( $(#[doc = $setting_about:literal])+ $name:ident: $type:ty, )+
        }
        $( with { $( $(#[doc = $inner_about:literal])+ $inner:ident: $inner_type:ty, )+ } )?
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
        #[serde(deny_unknown_fields)]
        pub struct $section {
            $( $(#[doc = $setting_about])+ pub $name: $type, )+
            $( $( $(#[doc = $inner_about])+ pub $inner: $inner_type, )+ )?
        }

        impl $section {
            /// The section as the reference page shows it.
            pub const REFERENCE: $crate::config::section::SectionReference =
                $crate::config::section::SectionReference {
                    name: $section_name,
                    about: &[$($about),+],
                    settings: &[$(
                        $crate::config::section::Setting {
                            name: stringify!($name),
                            about: &[$($setting_about),+],
                        },
                    )+],
                };
        }
    };
}

pub(super) use section;
