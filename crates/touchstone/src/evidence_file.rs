//! Decides how evidence is read from a file: as bytes, or as base64 text when the whole file is that.

use std::fs::Metadata;
use std::io::Read as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use anyhow::{Context as _, ensure};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use touchstone_core::Timestamp;

/// No evidence is larger; base64 of the largest fits.
const BYTES_MAX: u64 = 1024 * 1024;

/// No status list is larger.
const LARGE_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// The evidence in a file, or in standard input when the path is `-`.
pub(crate) fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let bytes = read_at_most(path, BYTES_MAX)?;
    Ok(decoded(&bytes).unwrap_or(bytes))
}

/// Evidence or a status list, which is larger.
pub(crate) fn read_any(path: &Path) -> anyhow::Result<Vec<u8>> {
    let bytes = read_large(path)?;
    Ok(decoded(&bytes).unwrap_or(bytes))
}

/// A status list: bytes as they are.
pub(crate) fn read_large(path: &Path) -> anyhow::Result<Vec<u8>> {
    read_at_most(path, LARGE_BYTES_MAX)
}

/// When a file was last changed; unknown of standard input.
pub(crate) fn changed_at(path: &Path) -> Option<Timestamp> {
    if path == Path::new("-") {
        return None;
    }
    std::fs::metadata(path).ok().as_ref().map(last_change)
}

/// When a file was last changed.
pub(crate) fn last_change(metadata: &Metadata) -> Timestamp {
    let whole = Timestamp::from_unix_s(metadata.mtime());
    whole.plus_ms(metadata.mtime_nsec() / 1_000_000)
}

fn read_at_most(path: &Path, bytes_max: u64) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let name = path.display();
    if path == Path::new("-") {
        std::io::stdin()
            .lock()
            .take(bytes_max + 1)
            .read_to_end(&mut bytes)
    } else {
        let file = std::fs::File::open(path).with_context(|| format!("cannot open {name}"))?;
        file.take(bytes_max + 1).read_to_end(&mut bytes)
    }
    .with_context(|| format!("cannot read {name}"))?;
    ensure!(!bytes.is_empty(), "{name} is empty");
    ensure!(
        u64::try_from(bytes.len())? <= bytes_max,
        "{name} has more than {bytes_max} bytes"
    );
    Ok(bytes)
}

/// Evidence in CBOR or BER begins with a byte that no base64 text has, so the two cannot be confused.
fn decoded(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = bytes.trim_ascii();
    BASE64
        .decode(text)
        .or_else(|_| BASE64URL_NOPAD.decode(text))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(content: &[u8]) -> anyhow::Result<Vec<u8>> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("evidence");
        std::fs::write(&file, content).unwrap();
        read(&file)
    }

    #[test]
    fn bytes_and_base64_are_the_same_evidence() {
        assert_eq!(round(&[0xa2, 0xff, 0xfe]).unwrap(), [0xa2, 0xff, 0xfe]);
        assert_eq!(round(b"ov/+\n").unwrap(), [0xa2, 0xff, 0xfe]);
        assert_eq!(round(b"ov_-").unwrap(), [0xa2, 0xff, 0xfe]);
    }

    #[test]
    fn nothing_and_too_much_are_refused() {
        assert!(round(b"").is_err());
        assert!(round(&vec![0xa2; 1024 * 1024 + 1]).is_err());
        assert!(read(Path::new("no such file")).is_err());
    }
}
