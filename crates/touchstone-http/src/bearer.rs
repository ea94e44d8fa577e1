//! Decides what a bearer key is in `Authorization` (RFC 6750 2.1): one header, the scheme in any case, one space, the key.

use http::HeaderMap;
use http::header::AUTHORIZATION;

/// The longest value that is looked at, in bytes.
const VALUE_BYTES_MAX: usize = 512;
const SCHEME: &str = "Bearer ";

/// The headers name no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoKey {
    /// For the log only.
    pub(crate) because: &'static str,
}

/// The key of these headers.
pub(crate) fn key(headers: &HeaderMap) -> Result<&[u8], NoKey> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        let because = "not exactly one Authorization header";
        return Err(NoKey { because });
    };
    let because = "no bearer key";
    bearer(value.as_bytes()).ok_or(NoKey { because })
}

/// The key after the scheme, whose case does not matter (RFC 9110 11.1).
fn bearer(value: &[u8]) -> Option<&[u8]> {
    let (scheme, key) = value.split_at_checked(SCHEME.len())?;
    let fits = value.len() <= VALUE_BYTES_MAX && !key.is_empty();
    (fits && scheme.eq_ignore_ascii_case(SCHEME.as_bytes())).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_follows_the_scheme() {
        assert_eq!(bearer(b"Bearer tsadm_x"), Some(&b"tsadm_x"[..]));
        assert_eq!(bearer(b"bearer tsadm_x"), Some(&b"tsadm_x"[..]));
    }

    #[test]
    fn everything_else_is_no_key() {
        let long = [b"Bearer ".as_slice(), &[b'a'; 506]].concat();
        let bad: [&[u8]; 6] = [
            b"",
            b"Bearer ",
            b"Bearer",
            b"Basic dXNlcjpwYXNz",
            b"tsadm_x",
            &long,
        ];
        for value in bad {
            assert_eq!(bearer(value), None);
        }
    }

    #[test]
    fn two_headers_are_none() {
        let mut headers = HeaderMap::new();
        assert!(key(&headers).is_err());
        headers.append(AUTHORIZATION, "Bearer a".parse().unwrap());
        assert_eq!(key(&headers), Ok(&b"a"[..]));
        headers.append(AUTHORIZATION, "Bearer a".parse().unwrap());
        assert!(key(&headers).is_err());
    }
}
