//! Decides nothing: tells what the verdict log keeps of a certificate (spec mobile.md section 4.8).

use alloc::vec::Vec;

use super::Certificate;
use crate::Timestamp;

/// What the verdict log keeps of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFacts {
    /// The serial number, as its INTEGER holds it.
    pub serial: Vec<u8>,
    /// The first instant of its validity.
    pub not_before: Timestamp,
    /// The last instant of its validity.
    pub not_after: Timestamp,
}

impl CertificateFacts {
    /// The facts of a certificate.
    pub fn of(certificate: &Certificate<'_>) -> Self {
        let validity = certificate.validity;
        let (not_before, not_after) = (validity.not_before, validity.not_after);
        Self {
            serial: certificate.serial.to_vec(),
            not_before,
            not_after,
        }
    }
}
