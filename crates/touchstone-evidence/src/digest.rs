//! Decides how bytes are hashed: over parts, without joining them first. SHA-256 is the hash of evidence; the others
//! stand where a format names its hash.

use aws_lc_rs::digest::{Algorithm, Context, SHA1_FOR_LEGACY_USE_ONLY, SHA256, SHA384, SHA512};

/// A SHA-256 value.
pub type Sha256 = [u8; 32];

/// A hash that a format may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hash {
    /// SHA-1: no protection against collisions made on purpose. Only where a format asks for it by name.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Hash {
    /// The hash over the concatenation of `parts`: 20, 32, 48 or 64 bytes.
    pub fn of(self, parts: &[&[u8]]) -> impl AsRef<[u8]> + use<> {
        let algorithm: &'static Algorithm = match self {
            Self::Sha1 => &SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => &SHA256,
            Self::Sha384 => &SHA384,
            Self::Sha512 => &SHA512,
        };
        let mut context = Context::new(algorithm);
        for part in parts {
            context.update(part);
        }
        context.finish()
    }
}

/// SHA-256 over the concatenation of `parts`.
pub fn sha256(parts: &[&[u8]]) -> Sha256 {
    let mut value = [0; 32];
    value.copy_from_slice(Hash::Sha256.of(parts).as_ref());
    value
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::{Hash, sha256};

    #[test]
    fn parts_hash_like_their_concatenation() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(HEXLOWER.encode(&sha256(&[])), empty);
        assert_eq!(sha256(&[b"ab", b"", b"c"]), sha256(&[b"abc"]));
        assert_ne!(sha256(&[b"abc"]), sha256(&[b"abd"]));
    }

    #[test]
    fn each_hash_is_the_one_it_names() {
        let known = [
            (Hash::Sha1, "a9993e364706816aba3e25717850c26c9cd0d89d", 20),
            (Hash::Sha256, "ba7816bf8f01cfea414140de5dae2223", 32),
            (Hash::Sha384, "cb00753f45a35e8bb5a03d699ac65007", 48),
            (Hash::Sha512, "ddaf35a193617abacc417349ae204131", 64),
        ];
        for (hash, begins, length) in known {
            let value = hash.of(&[b"a", b"bc"]);
            assert!(HEXLOWER.encode(value.as_ref()).starts_with(begins));
            assert_eq!(value.as_ref().len(), length, "{hash:?}");
        }
    }
}
