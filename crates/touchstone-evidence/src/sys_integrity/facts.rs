//! Decides nothing: tells what a token says, for answers, for the verdict log and for inspection by hand. Nothing told here
//! is authentic unless the token was accepted.

use alloc::string::String;
use alloc::vec::Vec;

use super::Error;
use super::token::Token;
use crate::Timestamp;
use crate::digest::Sha256;
use crate::x509::CertificateFacts;

/// What a token says, accepted or not. Words are kept as sent, known or not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// `apkPackageName`, else `hapBundleName`.
    pub package_name: Option<String>,
    /// `appId`, as text also when it came as a number.
    pub app_id: Option<String>,
    /// `basicIntegrity`.
    pub basic_integrity: Option<bool>,
    /// `advice`.
    pub advice: Option<String>,
    /// `detail`, word by word.
    pub detail: Vec<String>,
    /// `apkCertificateDigestSha256`, else `hapCertificateSha256`, as far as they hold SHA-256 values.
    pub certificate_sha256: Vec<Sha256>,
    /// `timestampMs`, else `timestamp`.
    pub timestamp: Option<Timestamp>,
    /// `nonce`, decoded.
    pub nonce: Option<Vec<u8>>,
    /// The certificates, leaf first.
    pub certificates: Vec<CertificateFacts>,
}

/// Reads a token without judging it: check H1 alone.
pub fn inspect(token: &str) -> Result<Facts, Error> {
    let token = Token::parse(token)?;
    let chain = token.certificates()?;
    Ok(token.facts(&chain))
}
