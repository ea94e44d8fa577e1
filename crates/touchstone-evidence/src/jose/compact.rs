//! Decides how a compact token is taken apart: exactly so many parts between dots (RFC 7515 section 7.1, RFC 7516
//! section 7.1).

use alloc::vec::Vec;

use super::Error;
use super::base64::decode_url;

/// The parts of a token of at most `bytes_max` bytes, as text.
pub(super) fn split<const N: usize>(text: &str, bytes_max: usize) -> Result<[&str; N], Error> {
    if text.len() > bytes_max {
        return Err(Error::TooLong);
    }
    let mut parts = text.split('.');
    let mut split = [""; N];
    for slot in &mut split {
        *slot = parts.next().ok_or(Error::Parts)?;
    }
    if parts.next().is_some() {
        return Err(Error::Parts);
    }
    Ok(split)
}

/// The bytes of a part; `position` counts from 0.
pub(super) fn decode(part: &str, position: usize) -> Result<Vec<u8>, Error> {
    decode_url(part).ok_or(Error::Base64 { position })
}
