//! Decides what a device sent: the CBOR envelope of the `mobile` family (spec mobile.md section 4.1).
//!
//! Checks, in this order; the first that fails is the reason:
//!
//! 1. T1: one well-formed, bounded CBOR item with nothing behind it (module `cbor`), at most 65,536 bytes;
//! 2. T2: `device` is a map with text `model`, `version`, `service` of at most 128 bytes each;
//! 3. T3: `service` is one of the four words;
//! 4. T4: `token` has the fields of that service, with exact types and sizes.
//!
//! T5 (is the service enabled?) belongs to the use case. Unknown keys are ignored; `null` in an optional place counts
//! as absent. Values borrow from the envelope unless they came in chunks of indefinite length.

mod device;
mod error;
mod field;
mod package_name;
mod service;
mod token;

pub use device::Device;
pub use error::{Error, Fault};
pub use package_name::is_package_name;
pub use service::Service;
pub use token::{AndroidKeyToken, AppleToken, GmsToken, GmsTokenType, HmsToken, Token};

use crate::cbor::{self, Keys};
use crate::limits::MOBILE_TOKEN_BYTES_MAX;

/// The checks of this format in the order in which they run: clause, and what it says.
pub const CHECKS: &[(&str, &str)] = &[
    ("T1", "one well-formed, bounded CBOR item"),
    ("T2", "device has model, version and service"),
    ("T3", "service is known"),
    ("T4", "token has the fields of its service"),
];

/// An envelope whose shape is right. Nothing in it is authentic yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope<'a> {
    /// What the device says about itself.
    pub device: Device<'a>,
    /// The platform's proof.
    pub token: Token<'a>,
}

/// Reads an envelope: checks T1 to T4.
pub fn parse(evidence: &[u8]) -> Result<Envelope<'_>, Error> {
    if evidence.len() > MOBILE_TOKEN_BYTES_MAX {
        return Err(Error::Malformed(Fault::TooLong));
    }
    let document =
        cbor::parse(evidence, Keys::Text).map_err(|e| Error::Malformed(Fault::Cbor(e)))?;
    let (device, service) = device::parse(document)?;
    let service = Service::from_word(&service).ok_or(Error::ServiceUnsupported)?;
    let token = token::parse(document, service)?;
    Ok(Envelope { device, token })
}

#[cfg(test)]
mod tests;
