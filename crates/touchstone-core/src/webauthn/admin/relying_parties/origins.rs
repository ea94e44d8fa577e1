//! Decides which origins and hosts a relying party may have (spec webauthn.md 5). Origins are compared byte for byte with what browsers send, so
//! a text that no browser sends is refused: upper case, a path, the port of the scheme.

use std::net::{Ipv4Addr, Ipv6Addr};

use data_encoding::BASE64URL_NOPAD;

const APK_KEY_HASH: &str = "android:apk-key-hash:";
const SHA256_BYTES: usize = 32;
const DOMAIN_BYTES_MAX: usize = 253;
const LABEL_BYTES_MAX: usize = 63;

/// Whose origin it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The RP ID's host, or one below it.
    Own,
    /// An Android app.
    App,
    /// Another site (WebAuthn Level 3, 5.11).
    Related,
}

/// What the origin is to this RP ID; what would be right when it is none.
pub(super) fn origin(text: &str, rp_id: &str) -> Result<Origin, &'static str> {
    if let Some(hash) = text.strip_prefix(APK_KEY_HASH) {
        let hash = BASE64URL_NOPAD.decode(hash.as_bytes());
        return match hash {
            Ok(hash) if hash.len() == SHA256_BYTES => Ok(Origin::App),
            _ => Err(
                "must be android:apk-key-hash: and the SHA-256 of the signing certificate in base64url without padding",
            ),
        };
    }
    if let Some(rest) = text.strip_prefix("http://") {
        return match host(rest, "80") {
            Some("localhost") if rp_id == "localhost" => Ok(Origin::Own),
            _ => Err(
                "must be https: over http, browsers take http://localhost alone, at the RP ID localhost",
            ),
        };
    }
    let wrong = "must be https://host or https://host:port in lower case, without path and without the port 443";
    let rest = text.strip_prefix("https://").ok_or(wrong)?;
    let host = host(rest, "443").ok_or(wrong)?;
    let above = host.strip_suffix(rp_id);
    let is_own = above.is_some_and(|above| above.is_empty() || above.ends_with('.'));
    Ok(if is_own { Origin::Own } else { Origin::Related })
}

/// The domain of `host[:port]`, when the port is not that of the scheme.
fn host<'a>(text: &'a str, scheme_port: &str) -> Option<&'a str> {
    let (host, port) = match text.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (text, None),
    };
    let is_port = |port: &str| {
        let number = port.parse::<u16>().ok().filter(|number| *number > 0);
        port != scheme_port && number.is_some_and(|number| number.to_string() == port)
    };
    (is_domain(host) && port.is_none_or(is_port)).then_some(host)
}

/// Whether it is a domain in lower case, such as an RP ID: no address, no trailing dot.
pub(super) fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=LABEL_BYTES_MAX).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let is_number = |label: &str| label.bytes().all(|b| b.is_ascii_digit());
    text.len() <= DOMAIN_BYTES_MAX
        && text.split('.').all(is_label)
        && !text.rsplit('.').next().is_some_and(is_number)
}

/// Whether a `Host` header can say it: a name in lower case, or an address, without port.
pub(super) fn is_host(text: &str) -> bool {
    // Names inside of networks have underscores.
    let is_name = is_domain(&text.replace('_', "x"));
    let inner = text.strip_prefix('[').and_then(|t| t.strip_suffix(']'));
    let is_v6 = inner.is_some_and(|inner| inner.parse::<Ipv6Addr>().is_ok());
    is_name
        || text.parse::<Ipv4Addr>().is_ok()
        || (is_v6 && !text.bytes().any(|b| b.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests;
