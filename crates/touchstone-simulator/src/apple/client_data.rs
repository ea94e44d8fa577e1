//! What does an assertion bind? The client data hash of a nonce (spec/mobile.md 3.4).

use crate::cbor;
use crate::key::sha256;

/// The two published ways to make the client data hash of a nonce.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClientDataProfile {
    /// SHA-256 of a CBOR array with one byte string, the nonce.
    CborArray,
    /// SHA-256 of the nonce.
    Raw,
}

impl ClientDataProfile {
    /// The 32 bytes that attestation and assertion of this nonce bind.
    #[must_use]
    pub fn client_data_hash(self, final_nonce: &[u8]) -> [u8; 32] {
        match self {
            Self::CborArray => {
                let array = cbor::Cbor::Array(vec![cbor::bytes(final_nonce)]);
                sha256(&array.encode())
            }
            Self::Raw => sha256(final_nonce),
        }
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::{BASE64, HEXLOWER};

    use super::*;

    fn published_nonce() -> Vec<u8> {
        BASE64
            .decode(b"8wY7WRuvpD8CtNuMuQeJV6nt9ToZxn9JQ2NBD8GEo8A=")
            .unwrap()
    }

    #[test]
    fn the_cbor_array_profile_gives_its_known_answer() {
        let hash = ClientDataProfile::CborArray.client_data_hash(&published_nonce());
        let known = "18b99c425a8cf6c1d8fde62dff3fef19170c77c1e2e742d96ae4a2da0c654017";
        assert_eq!(HEXLOWER.encode(&hash), known);
    }

    #[test]
    fn the_raw_profile_gives_its_known_answer() {
        let hash = ClientDataProfile::Raw.client_data_hash(&published_nonce());
        let known = "ebb9de5f49c8c3992a613479eaffdd8865e3256ead50f9ef5d2673086ecc793f";
        assert_eq!(HEXLOWER.encode(&hash), known);
    }
}
