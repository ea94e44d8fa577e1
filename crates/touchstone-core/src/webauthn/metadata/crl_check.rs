//! Decides who signed a revocation list: it is read and held against its issuers once, when it comes in, away from the threads that serve
//! requests.

use bytes::Bytes;
use tokio::task::spawn_blocking;
use touchstone_evidence::x509::{Certificate, Crl, CrlError};

/// A list, and what its signature is worth.
#[derive(Debug)]
pub(super) struct Checked {
    pub(super) crl: Crl,
    /// Whether one of its issuers signed it.
    pub(super) is_signed: bool,
    /// How many issuers it was held against.
    pub(super) issuers: usize,
}

/// Why there is no such list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum CrlUnusable {
    #[error(transparent)]
    Unreadable(#[from] CrlError),
    #[error("the revocation list was not read to its end")]
    Interrupted,
}

/// Reads the list, and holds it against these certificates of its issuers.
pub(super) async fn check(der: Bytes, issuers: Vec<Bytes>) -> Result<Checked, CrlUnusable> {
    let read = spawn_blocking(move || read(&der, &issuers)).await;
    read.unwrap_or(Err(CrlUnusable::Interrupted))
}

fn read(der: &[u8], issuers: &[Bytes]) -> Result<Checked, CrlUnusable> {
    let mut crl = Crl::parse(der)?;
    let mut is_signed = false;
    for der in issuers {
        if let Ok(issuer) = Certificate::parse(der) {
            is_signed |= crl.verify(issuer.subject, &issuer.spki).is_ok();
        }
    }
    Ok(Checked {
        crl,
        is_signed,
        issuers: issuers.len(),
    })
}
