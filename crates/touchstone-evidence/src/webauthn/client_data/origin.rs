//! Decides whether an origin lies below a domain: `https`, a host that ends in a dot and the domain, and at most a port
//! (spec webauthn.md C10 with `allow_subdomains`). Browsers write hosts in lower case and in ASCII.

/// Whether `origin` is an https origin of a host below `rp_id`.
pub(super) fn is_below(origin: &str, rp_id: &str) -> bool {
    let Some(authority) = origin.strip_prefix("https://") else {
        return false;
    };
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    let below = host
        .strip_suffix(rp_id)
        .and_then(|rest| rest.strip_suffix('.'));
    below.is_some_and(is_host) && port.is_none_or(is_port)
}

/// Labels between dots, none of them empty.
fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        let mut bytes = label.bytes();
        !label.is_empty()
            && bytes.all(|byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte)
            })
    };
    host.split('.').all(is_label)
}

fn is_port(port: &str) -> bool {
    let digits = port.bytes().all(|byte| byte.is_ascii_digit());
    digits && !port.starts_with('0') && port.parse::<u16>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_below;

    #[test]
    fn hosts_below_are_below_on_any_port() {
        for origin in [
            "https://a.example.com",
            "https://a.b.example.com",
            "https://a-1.example.com:8443",
            "https://xn--bcher-kva.example.com",
        ] {
            assert!(is_below(origin, "example.com"), "{origin}");
        }
    }

    #[test]
    fn everything_else_is_not() {
        for origin in [
            "https://example.com",
            "https://.example.com",
            "https://..example.com",
            "https://a..example.com",
            "https://evilexample.com",
            "https://a.example.com.evil.example",
            "http://a.example.com",
            "https://user@a.example.com",
            "https://evil.example/a.example.com",
            "https://evil.example?.example.com",
            "https://evil.example#.example.com",
            "https://A.example.com",
            "https://a.example.com:",
            "https://a.example.com:0",
            "https://a.example.com:65536",
            "https://a.example.com:+1",
            "https://a.example.com/",
            "android:apk-key-hash:a.example.com",
            "",
        ] {
            assert!(!is_below(origin, "example.com"), "{origin}");
        }
    }
}
