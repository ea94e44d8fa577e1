//! Decides how a browser carries a console session: in a cookie that no script reads and no other site's page sends. Over https its name has the
//! prefix with which browsers take it from this very host alone, so that no other host of the domain can lay one in its place. Not every browser
//! takes that name over plain http, where it has another one, which counts on this machine only.

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};
use touchstone_core::console::SESSION_MAX_AGE_S;

/// Over https.
const SECURE_NAME: &str = "__Host-touchstone_console";
/// Over plain http.
const PLAIN_NAME: &str = "touchstone_console";
const COMMON: &str = "Path=/; HttpOnly; SameSite=Strict";

/// The cookie's value. Other hosts can set the name without prefix, so it is looked at only where there is no other host.
pub(super) fn find(headers: &HeaderMap, is_this_machine: bool) -> Option<&[u8]> {
    let plain = || only(headers, PLAIN_NAME).filter(|_| is_this_machine);
    only(headers, SECURE_NAME).or_else(plain)
}

/// Exactly one, in whatever header lines. Two cannot both be ours.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a [u8]> {
    let lines = headers.get_all(COOKIE).iter();
    let pairs = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b';'));
    let mut values = pairs.filter_map(|pair| {
        let value = pair.trim_ascii().strip_prefix(name.as_bytes())?;
        value.strip_prefix(b"=")
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
    let (name, secure) = if is_secure {
        (SECURE_NAME, "; Secure")
    } else {
        (PLAIN_NAME, "")
    };
    let text = format!("{name}={value}; Max-Age={max_age_s}; {COMMON}{secure}");
    let mut header = HeaderValue::from_str(&text).ok()?;
    header.set_sensitive(true);
    Some(header)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(lines: &[&str]) -> Option<String> {
        found_on(lines, true)
    }

    fn found_on(lines: &[&str], is_this_machine: bool) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(COOKIE, line.parse().unwrap());
        }
        find(&headers, is_this_machine).map(|value| String::from_utf8(value.to_vec()).unwrap())
    }

    #[test]
    fn it_is_found_among_others() {
        let value = Some("abc".to_owned());
        assert_eq!(found(&["touchstone_console=abc"]), value);
        assert_eq!(found(&["a=b; touchstone_console=abc;c=d"]), value);
        assert_eq!(found(&["a=b", "touchstone_console=abc"]), value);
    }

    #[test]
    fn elsewhere_than_on_this_machine_only_the_name_with_the_prefix_is_it() {
        let secure = "__Host-touchstone_console=abc";
        for is_this_machine in [true, false] {
            let found = found_on(&[secure, "touchstone_console=x"], is_this_machine);
            assert_eq!(found.as_deref(), Some("abc"));
        }
        assert_eq!(found_on(&["touchstone_console=abc"], false), None);
        assert_eq!(found_on(&[secure, secure], false), None);
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
            "__host-touchstone_console=abc",
            "__Secure-touchstone_console=abc",
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
        let told = |is_secure| {
            let cookie = set("abc", is_secure).unwrap();
            cookie.to_str().unwrap().to_owned()
        };
        assert!(told(true).starts_with("__Host-touchstone_console=abc;"));
        assert!(told(true).ends_with("; Secure") && told(true).contains("; Path=/;"));
        assert!(told(false).starts_with("touchstone_console=abc;"));
        assert!(!told(false).contains("Secure"));
    }
}
