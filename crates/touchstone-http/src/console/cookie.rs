//! Decides how a browser carries a console session: in a cookie that no script reads and no other site's page sends.

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};
use touchstone_core::console::SESSION_MAX_AGE_S;

const NAME: &str = "touchstone_console";
const COMMON: &str = "Path=/; HttpOnly; SameSite=Strict";

/// The cookie's value: exactly one, in whatever header lines. Two cannot both be ours.
pub(super) fn find(headers: &HeaderMap) -> Option<&[u8]> {
    let lines = headers.get_all(COOKIE).iter();
    let pairs = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b';'));
    let mut values = pairs.filter_map(|pair| {
        let (name, value) = pair.trim_ascii().split_at_checked(NAME.len())?;
        let value = value.strip_prefix(b"=")?;
        (name == NAME.as_bytes()).then_some(value)
    });
    values.next().filter(|_| values.next().is_none())
}

/// Sets it; `None` never happens for a value in base64url.
pub(super) fn set(value: &str, is_secure: bool) -> Option<HeaderValue> {
    header(value, SESSION_MAX_AGE_S, is_secure)
}

/// Takes it away.
pub(super) fn clear(is_secure: bool) -> Option<HeaderValue> {
    header("", 0, is_secure)
}

fn header(value: &str, max_age_s: u32, is_secure: bool) -> Option<HeaderValue> {
    let secure = if is_secure { "; Secure" } else { "" };
    let text = format!("{NAME}={value}; Max-Age={max_age_s}; {COMMON}{secure}");
    let mut header = HeaderValue::from_str(&text).ok()?;
    header.set_sensitive(true);
    Some(header)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(lines: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(COOKIE, line.parse().unwrap());
        }
        find(&headers).map(|value| String::from_utf8(value.to_vec()).unwrap())
    }

    #[test]
    fn it_is_found_among_others() {
        let value = Some("abc".to_owned());
        assert_eq!(found(&["touchstone_console=abc"]), value);
        assert_eq!(found(&["a=b; touchstone_console=abc;c=d"]), value);
        assert_eq!(found(&["a=b", "touchstone_console=abc"]), value);
    }

    #[test]
    fn other_names_are_not_it() {
        for line in [
            "",
            ";;",
            "touchstone_console",
            "touchstone_consoles=abc",
            "x_touchstone_console=abc",
            "Touchstone_Console=abc",
            "a=touchstone_console=abc",
        ] {
            assert_eq!(found(&[line]), None, "{line}");
        }
    }

    #[test]
    fn of_two_none_is_taken() {
        assert_eq!(found(&["touchstone_console=a; touchstone_console=a"]), None);
        assert_eq!(
            found(&["touchstone_console=a", "touchstone_console=b"]),
            None
        );
    }

    #[test]
    fn it_is_sent_over_https_only_unless_it_came_from_this_machine() {
        let is_secure = |secure| {
            set("abc", secure)
                .unwrap()
                .to_str()
                .unwrap()
                .contains("; Secure")
        };
        assert!(is_secure(true));
        assert!(!is_secure(false));
    }
}
