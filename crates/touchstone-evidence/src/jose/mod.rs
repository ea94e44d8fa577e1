//! Decides what signed and encrypted tokens in compact form are (JOSE: RFC 7515, 7516, 7518), for every format that wraps
//! its statements in them.
//!
//! Algorithms are pinned by the caller: what a header names is compared, never obeyed. Base64 has one form per value,
//! headers are JSON without repeated names, and a header that declares extensions (`crit`) is never understood.

mod base64;
mod compact;
mod header;
pub mod jwe;
pub mod jws;

pub use base64::{decode_any, decode_url_padded};
pub(crate) use base64::{decode_standard, decode_url};
pub use header::Header;

/// Why a text is no token in compact form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// More bytes than the format allows.
    #[error("token too long")]
    TooLong,
    /// Not as many parts as the form has.
    #[error("token with another number of parts")]
    Parts,
    /// This part, counted from 0, is not base64url without padding.
    #[error("part {position} not in base64url")]
    Base64 {
        /// Which part.
        position: usize,
    },
    /// The header is not acceptable JSON.
    #[error("header not acceptable JSON")]
    Header(#[source] crate::json::Error),
    /// The header is JSON, but not an object.
    #[error("header not an object")]
    HeaderNotAnObject,
}

#[cfg(test)]
mod tests;
