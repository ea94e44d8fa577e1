//! K1: decides whether a chain can be read at all. Keys stay as they are: a target may have one of any kind.

use alloc::vec::Vec;

use super::Error;
use super::error::Fault;
use crate::limits::{ANDROID_CHAIN_BYTES_MAX, ANDROID_CHAIN_MAX, ANDROID_CHAIN_MIN};
use crate::x509::Certificate;

pub(super) fn certificates<'a>(chain: &[&'a [u8]]) -> Result<Vec<Certificate<'a>>, Error> {
    if !(ANDROID_CHAIN_MIN..=ANDROID_CHAIN_MAX).contains(&chain.len()) {
        return Err(Error::Malformed(Fault::CertificateCount(chain.len())));
    }
    let bytes: usize = chain.iter().map(|der| der.len()).sum();
    if bytes > ANDROID_CHAIN_BYTES_MAX {
        return Err(Error::Malformed(Fault::TooLong));
    }
    let parsed = chain.iter().enumerate().map(|(index, der)| {
        let unreadable = |source| Error::Malformed(Fault::Certificate { index, source });
        Certificate::parse(der).map_err(unreadable)
    });
    parsed.collect()
}
