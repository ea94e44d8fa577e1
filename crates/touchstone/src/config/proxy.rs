//! Decides how a trusted proxy is written: an address, or a network such as `10.0.0.0/8`.

use serde::{Deserialize, Serialize};
use touchstone_http::Network;

/// A proxy whose word about its clients is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Proxy(pub Network);

impl TryFrom<String> for Proxy {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let network = text.parse().map(Self);
        network
            .map_err(|error| format!("{error}; write an address or a network such as 10.0.0.0/8"))
    }
}

impl From<Proxy> for String {
    fn from(proxy: Proxy) -> Self {
        proxy.0.to_string()
    }
}
