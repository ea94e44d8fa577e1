//! Decides which firmware version a leaf names: extension 1.3.6.1.4.1.45724.1.1.5, an INTEGER (spec webauthn.md section 4.5).

use crate::der::{Reader, Tag};
use crate::x509::{Certificate, oid};

/// The version; `Ok(None)` when the leaf names none, `Err` when what it names is no number of 64 bits.
pub(super) fn version(leaf: &Certificate<'_>) -> Result<Option<u64>, ()> {
    let extension = leaf.extension(oid::FIDO_FIRMWARE_VERSION).map_err(|_| ())?;
    extension
        .map(|found| number(found.value).ok_or(()))
        .transpose()
}

fn number(value: &[u8]) -> Option<u64> {
    let mut document = Reader::new(value);
    let number = document.read(Tag::INTEGER).ok()?.contents;
    document.finish().ok()?;
    let significant = match number {
        [0, rest @ ..] => rest,
        [0x80..=0xff, ..] | [] => return None,
        all => all,
    };
    let fits = significant.len() <= 8;
    let join = |value: u64, byte: &u8| value << 8 | u64::from(*byte);
    fits.then(|| significant.iter().fold(0, join))
}
