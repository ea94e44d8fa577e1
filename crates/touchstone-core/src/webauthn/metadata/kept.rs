//! Decides how a BLOB is kept: compressed, with the certificates that were fetched for it, so that it can be verified again without asking
//! anybody.

use std::borrow::Cow;

use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use touchstone_evidence::limits::{ANCHORS_BYTES_MAX, MDS_BLOB_BYTES_MAX};
use touchstone_evidence::mds3::{Blob, Certificates, Error};

const LEVEL: u8 = 6;

/// A BLOB as it was fetched.
#[derive(Clone, Debug)]
pub(super) struct Fetched {
    /// The JWS.
    pub(super) text: String,
    /// The certificates in PEM, where they did not come with it.
    pub(super) certificates: Option<String>,
}

impl Fetched {
    /// As it is stored: the JWS, which has no line breaks, and behind it the certificates.
    pub(super) fn pack(&self) -> Vec<u8> {
        let text = self.text.trim_ascii();
        let all = match &self.certificates {
            Some(pem) => Cow::Owned(format!("{text}\n{pem}")),
            None => Cow::Borrowed(text),
        };
        compress_to_vec_zlib(all.as_bytes(), LEVEL)
    }

    /// What [`Self::pack`] made; `None` when it is something else.
    pub(super) fn unpack(stored: &[u8]) -> Option<Self> {
        let limit = MDS_BLOB_BYTES_MAX + ANCHORS_BYTES_MAX + 1;
        let all = decompress_to_vec_zlib_with_limit(stored, limit).ok()?;
        let all = String::from_utf8(all).ok()?;
        Some(match all.split_once('\n') {
            Some((text, pem)) => Self {
                text: text.to_owned(),
                certificates: Some(pem.to_owned()),
            },
            None => Self {
                text: all,
                certificates: None,
            },
        })
    }

    /// The certificates in DER, leaf first (M3).
    pub(super) fn certificates(&self, source_url: &str) -> Result<Vec<Vec<u8>>, Error> {
        let named = Blob::parse(&self.text)?.certificates(source_url)?;
        match (named, &self.certificates) {
            (Certificates::Sent(sent), _) => Ok(sent),
            (Certificates::At(_), Some(pem)) => Certificates::fetched(pem),
            (Certificates::At(_), None) => Err(Error::CertificatesMissing),
        }
    }
}

#[cfg(test)]
mod tests;
