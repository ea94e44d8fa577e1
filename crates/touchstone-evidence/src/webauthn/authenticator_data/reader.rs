//! Decides nothing: takes a part of fixed size from the front.

use super::Error;

/// The first `N` bytes and the rest, or `missing`.
pub(super) fn take<const N: usize>(
    bytes: &[u8],
    missing: Error,
) -> Result<(&[u8; N], &[u8]), Error> {
    bytes.split_first_chunk::<N>().ok_or(missing)
}
