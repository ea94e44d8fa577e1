//! Decides whether a body is JSON by its media type: `application/json`, parameters allowed, a charset only when it is utf-8
//! (spec mobile.md 2.2).

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use mime::{APPLICATION, CHARSET, JSON, Mime, UTF_8};

/// Whether exactly one header says so.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return false;
    };
    let Some(kind) = value
        .to_str()
        .ok()
        .and_then(|text| text.parse::<Mime>().ok())
    else {
        return false;
    };
    kind.type_() == APPLICATION
        && kind.subtype() == JSON
        && kind.suffix().is_none()
        && kind
            .params()
            .all(|(name, charset)| name != CHARSET || charset == UTF_8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(values: &[&str]) -> bool {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(CONTENT_TYPE, value.parse().unwrap());
        }
        is_json(&headers)
    }

    #[test]
    fn no_media_type_is_refused() {
        assert!(!judged(&[]));
        assert!(!judged(&[""]));
    }

    #[test]
    fn two_media_types_are_refused() {
        assert!(!judged(&["application/json", "application/json"]));
    }

    #[test]
    fn other_media_types_are_refused() {
        for kind in [
            "text/json",
            "application/jsonp",
            "application/problem+json",
            "application/json+cbor",
            "application/*",
            "*/*",
            "application",
            "application/json, text/plain",
            "application/cbor",
        ] {
            assert!(!judged(&[kind]), "{kind}");
        }
    }

    #[test]
    fn other_charsets_are_refused() {
        for charset in [
            "utf-16",
            "utf8x",
            "iso-8859-1",
            "\"utf-16\"",
            "utf-8; charset=utf-16",
        ] {
            assert!(
                !judged(&[&format!("application/json; charset={charset}")]),
                "{charset}"
            );
        }
    }

    #[test]
    fn json_is_accepted_in_any_case_with_parameters() {
        for kind in [
            "application/json",
            "Application/JSON",
            "application/json; charset=utf-8",
            "application/json;charset=UTF-8",
            "application/json; charset=\"utf-8\"",
            "application/json; profile=x",
        ] {
            assert!(judged(&[kind]), "{kind}");
        }
    }
}
