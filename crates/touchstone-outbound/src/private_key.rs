//! Decides how a private key is read from its text: PKCS #8 in PEM (RFC 7468 section 10), wiped from memory after use.

use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject as _;
use touchstone_core::ports::UpstreamError;
use zeroize::Zeroizing;

/// The first `PRIVATE KEY` of the text, in DER.
pub(crate) fn pkcs8_der(
    pem: &str,
) -> Result<Zeroizing<PrivatePkcs8KeyDer<'static>>, UpstreamError> {
    let key = PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes());
    key.map(Zeroizing::new)
        .map_err(|_| UpstreamError::Unusable("the private key is no PKCS #8 in PEM"))
}
