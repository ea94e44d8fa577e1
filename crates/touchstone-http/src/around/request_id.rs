//! Decides how a request is called: by the caller's own `X-Request-Id` when it is one we can keep, else by a new `req_` name
//! (design.md section 2).

use http::{HeaderMap, HeaderName};
use touchstone_core::Call;

use crate::state::HttpState;

/// The header, in requests and in every response.
pub(super) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The longest name of a caller's that is kept.
const CHARACTERS_MAX: usize = 128;

/// The call that begins now.
pub(super) fn begin(state: &HttpState, headers: &HeaderMap) -> Call {
    let world = &state.core().world;
    match callers_own(headers) {
        Some(name) => world.call_named(name.to_owned()),
        None => world.new_call(),
    }
}

/// The caller's name for the request: exactly one header with 1 to 128 of `[A-Za-z0-9._-]`.
fn callers_own(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(X_REQUEST_ID).iter();
    let (value, another) = (values.next()?, values.next());
    let name = value.to_str().ok()?;
    let kept = another.is_none()
        && (1..=CHARACTERS_MAX).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    kept.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(values: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(X_REQUEST_ID, value.parse().unwrap());
        }
        callers_own(&headers).map(str::to_owned)
    }

    #[test]
    fn no_header_is_no_name() {
        assert_eq!(kept(&[]), None);
    }

    #[test]
    fn an_empty_name_is_not_kept() {
        assert_eq!(kept(&[""]), None);
    }

    #[test]
    fn a_name_of_129_characters_is_not_kept() {
        assert_eq!(kept(&["a".repeat(129).as_str()]), None);
    }

    #[test]
    fn names_with_other_characters_are_not_kept() {
        for name in ["a b", "a/b", "a\u{e9}", "a\"b", "a,b", "a%20"] {
            assert_eq!(kept(&[name]), None, "{name}");
        }
    }

    #[test]
    fn two_names_are_none() {
        assert_eq!(kept(&["a", "b"]), None);
    }

    #[test]
    fn a_name_of_1_to_128_allowed_characters_is_kept() {
        for name in ["a", "Az09._-", "a".repeat(128).as_str()] {
            assert_eq!(kept(&[name]).as_deref(), Some(name));
        }
    }
}
