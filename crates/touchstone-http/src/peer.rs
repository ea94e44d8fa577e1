//! Decides what is known of the other end of a connection, and whose word about the ends behind it is taken.

use std::fmt;
use std::net::{AddrParseError, IpAddr};
use std::str::FromStr;

/// The address at the other end of the connection; whoever calls the router in process may lay it into the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub IpAddr);

/// Addresses with a common beginning, such as `10.0.0.0/8`, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    first: IpAddr,
    prefix_bits: u8,
}

/// The text names no network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseNetworkError {
    /// Before the slash there is no address.
    #[error("no IP address")]
    Address(#[from] AddrParseError),
    /// Behind the slash there is no length that fits the address.
    #[error("the prefix length must be 0 to 32 for IPv4 and 0 to 128 for IPv6")]
    Length,
    /// Bits behind the prefix are set: it is not clear what is meant.
    #[error("bits behind the prefix are set; the network begins with {0}")]
    Bits(IpAddr),
}

impl Network {
    /// Whether the address is one of it. IPv4 inside IPv6 is IPv4.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        address.is_ipv4() == self.first.is_ipv4()
            && first_of(address, self.prefix_bits) == self.first
    }
}

impl FromStr for Network {
    type Err = ParseNetworkError;

    fn from_str(text: &str) -> Result<Self, ParseNetworkError> {
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text, None),
        };
        let address: IpAddr = address.parse()?;
        let all_bits = if address.is_ipv4() { 32 } else { 128 };
        let prefix_bits = match length {
            None => all_bits,
            Some(text) => {
                let digits = text.bytes().all(|byte| byte.is_ascii_digit());
                let bits = digits.then(|| text.parse().ok()).flatten();
                let bits = bits.filter(|bits: &u8| *bits <= all_bits);
                bits.ok_or(ParseNetworkError::Length)?
            }
        };
        let first = first_of(address, prefix_bits);
        if first == address {
            Ok(Self { first, prefix_bits })
        } else {
            Err(ParseNetworkError::Bits(first))
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.prefix_bits)
    }
}

/// The first address with these leading bits.
pub(crate) fn first_of(address: IpAddr, prefix_bits: u8) -> IpAddr {
    match address {
        IpAddr::V4(address) => {
            let behind = 32_u32.saturating_sub(prefix_bits.into());
            let mask = u32::MAX.checked_shl(behind).unwrap_or(0);
            IpAddr::V4((address.to_bits() & mask).into())
        }
        IpAddr::V6(address) => {
            let behind = 128_u32.saturating_sub(prefix_bits.into());
            let mask = u128::MAX.checked_shl(behind).unwrap_or(0);
            IpAddr::V6((address.to_bits() & mask).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Network {
        text.parse().unwrap()
    }

    fn contains(text: &str, address: &str) -> bool {
        network(text).contains(address.parse().unwrap())
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in [
            "",
            "/",
            "10.0.0.0/",
            "10.0.0.0/33",
            "10.0.0.0/-1",
            "10.0.0.0/+8",
            "10.0.0.0/8/8",
            "10/8",
            "::/129",
            "localhost",
            "10.0.0.1/8",
            "2001:db8::1/64",
            "[::1]",
        ] {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
    }

    #[test]
    fn bits_behind_the_prefix_are_told() {
        let refused = "10.1.2.3/16".parse::<Network>();
        assert_eq!(
            refused,
            Err(ParseNetworkError::Bits("10.1.0.0".parse().unwrap()))
        );
    }

    #[test]
    fn a_network_contains_what_begins_like_it() {
        assert!(contains("10.0.0.0/8", "10.255.0.1"));
        assert!(!contains("10.0.0.0/8", "11.0.0.1"));
        assert!(contains("0.0.0.0/0", "203.0.113.9"));
        assert!(contains("192.0.2.7", "192.0.2.7"));
        assert!(!contains("192.0.2.7", "192.0.2.8"));
        assert!(contains("2001:db8::/32", "2001:db8:1::1"));
        assert!(!contains("2001:db8::/32", "2001:db9::1"));
        assert!(contains("::/0", "2001:db8::1"));
    }

    #[test]
    fn the_families_are_apart_but_ipv4_inside_ipv6_is_ipv4() {
        assert!(!contains("::/0", "10.0.0.1"));
        assert!(!contains("0.0.0.0/0", "2001:db8::1"));
        assert!(contains("10.0.0.0/8", "::ffff:10.0.0.1"));
    }

    #[test]
    fn a_network_is_written_as_it_is_read() {
        assert_eq!(network("10.0.0.0/8").to_string(), "10.0.0.0/8");
        assert_eq!(network("::1").to_string(), "::1/128");
    }
}
