//! Decides what strict, bounded DER is (ITU-T X.690): definite lengths and minimal heads only, never more than 16
//! elements deep, every value borrowed from the input.
//!
//! Values of universal types are read by [`Element`]; what stands inside a value is read by a [`Reader`] over it.
//! Where real certificates are laxer than DER, the reading by the letter is not here but in `x509`.

mod element;
mod reader;
mod tag;
mod time;

pub use element::Element;
pub use reader::Reader;
pub(crate) use reader::read_tag;
pub use tag::{Class, Tag};

/// Why bytes are not the expected DER.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A head or a value is cut off.
    #[error("DER element cut off")]
    Truncated,
    /// A tag number is not in its shortest form, or too large.
    #[error("DER tag malformed")]
    TagMalformed,
    /// A length is indefinite, not in its shortest form, or too large.
    #[error("DER length malformed")]
    LengthMalformed,
    /// More elements inside one another than allowed.
    #[error("DER nested too deep")]
    TooDeep,
    /// Another element stands where this one is expected.
    #[error("unexpected DER element")]
    UnexpectedTag,
    /// Bytes behind the last element.
    #[error("bytes behind the DER element")]
    Trailing,
    /// A value breaks the rules of its type.
    #[error("DER value malformed")]
    ValueMalformed,
}

#[cfg(test)]
mod tests;
