//! Decides whether an address is of a source: same scheme, host and port (RFC 6454 section 5). What is not plainly so is
//! not.

/// Whether `x5u` is an address of the same origin as the source. Both must be `http` or `https` without user information,
/// and of printable ASCII.
pub fn x5u_is_of(source_url: &str, x5u: &str) -> bool {
    let (source, other) = (Origin::of(source_url), Origin::of(x5u));
    source.is_some() && source == other
}

struct Origin<'u> {
    is_secure: bool,
    host: &'u str,
    port: u16,
}

impl<'u> Origin<'u> {
    fn of(url: &'u str) -> Option<Self> {
        let is_plain = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
        let (scheme, rest) = url
            .split_once("://")
            .filter(|_| url.bytes().all(is_plain))?;
        let is_secure = if scheme.eq_ignore_ascii_case("https") {
            true
        } else if scheme.eq_ignore_ascii_case("http") {
            false
        } else {
            return None;
        };
        let authority = rest.split(['/', '?', '#']).next()?;
        // A colon inside brackets belongs to the address, not to a port.
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, number(port)?),
            _ => (authority, if is_secure { 443 } else { 80 }),
        };
        let is_host = !host.is_empty() && !host.contains('@');
        is_host.then_some(Self {
            is_secure,
            host,
            port,
        })
    }
}

impl PartialEq for Origin<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.is_secure == other.is_secure
            && self.host.eq_ignore_ascii_case(other.host)
            && self.port == other.port
    }
}

fn number(port: &str) -> Option<u16> {
    let is_decimal = port.bytes().all(|byte| byte.is_ascii_digit());
    port.parse().ok().filter(|_| is_decimal)
}
