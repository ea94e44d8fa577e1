//! Decides what a well-formed, bounded CBOR item is (spec mobile.md T1): checked once as a whole, then read by views
//! that borrow from it.
//!
//! Depth at most 8, at most 64 entries per map or array unless the [`Rules`] say fewer, unique map keys of an allowed
//! kind, UTF-8 text, no tag but one leading 55799, nothing behind the item. Indefinite and non-shortest lengths are
//! accepted (mobile encoders write them) unless the rules forbid them. No length is trusted before it is compared with what is left, and nothing is allocated by it.

mod head;
mod item;
mod rules;
mod walk;

pub use item::{Elements, Entries, Item, Key};
pub use rules::{Form, Keys, Rules};
pub use walk::{parse, parse_prefix, skip};

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
    /// A length or integer that is not in its shortest form, or an indefinite length, where the rules forbid them.
    #[error("CBOR not in its shortest form")]
    NotShortest,
    /// Bytes behind the item.
    #[error("bytes behind the CBOR item")]
    Trailing,
}

#[cfg(test)]
mod tests;
