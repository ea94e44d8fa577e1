//! Decides how certificates are taken out of a PEM file (RFC 7468): text between blocks is ignored, a block of
//! another kind is an error.

use alloc::string::String;
use alloc::vec::Vec;

use crate::jose::decode_standard;

const BEGIN: &str = "-----BEGIN ";
const BEGIN_CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----";
const END_CERTIFICATE: &str = "-----END CERTIFICATE-----";

/// The certificates of a PEM file in DER; `Err` has the number of the line, from 1, that could not be read.
pub fn pem_certificates(text: &str) -> Result<Vec<Vec<u8>>, usize> {
    let mut found = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        match &mut open {
            None if line == BEGIN_CERTIFICATE => open = Some((number, String::new())),
            None if line.starts_with(BEGIN) => return Err(number),
            None => {}
            Some((_, base64)) if line == END_CERTIFICATE => {
                found.push(decode_standard(base64).ok_or(number)?);
                open = None;
            }
            Some((_, base64)) => base64.push_str(line),
        }
    }
    match open {
        Some((number, _)) => Err(number),
        None => Ok(found),
    }
}
