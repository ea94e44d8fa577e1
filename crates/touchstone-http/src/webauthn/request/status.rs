//! Decides whether a body asks how a ceremony is (spec webauthn.md 2.12).

use std::fmt;

use serde_json::Value;

use super::members::{self, Members};

/// The longest session id that is looked up, in bytes.
const SESSION_ID_BYTES_MAX: usize = 128;
/// The member, by both of its names; the first wins.
const NAMES: [&str; 2] = ["fido2SessionId", "sessionId"];

/// What is asked.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::webauthn) struct StatusRequest {
    /// Whoever knows it may ask: it is not logged.
    pub(in crate::webauthn) session_id: String,
    /// Whether more is asked for than the vendor's server tells.
    pub(in crate::webauthn) detail: bool,
}

impl fmt::Debug for StatusRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StatusRequest")
            .field("detail", &self.detail)
            .finish_non_exhaustive()
    }
}

/// What this body asks; `None` when it is no request.
pub(in crate::webauthn) fn status(body: &[u8]) -> Option<StatusRequest> {
    let members = members::parse(body).ok()?;
    let members = Members::of(&members);
    let value = NAMES.into_iter().find_map(|name| members.get(name))?;
    let session_id = value.as_str()?;
    if !(1..=SESSION_ID_BYTES_MAX).contains(&session_id.len()) {
        return None;
    }
    let detail = members.get("detail").map_or(Some(false), Value::as_bool)?;
    Some(StatusRequest {
        session_id: session_id.to_owned(),
        detail,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Option<(String, bool)> {
        status(body.as_bytes()).map(|asked| (asked.session_id, asked.detail))
    }

    #[test]
    fn what_is_no_request_is_refused() {
        let long = format!(r#"{{"fido2SessionId":"{}"}}"#, "a".repeat(129));
        for body in [
            "",
            "[]",
            "{}",
            r#"{"fido2SessionId":7}"#,
            r#"{"fido2SessionId":""}"#,
            r#"{"fido2SessionId":null}"#,
            r#"{"fido2SessionId":["a"]}"#,
            r#"{"fido2SessionId":7,"sessionId":"a"}"#,
            r#"{"fido2SessionId":"a","fido2SessionId":"a"}"#,
            r#"{"fido2SessionId":"a","detail":"true"}"#,
            r#"{"fido2SessionId":"a","detail":1}"#,
            r#"{"sessionid":"a"}"#,
            &long,
        ] {
            assert_eq!(read(body), None, "{body}");
        }
    }

    #[test]
    fn any_text_of_1_to_128_bytes_is_well_formed() {
        let long = "a".repeat(128);
        for id in ["nope", " ", "\u{e9}", &long] {
            let body = format!(r#"{{"fido2SessionId":"{id}"}}"#);
            assert_eq!(read(&body), Some((id.to_owned(), false)));
        }
    }

    #[test]
    fn the_other_name_counts_where_the_first_is_not_there() {
        let asked = Some(("a".to_owned(), false));
        assert_eq!(read(r#"{"sessionId":"a"}"#), asked);
        assert_eq!(read(r#"{"sessionId":"a","fido2SessionId":null}"#), asked);
        assert_eq!(read(r#"{"sessionId":"b","fido2SessionId":"a"}"#), asked);
    }

    #[test]
    fn details_are_told_when_they_are_asked_for() {
        let with = |detail: &str| read(&format!(r#"{{"sessionId":"a","detail":{detail}}}"#));
        assert_eq!(with("true"), Some(("a".to_owned(), true)));
        assert_eq!(with("false"), Some(("a".to_owned(), false)));
        assert_eq!(with("null"), Some(("a".to_owned(), false)));
    }
}
