//! Decides what a simulated token binds: the relying party's own nonce, or that of a session, alone or with the device's.

use anyhow::{Context as _, bail};
use clap::Args;
use data_encoding::BASE64;
use touchstone_evidence::client_data::Composition;

/// Where the final nonce comes from.
#[derive(Args, Debug)]
pub(super) struct NonceArguments {
    /// What the token binds, in base64: the relying party's own nonce
    #[arg(long, value_name = "BASE64", conflicts_with = "server_nonce")]
    nonce: Option<String>,
    /// The serverNonce of a session, in base64
    #[arg(long, value_name = "BASE64")]
    server_nonce: Option<String>,
    /// The device's own part of the nonce, in base64
    #[arg(long, value_name = "BASE64", requires = "server_nonce")]
    device_nonce: Option<String>,
    /// How both become one, as in the tenant's setting final_nonce
    #[arg(
        long,
        value_name = "WORD",
        default_value = Composition::Sha256ServerDevice.name(),
        value_parser = composition
    )]
    final_nonce: Composition,
}

fn composition(text: &str) -> Result<Composition, String> {
    Composition::from_name(text).ok_or_else(|| {
        let names = Composition::ALL.map(Composition::name);
        format!("must be one of {}", names.join(", "))
    })
}

impl NonceArguments {
    /// What the token binds.
    pub(super) fn bytes(&self) -> anyhow::Result<Vec<u8>> {
        let decode = |name: &str, text: &str| {
            BASE64
                .decode(text.as_bytes())
                .with_context(|| format!("{name} is not base64"))
        };
        match (&self.nonce, &self.server_nonce) {
            (Some(nonce), _) => decode("--nonce", nonce),
            (None, Some(server)) => {
                let server = decode("--server-nonce", server)?;
                let device = self.device_nonce.as_deref();
                let device = device
                    .map(|text| decode("--device-nonce", text))
                    .transpose()?;
                Ok(self.final_nonce.final_nonce(&server, device.as_deref()))
            }
            (None, None) => bail!("give --nonce or --server-nonce: what the token shall bind"),
        }
    }
}
