//! Decides whether a private key that an administrator brings can be used: PKCS #8 in PEM (RFC 7468 section 10), of the kind and size that
//! its use takes. What is refused here would fail at the first call to the issuer, when nobody looks.

use aws_lc_rs::rsa;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use data_encoding::BASE64;
use zeroize::Zeroizing;

use crate::AdminError;

const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const END: &str = "-----END PRIVATE KEY-----";
/// An RSA key of 8,192 bits has some 6,400 characters.
const PEM_BYTES_MAX: usize = 16_384;

/// The RSA key of a Google service account.
pub(super) fn check_rsa(path: &str, pem: &str) -> Result<(), AdminError> {
    let key = pkcs8_der(pem).and_then(|der| rsa::KeyPair::from_pkcs8(&der).ok());
    let message =
        "must be an RSA key of 2048 to 8192 bits, as PKCS #8 in PEM (-----BEGIN PRIVATE KEY-----)";
    key.map(drop)
        .ok_or_else(|| AdminError::invalid(path, message))
}

/// The P-256 key of an Apple team.
pub(super) fn check_p256(path: &str, pem: &str) -> Result<(), AdminError> {
    let key = pkcs8_der(pem)
        .and_then(|der| EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &der).ok());
    let message = "must be a P-256 key, as PKCS #8 in PEM: the whole text of Apple's .p8 file";
    key.map(drop)
        .ok_or_else(|| AdminError::invalid(path, message))
}

/// The one block of the text; nothing but white space around it.
fn pkcs8_der(pem: &str) -> Option<Zeroizing<Vec<u8>>> {
    if pem.len() > PEM_BYTES_MAX {
        return None;
    }
    let inside = pem.trim().strip_prefix(BEGIN)?.strip_suffix(END)?;
    let base64: String = inside.split_ascii_whitespace().collect();
    let base64 = Zeroizing::new(base64);
    BASE64.decode(base64.as_bytes()).ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests;
