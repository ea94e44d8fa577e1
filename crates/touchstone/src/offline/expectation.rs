//! Decides which flags say what Android evidence should be: app, signers, nonce and time are asked for by every service.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use touchstone_core::Timestamp;
use touchstone_core::mobile::Sha256Text;
use touchstone_evidence::jose;

#[derive(Args, Debug)]
pub(super) struct Expectation {
    /// The evidence, as bytes or base64; - for standard input
    pub(super) file: PathBuf,
    /// The package that it should be for
    #[arg(long, value_name = "PACKAGE")]
    pub(super) package: String,
    /// SHA-256 of a certificate that may sign the app; repeat for several
    #[arg(long = "signer-sha256", value_name = "DIGEST", required = true, value_parser = digest)]
    signers: Vec<Sha256Text>,
    /// The nonce that it should carry, in base64 or base64url
    #[arg(long, value_name = "BASE64", value_parser = base64)]
    pub(super) nonce: Bytes,
    /// The time to judge at (RFC 3339)
    #[arg(long, value_name = "TIME")]
    pub(super) now: Timestamp,
}

/// Bytes of an argument.
#[derive(Clone, Debug)]
pub(super) struct Bytes(pub(super) Vec<u8>);

impl Expectation {
    /// The digests of the signers.
    pub(super) fn signers(&self) -> Vec<[u8; 32]> {
        self.signers.iter().map(|signer| signer.0).collect()
    }

    /// The evidence as a text without the white space around it.
    pub(super) fn text(&self) -> anyhow::Result<String> {
        let bytes = crate::evidence_file::read(&self.file)?;
        let text = String::from_utf8(bytes);
        let name = self.file.display();
        let text = text.with_context(|| format!("{name} holds no token: it is not text"))?;
        Ok(text.trim().to_owned())
    }
}

/// A SHA-256 in any of the forms that the consoles show.
pub(super) fn digest(text: &str) -> Result<Sha256Text, &'static str> {
    Sha256Text::parse(text)
        .ok_or("must be a SHA-256: 64 hexadecimal digits, with or without colons, or base64url")
}

fn base64(text: &str) -> Result<Bytes, &'static str> {
    jose::decode_any(text)
        .filter(|bytes| !bytes.is_empty())
        .map(Bytes)
        .ok_or("must be base64 or base64url, as relying parties send it")
}
