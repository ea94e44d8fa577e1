//! Decides what Apple's own extensions of a leaf say: the nonce (spec mobile.md A5) and the operating system
//! (section 2.2, informational: what cannot be read is absent).

use alloc::string::String;

use super::facts::OperatingSystem;
use crate::der::{Reader, Tag};
use crate::limits::APPLE_OS_TEXT_BYTES_MAX;
use crate::x509::{Certificate, oid};

/// `SEQUENCE { [1] EXPLICIT OCTET STRING of 32 bytes }`, in its one DER form.
const NONCE_HEAD: [u8; 6] = [0x30, 0x24, 0xa1, 0x22, 0x04, 0x20];

const TAG_OS_VERSION: u32 = 1_400;
const TAG_OS_BUILD: u32 = 1_403;

/// The nonce; `None` unless the extension occurs once and is exactly as it should be.
pub(crate) fn nonce(leaf: &Certificate<'_>) -> Option<[u8; 32]> {
    let extension = leaf.extension(oid::APPLE_NONCE).ok()??;
    extension.value.strip_prefix(&NONCE_HEAD)?.try_into().ok()
}

/// The operating system, as far as it can be read.
pub(super) fn operating_system(leaf: &Certificate<'_>) -> OperatingSystem {
    let extension = leaf.extension(oid::APPLE_OS).ok().flatten();
    extension
        .and_then(|extension| read_operating_system(extension.value))
        .unwrap_or_default()
}

fn read_operating_system(value: &[u8]) -> Option<OperatingSystem> {
    let mut document = Reader::new(value);
    let mut fields = document.open(Tag::SEQUENCE).ok()?;
    document.finish().ok()?;
    let mut found = OperatingSystem::default();
    while !fields.is_empty() {
        let field = fields.any().ok()?;
        if field.tag == Tag::context(TAG_OS_VERSION) {
            found.version = text(field.reader());
        } else if field.tag == Tag::context(TAG_OS_BUILD) {
            found.build = text(field.reader());
        }
    }
    Some(found)
}

fn text(mut value: Reader<'_>) -> Option<String> {
    let bytes = value.read(Tag::OCTET_STRING).ok()?.contents;
    let text = core::str::from_utf8(bytes).ok()?;
    let printable = text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    let in_bounds = (1..=APPLE_OS_TEXT_BYTES_MAX).contains(&text.len());
    (value.is_empty() && printable && in_bounds).then(|| text.into())
}
