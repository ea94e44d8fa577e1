//! Decides which addresses are public: what others have named is called nowhere else (IANA special-purpose address registries; RFC 6890).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether the address is a unicast address of the public internet and of nothing else.
pub(crate) const fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

const fn is_public_v4(address: Ipv4Addr) -> bool {
    !matches!(
        address.octets(),
        // this network, private, loopback, link-local, multicast and reserved
        [0 | 10 | 127 | 224.., ..]
            | [172, 16..=31, ..]
            | [192, 168, ..]
            | [169, 254, ..]
            // carrier-grade NAT
            | [100, 64..=127, ..]
            // protocol assignments, documentation, 6to4 relays
            | [192, 0, 0 | 2, _]
            | [198, 51, 100, _]
            | [203, 0, 113, _]
            | [192, 88, 99, _]
            // benchmarks
            | [198, 18..=19, ..]
    )
}

/// Global unicast is 2000::/3. What carries an IPv4 address inside (mapped, 6to4, Teredo, NAT64) is not taken: the address inside may be any.
const fn is_public_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        // protocol assignments and Teredo, documentation, 6to4
        [0x2001, 0..=0x01ff | 0x0db8, ..] | [0x2002, ..] | [0x3fff, 0..=0x0fff, ..] => false,
        [0x2000..=0x3fff, ..] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
