//! Decides which Android app simulated devices run: the one of the examples, unless another is named.

use clap::Args;
use touchstone_core::mobile::Sha256Text;

/// The package of the examples.
const PACKAGE: &str = "com.example.app";

/// SHA-256 of the certificate that signs it.
const SIGNER_SHA256: &str = "a671f34c7d9fb0160577ff1e154bf32e6a548a4df9d33b92293a02c06609d8a4";

/// Its identifier at Huawei.
pub(crate) const HUAWEI_APP_ID: &str = "104529313";

/// An Android app.
#[derive(Args, Clone, Debug)]
pub(crate) struct App {
    /// The package name
    #[arg(long, value_name = "PACKAGE", default_value = PACKAGE)]
    pub(crate) package: String,
    /// SHA-256 of the certificate that signs the app
    #[arg(long, value_name = "DIGEST", default_value = SIGNER_SHA256, value_parser = digest)]
    pub(crate) signer_sha256: Sha256Text,
}

fn digest(text: &str) -> Result<Sha256Text, String> {
    Sha256Text::parse(text).ok_or_else(|| {
        "must be 64 hexadecimal digits, with or without colons between the pairs, or base64url"
            .to_owned()
    })
}

impl App {
    /// That of the examples.
    pub(crate) fn example() -> anyhow::Result<Self> {
        let signer_sha256 = digest(SIGNER_SHA256).map_err(anyhow::Error::msg)?;
        Ok(Self {
            package: PACKAGE.to_owned(),
            signer_sha256,
        })
    }

    /// The flags of `touchstone mobile app add-android` that register it for this service.
    pub(super) fn registration(&self, service: &str) -> Vec<String> {
        let flags = [
            format!("--package={}", self.package),
            format!("--signer-sha256={}", self.signer_sha256),
            format!("--service={service}"),
        ];
        flags.into()
    }
}
