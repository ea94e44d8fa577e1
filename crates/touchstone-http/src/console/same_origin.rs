//! Decides whether a request comes from a page of this server itself: by the origin that browsers name and no page can choose.

use http::header::ORIGIN;
use http::request::Parts;
use http::{HeaderMap, HeaderName};

use crate::admin::Refused;
use crate::peer::Network;
use crate::problem::Problem;
use crate::problem_table::ORIGIN_REFUSED;
use crate::webauthn::{authority, only};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The origin that a page of this server has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OwnOrigin {
    /// Whether it is https; else it is of this machine alone.
    pub(super) is_secure: bool,
}

/// The request must name its origin, and it must be this server's own.
pub(super) fn require(parts: &Parts, trusted: &[Network]) -> Result<OwnOrigin, Refused> {
    refuse_foreign(&parts.headers)?;
    let origin = only(&parts.headers, &ORIGIN);
    let own = authority(parts, trusted);
    let found = origin
        .zip(own)
        .and_then(|(origin, own)| judged(origin, own));
    found.ok_or_else(refused)
}

/// What a browser says to come from a page of another origin is refused. Other clients say nothing.
pub(super) fn refuse_foreign(headers: &HeaderMap) -> Result<(), Refused> {
    let mut sites = headers.get_all(SEC_FETCH_SITE).iter();
    // `none` is someone who typed the address.
    if sites.all(|site| site == "same-origin" || site == "none") {
        Ok(())
    } else {
        Err(refused())
    }
}

/// Whether the request was sent to this machine by a name that no other machine has.
pub(super) fn is_this_machine(parts: &Parts, trusted: &[Network]) -> bool {
    authority(parts, trusted).is_some_and(is_loopback)
}

fn refused() -> Refused {
    Refused::from(Problem::new(&ORIGIN_REFUSED))
}

/// Plain http is taken of this machine only: elsewhere the key and the cookie could be read on the way.
fn judged(origin: &str, own: &str) -> Option<OwnOrigin> {
    let (scheme, named) = origin.split_once("://")?;
    let (is_secure, default_port) = match scheme {
        "https" => (true, ":443"),
        "http" => (false, ":80"),
        _ => return None,
    };
    let own = own.strip_suffix(default_port).unwrap_or(own);
    let is_own = named.eq_ignore_ascii_case(own);
    (is_own && (is_secure || is_loopback(own))).then_some(OwnOrigin { is_secure })
}

fn is_loopback(authority: &str) -> bool {
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    let address: Option<std::net::IpAddr> = host.parse().ok();
    let host = host.to_ascii_lowercase();
    let is_localhost = host == "localhost" || host.ends_with(".localhost");
    address.map_or(is_localhost, |address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_secure(origin: &str, own: &str) -> Option<bool> {
        judged(origin, own).map(|own| own.is_secure)
    }

    #[test]
    fn the_own_origin_is_the_host_that_was_asked() {
        assert_eq!(is_secure("https://siven.ch", "siven.ch"), Some(true));
        assert_eq!(is_secure("https://siven.ch", "Siven.ch:443"), Some(true));
        assert_eq!(
            is_secure("https://siven.ch:8443", "siven.ch:8443"),
            Some(true)
        );
    }

    #[test]
    fn plain_http_is_taken_of_this_machine_only() {
        let own = [
            "localhost:8080",
            "127.0.0.1:8080",
            "[::1]:8080",
            "a.localhost",
        ];
        for own in own {
            assert_eq!(
                is_secure(&format!("http://{own}"), own),
                Some(false),
                "{own}"
            );
        }
        for own in [
            "siven.ch",
            "10.0.0.1:8080",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
        ] {
            assert_eq!(is_secure(&format!("http://{own}"), own), None, "{own}");
        }
    }

    #[test]
    fn other_origins_are_refused() {
        for origin in [
            "null",
            "",
            "https://",
            "https://siven.ch.evil.example",
            "https://evil.example",
            "https://siven.ch:8443",
            "https://siven.ch/",
            "HTTPS://siven.ch",
            "ftp://siven.ch",
            "siven.ch",
        ] {
            assert_eq!(is_secure(origin, "siven.ch"), None, "{origin}");
        }
    }
}
