//! Decides whether a signature is right: the one place that asks the cryptography libraries.
//!
//! A scheme fits a kind of key or it does not; what does not fit is refused, never tried. RSA below 2,048 or above
//! 8,192 bits is in no scheme, SHA-1 in one that only `webauthn` may name (spec mobile.md section 8, webauthn.md 4.2).

mod algorithm;
mod ecdsa;
#[cfg(feature = "ed448")]
mod ed448;
mod public_key;
mod rsa;
mod scheme;
mod trusted_key;
mod verifying_key;

pub use public_key::PublicKey;
pub use scheme::Scheme;
pub use trusted_key::TrustedKey;
pub use verifying_key::VerifyingKey;

/// Why a signature does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The scheme does not fit the key.
    #[error("signature scheme does not fit the key")]
    SchemeUnfit,
    /// The signature is not by this key over this message, or the key is none.
    #[error("signature wrong")]
    Wrong,
}

/// That `signature` is by `key` over `message`.
pub fn verify(
    key: &PublicKey<'_>,
    scheme: Scheme,
    message: &[u8],
    signature: &[u8],
) -> Result<(), Error> {
    VerifyingKey::new(key, scheme)?.verify(message, signature)
}

#[cfg(test)]
mod tests;
