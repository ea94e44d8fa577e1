//! Decides what an acceptable JSON text is: UTF-8 without BOM, one value with nothing behind it, at most 8 values deep
//! unless a format says otherwise, no member name twice (RFC 8259; a name that comes twice means different things to
//! different readers).
//!
//! How many bytes a text may have is said by each format. A number is an integer or it is none that evidence uses:
//! floating point never decides anything.

mod read;
mod value;
mod walk;

pub use read::{parse, parse_to_depth};
pub use value::{Value, decimal};
pub(crate) use walk::{MemberReader, Value as MemberValue, walk};

/// Why bytes are not one acceptable JSON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// More bytes than the format allows.
    #[error("JSON too long")]
    TooLong,
    /// Not UTF-8.
    #[error("JSON not in UTF-8")]
    NotUtf8,
    /// Not one JSON value, or nested too deep.
    #[error("JSON malformed or nested too deep, at line {line}, column {column}")]
    Malformed {
        /// Where reading stopped; lines count from 1.
        line: usize,
        /// Where reading stopped, in bytes from 1.
        column: usize,
    },
    /// JSON, but an object has a member name twice.
    #[error("JSON with a repeated name")]
    RepeatedName,
}

#[cfg(test)]
mod tests;
