//! Decides how an element is named: class, form and number (ITU-T X.690 section 8.1.2).

/// The class of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Defined by ASN.1 itself.
    Universal,
    /// Defined by an application.
    Application,
    /// Defined by the surrounding type.
    Context,
    /// Defined between users.
    Private,
}

/// The tag of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The class.
    pub class: Class,
    /// Whether the value consists of elements.
    pub constructed: bool,
    /// The number within the class.
    pub number: u32,
}

impl Tag {
    /// BOOLEAN.
    pub const BOOLEAN: Self = Self::universal(1, false);
    /// INTEGER.
    pub const INTEGER: Self = Self::universal(2, false);
    /// BIT STRING.
    pub const BIT_STRING: Self = Self::universal(3, false);
    /// OCTET STRING.
    pub const OCTET_STRING: Self = Self::universal(4, false);
    /// OCTET STRING made of pieces: BER only.
    pub const OCTET_STRING_IN_PIECES: Self = Self::universal(4, true);
    /// NULL.
    pub const NULL: Self = Self::universal(5, false);
    /// OBJECT IDENTIFIER.
    pub const OBJECT_IDENTIFIER: Self = Self::universal(6, false);
    /// ENUMERATED.
    pub const ENUMERATED: Self = Self::universal(10, false);
    /// SEQUENCE and SEQUENCE OF.
    pub const SEQUENCE: Self = Self::universal(16, true);
    /// SET and SET OF.
    pub const SET: Self = Self::universal(17, true);
    /// UTCTime.
    pub const UTC_TIME: Self = Self::universal(23, false);
    /// GeneralizedTime.
    pub const GENERALIZED_TIME: Self = Self::universal(24, false);

    const fn universal(number: u32, constructed: bool) -> Self {
        Self {
            class: Class::Universal,
            constructed,
            number,
        }
    }

    /// `[number]` around elements: EXPLICIT, or IMPLICIT of a constructed type.
    pub const fn context(number: u32) -> Self {
        Self {
            class: Class::Context,
            constructed: true,
            number,
        }
    }

    /// `[number]` IMPLICIT of a primitive type.
    pub const fn context_primitive(number: u32) -> Self {
        Self {
            class: Class::Context,
            constructed: false,
            number,
        }
    }
}
