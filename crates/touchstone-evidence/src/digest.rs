//! Decides how bytes are hashed: SHA-256 over parts, without joining them first.

use aws_lc_rs::digest::{Context, SHA256};

/// A SHA-256 value.
pub type Sha256 = [u8; 32];

/// SHA-256 over the concatenation of `parts`.
pub fn sha256(parts: &[&[u8]]) -> Sha256 {
    let mut context = Context::new(&SHA256);
    for part in parts {
        context.update(part);
    }
    let mut value = [0; 32];
    value.copy_from_slice(context.finish().as_ref());
    value
}

#[cfg(test)]
mod tests {
    use super::sha256;

    #[test]
    fn parts_hash_like_their_concatenation() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(data_encoding::HEXLOWER.encode(&sha256(&[])), empty);
        assert_eq!(sha256(&[b"ab", b"", b"c"]), sha256(&[b"abc"]));
        assert_ne!(sha256(&[b"abc"]), sha256(&[b"abd"]));
    }
}
