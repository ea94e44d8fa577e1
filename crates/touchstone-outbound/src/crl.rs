//! Decides how revocation lists are fetched (spec webauthn.md section 7). Certificates that strangers made name their addresses, so only public ones
//! are called: what a name leads to is looked at after it is resolved, and exactly that is called.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::net::lookup_host;
use tokio::sync::OnceCell;
use tokio::task::spawn_blocking;
use touchstone_core::ports::UpstreamError;

use crate::address::BaseUrl;
use crate::client::{self, Answer, HttpClient, Limits};
use crate::failure::{CONNECT, message, refusal, unavailable};
use crate::origin::Origin;
use crate::public_address::is_public;

const LIMITS: Limits = Limits {
    connect: Duration::from_secs(5),
    total: Duration::from_secs(10),
    max_body_bytes: 8 * 1024 * 1024,
};
const UNUSABLE: UpstreamError =
    UpstreamError::Unusable("the address is not a public one of http or https");

/// The servers of all issuers of certificates.
#[derive(Debug)]
pub(crate) struct CrlServers {
    /// Made at the first call: reading the system's trust anchors takes time.
    client: OnceCell<reqwest::Client>,
    allowed: Allowed,
}

/// Which addresses may be called.
#[derive(Clone, Copy, Debug)]
struct Allowed {
    loopback: bool,
}

impl CrlServers {
    pub(crate) const fn public() -> Self {
        Self::of(Allowed { loopback: false })
    }

    /// This machine too: for tests.
    pub(crate) const fn with_loopback() -> Self {
        Self::of(Allowed { loopback: true })
    }

    const fn of(allowed: Allowed) -> Self {
        Self {
            client: OnceCell::const_new(),
            allowed,
        }
    }

    /// The list at this address. No redirect is followed.
    pub(crate) async fn fetch(&self, url: &str) -> Result<Vec<u8>, UpstreamError> {
        let url = Url::parse(url).map_err(|_| UNUSABLE)?;
        let base = BaseUrl::of_public(&url).ok_or(UNUSABLE)?;
        // A name is looked at when it is resolved.
        let literal = base.ip_address();
        if literal.is_some_and(|address| !self.allowed.admits(SocketAddr::new(address, 0))) {
            return Err(UNUSABLE);
        }
        let client = self.client.get_or_try_init(|| self.connections()).await?;
        let client = HttpClient::over(client.clone(), base.clone(), LIMITS);
        let origin = Origin::over("crl", client, base, LIMITS);
        origin.ask(&|client| client.get(&url), &read).await
    }

    async fn connections(&self) -> Result<reqwest::Client, UpstreamError> {
        let allowed = self.allowed;
        let made = spawn_blocking(move || client::connections(LIMITS, allowed)).await;
        match made {
            Ok(Ok(client)) => Ok(client),
            Ok(Err(error)) => {
                tracing::warn!(cause = ?error, "connections to issuers of certificates");
                Err(unavailable(CONNECT))
            }
            Err(_) => Err(unavailable(CONNECT)),
        }
    }
}

impl Allowed {
    fn admits(self, address: SocketAddr) -> bool {
        is_public(address.ip()) || self.loopback && address.ip().is_loopback()
    }
}

impl Resolve for Allowed {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = *self;
        Box::pin(async move {
            let found = lookup_host((name.as_str(), 0)).await?;
            let admitted: Vec<SocketAddr> = found.filter(|at| allowed.admits(*at)).collect();
            if admitted.is_empty() {
                return Err(io::Error::other("no public address has this name").into());
            }
            let admitted: Addrs = Box::new(admitted.into_iter());
            Ok(admitted)
        })
    }
}

fn read(answer: Answer) -> Result<Vec<u8>, UpstreamError> {
    match answer.status {
        200 => Ok(answer.body),
        status => Err(refusal(status, false, message(&answer.body, &[]))),
    }
}

#[cfg(test)]
mod tests;
