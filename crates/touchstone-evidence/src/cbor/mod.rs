//! Decides what a well-formed, bounded CBOR item is (spec mobile.md T1): checked once as a whole, then read by views
//! that borrow from it.
//!
//! Depth at most 8, at most 64 entries per map or array, unique map keys of an allowed kind, UTF-8 text, no tag but
//! one leading 55799, nothing behind the item. Indefinite and non-shortest lengths are accepted (mobile encoders
//! write them). No length is trusted before it is compared with what is left, and nothing is allocated by it.

mod item;
mod walk;

pub use item::{Elements, Entries, Item, Key};
pub use walk::{parse, parse_prefix};

/// Which map keys a format has; any other kind is refused wherever it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// Text only (envelope, attestation object, assertion).
    Text,
    /// Integers or text (COSE labels, RFC 9052 section 1.4).
    Labels,
}

/// Why bytes are not one acceptable CBOR item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not well-formed: cut off, a reserved head, a stray break, text that is not UTF-8, a wrong chunk.
    #[error("not well-formed CBOR")]
    Malformed,
    /// More containers open at once than allowed.
    #[error("CBOR nested too deep")]
    TooDeep,
    /// A map or array with more entries than allowed.
    #[error("CBOR map or array with too many entries")]
    TooManyEntries,
    /// A map key of a kind that the format does not have.
    #[error("CBOR map key of a wrong kind")]
    KeyKind,
    /// A map has a key twice.
    #[error("CBOR map with a repeated key")]
    DuplicateKey,
    /// A tag other than one leading 55799.
    #[error("CBOR tag where none is allowed")]
    Tagged,
    /// Bytes behind the item.
    #[error("bytes behind the CBOR item")]
    Trailing,
}

#[cfg(test)]
mod tests;
