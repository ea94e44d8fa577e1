//! M3: decides where the certificates of a BLOB come from (RFC 7515 sections 4.1.5, 4.1.6).

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Error, x5u_is_of};
use crate::jose::Header;
use crate::limits::{ANCHORS_BYTES_MAX, MDS_CERTIFICATES_MAX};
use crate::x509::pem_certificates;

/// The certificates of a BLOB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Certificates {
    /// They came with it: in DER, leaf first.
    Sent(Vec<Vec<u8>>),
    /// They are at this address, which is of the source.
    At(String),
}

impl Certificates {
    pub(super) fn of(header: &Header, source_url: &str) -> Result<Self, Error> {
        if header.has("x5c") {
            let sent = header.x5c(1..=MDS_CERTIFICATES_MAX);
            return sent.map(Self::Sent).ok_or(Error::CertificatesMissing);
        }
        let x5u = header.text("x5u").ok_or(Error::CertificatesMissing)?;
        if x5u_is_of(source_url, x5u) {
            Ok(Self::At(x5u.to_owned()))
        } else {
            Err(Error::X5uForeignOrigin)
        }
    }

    /// The certificates that were found at the address: PEM, leaf first.
    pub fn fetched(pem: &str) -> Result<Vec<Vec<u8>>, Error> {
        let bounded = Some(pem).filter(|pem| pem.len() <= ANCHORS_BYTES_MAX);
        let found = bounded.and_then(|pem| pem_certificates(pem).ok());
        found
            .filter(|found| (1..=MDS_CERTIFICATES_MAX).contains(&found.len()))
            .ok_or(Error::CertificatesMissing)
    }
}
