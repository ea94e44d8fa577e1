//! Decides whether a token is Google's and for this app's keys: checks G2 to G4.

use alloc::vec::Vec;

use super::{Error, Fault, Keys};
use crate::jose::{jwe, jws};
use crate::limits::TOKEN_TEXT_BYTES_MAX;
use crate::signature::PublicKey;

/// The payload of a classic token, JSON in bytes: checks G2, G3 and G4.
pub fn open(token: &str, keys: &Keys) -> Result<Vec<u8>, Error> {
    // G2
    let sealed = jwe::parse(token, TOKEN_TEXT_BYTES_MAX).map_err(Error::Malformed)?;
    // G3
    let opened = sealed.open(&keys.decryption);
    let opened = opened.map_err(|jwe::OpenError| Error::DecryptFailed)?;
    // G4
    let text = core::str::from_utf8(&opened);
    let text = text.map_err(|_| Error::ContentMalformed(Fault::NotText))?;
    let signed = jws::parse(text, TOKEN_TEXT_BYTES_MAX);
    let signed = signed.map_err(|error| Error::ContentMalformed(Fault::Token(error)))?;
    signed
        .verify(jws::Algorithm::Es256, &PublicKey::P256(&keys.verification))
        .map_err(Error::SignatureInvalid)?;
    Ok(signed.payload)
}

/// That a token may be sent to Google: printable ASCII of at most 32,768 bytes, not empty (G2, remote).
pub fn check_text(token: &str) -> Result<(), Error> {
    let printable = |byte| matches!(byte, b' '..=b'~');
    if (1..=TOKEN_TEXT_BYTES_MAX).contains(&token.len()) && token.bytes().all(printable) {
        Ok(())
    } else {
        Err(Error::NotPrintable)
    }
}
