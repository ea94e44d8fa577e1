//! Decides where a request comes from and under which host it was sent: behind trusted proxies what they say of it (spec webauthn.md 2.5 and 8).

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use http::header::HOST;
use http::request::Parts;
use http::{HeaderMap, HeaderName};

use crate::peer::{Network, Peer, first_of};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

/// Who has an IPv6 address has as a rule all addresses that begin so.
const IPV6_BITS: u8 = 64;

/// Where a request comes from, as its bucket knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct ClientAddress(IpAddr);

impl ClientAddress {
    /// Of this request. A request without a connection is of nobody's address, which is an address too.
    pub(super) fn of(parts: &Parts, trusted: &[Network]) -> Self {
        let peer = parts.extensions.get::<Peer>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |Peer(address)| *address);
        Self::bucket(behind(peer, &parts.headers, trusted))
    }

    fn bucket(address: IpAddr) -> Self {
        match address.to_canonical() {
            address @ IpAddr::V4(_) => Self(address),
            address @ IpAddr::V6(_) => Self(first_of(address, IPV6_BITS)),
        }
    }
}

/// The first address, seen from here, that is no trusted proxy. Proxies append the address that they saw; what stands left of it is hearsay.
fn behind(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut nearest = peer;
    let lines = headers.get_all(X_FORWARDED_FOR).iter().rev();
    let seen = lines.flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b','));
    for text in seen {
        if !is_trusted(nearest) {
            break;
        }
        // What no proxy would write ends the trace where it is still known.
        let Some(address) = address(text) else {
            break;
        };
        nearest = address;
    }
    nearest
}

/// An address, with a port or without.
fn address(text: &[u8]) -> Option<IpAddr> {
    let text = str::from_utf8(text).ok()?.trim();
    let address = text.parse().ok();
    let with_port = || text.parse().ok().map(|address: SocketAddr| address.ip());
    let in_brackets = || {
        let inner = text.strip_prefix('[')?.strip_suffix(']')?;
        inner.parse().ok().map(IpAddr::V6)
    };
    address.or_else(with_port).or_else(in_brackets)
}

/// The host under which the request was sent, in lower case without port; `None` when it is not told once and clearly.
pub(super) fn host(parts: &Parts, trusted: &[Network]) -> Option<String> {
    without_port(authority(parts, trusted)?)
}

/// The host under which the request was sent, as it was told; `None` when it was not told once.
pub(crate) fn authority<'a>(parts: &'a Parts, trusted: &[Network]) -> Option<&'a str> {
    let peer = parts.extensions.get::<Peer>();
    let is_proxy = peer.is_some_and(|Peer(peer)| trusted.iter().any(|known| known.contains(*peer)));
    if is_proxy && parts.headers.contains_key(X_FORWARDED_HOST) {
        return only(&parts.headers, &X_FORWARDED_HOST);
    }
    match parts.uri.authority() {
        Some(authority) => Some(authority.as_str()),
        None => only(&parts.headers, &HOST),
    }
}

/// The one header of this name.
pub(crate) fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return None;
    };
    value.to_str().ok().map(str::trim)
}

fn without_port(host: &str) -> Option<String> {
    let name = match host.strip_prefix('[') {
        Some(rest) => {
            let (address, port) = rest.split_once(']')?;
            let is_port = port.is_empty() || port.starts_with(':');
            host.get(..address.len().checked_add(2)?)
                .filter(|_| is_port)?
        }
        None => host.split_once(':').map_or(host, |(name, _)| name),
    };
    let is_name = !name.is_empty() && name.bytes().all(is_of_a_host);
    is_name.then(|| name.to_ascii_lowercase())
}

const fn is_of_a_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'[' | b']' | b':')
}

#[cfg(test)]
mod tests;
