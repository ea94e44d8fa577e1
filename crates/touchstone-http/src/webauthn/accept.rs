//! Decides whether a request takes `application/json` for an answer (spec webauthn.md 2.4): the most specific media range that covers it decides.

use http::HeaderMap;
use http::header::ACCEPT;

/// What the headers say of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Accepts {
    /// There is no such header.
    Unsaid,
    /// It is taken.
    Json,
    /// It is not.
    Other,
}

/// What these headers say. Several lines are one list.
pub(super) fn accepts(headers: &HeaderMap) -> Accepts {
    let mut values = headers.get_all(ACCEPT).iter().peekable();
    if values.peek().is_none() {
        return Accepts::Unsaid;
    }
    let mut best: Option<(Specificity, bool)> = None;
    for value in values {
        let Ok(list) = value.to_str() else {
            return Accepts::Other;
        };
        for range in elements(list).filter_map(covers_json) {
            // Of ranges that say the same thing twice the one that takes it wins.
            best = best.max(Some(range));
        }
    }
    match best {
        Some((_, true)) => Accepts::Json,
        Some((_, false)) | None => Accepts::Other,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Specificity {
    /// `*/*`
    Any,
    /// `application/*`
    Type,
    /// `application/json`
    Subtype,
}

/// How closely the range names JSON, and whether it takes it; `None` when it does not cover it or cannot be read.
fn covers_json(range: &str) -> Option<(Specificity, bool)> {
    let mut parts = split(range, ';').map(str::trim);
    let name = parts.next()?.to_ascii_lowercase();
    let specificity = match name.as_str() {
        "*/*" => Specificity::Any,
        "application/*" => Specificity::Type,
        "application/json" => Specificity::Subtype,
        _ => return None,
    };
    let mut is_taken = true;
    for parameter in parts {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        if name.trim().eq_ignore_ascii_case("q") {
            is_taken = is_above_zero(value.trim())?;
            // What follows the weight is no part of the range (RFC 9110 12.5.1).
            break;
        }
    }
    Some((specificity, is_taken))
}

/// Whether a weight is above 0; `None` when it is none (RFC 9110 12.4.2: `0`, `1`, up to three decimals).
fn is_above_zero(weight: &str) -> Option<bool> {
    let (whole, decimals) = weight.split_once('.').unwrap_or((weight, ""));
    let digits = decimals.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || decimals.len() > 3 {
        return None;
    }
    let decimals_above_zero = decimals.bytes().any(|byte| byte != b'0');
    match whole {
        "0" => Some(decimals_above_zero),
        "1" if !decimals_above_zero => Some(true),
        _ => None,
    }
}

/// The elements of a list.
fn elements(list: &str) -> impl Iterator<Item = &str> {
    split(list, ',').map(str::trim)
}

/// Splits where the separator stands outside of quotes.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    text.split(move |character| {
        if is_escaped {
            is_escaped = false;
            return false;
        }
        match character {
            '\\' => is_escaped = is_quoted,
            '"' => is_quoted = !is_quoted,
            _ => return character == separator && !is_quoted,
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(values: &[&str]) -> Accepts {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(ACCEPT, value.parse().unwrap());
        }
        accepts(&headers)
    }

    #[test]
    fn no_header_says_nothing() {
        assert_eq!(judged(&[]), Accepts::Unsaid);
    }

    #[test]
    fn what_does_not_cover_json_is_another() {
        for value in [
            "",
            " ",
            ",",
            "text/html",
            "application/xml",
            "application/jsonp",
            "application/problem+json",
            "text/*",
            "application",
            "json",
            "*",
            "*/json",
            "application/json/x",
            "text/html;a=\"x, application/json\"",
            "application/json text/html",
            "applicati\u{f6}n/json",
        ] {
            assert_eq!(judged(&[value]), Accepts::Other, "{value}");
        }
    }

    #[test]
    fn a_weight_of_zero_refuses_even_beside_a_wider_range() {
        for value in [
            "application/json;q=0",
            "application/json; q=0.000",
            "application/json;q=0, */*",
            "*/*, application/json;q=0",
            "application/*;q=0, */*;q=1",
            "application/json; charset=utf-8; Q=0",
        ] {
            assert_eq!(judged(&[value]), Accepts::Other, "{value}");
        }
        assert_eq!(judged(&["*/*", "application/json;q=0"]), Accepts::Other);
    }

    #[test]
    fn a_weight_that_is_none_names_no_range() {
        for weight in [
            "", "2", "1.1", "0.0000", "-1", "a", ".5", "1.001", "0,5", "00",
        ] {
            let value = format!("application/json;q={weight}");
            assert_eq!(judged(&[&value]), Accepts::Other, "{value}");
        }
    }

    #[test]
    fn ranges_that_cover_json_take_it() {
        for value in [
            "application/json",
            "Application/JSON",
            "application/json;charset=iso-8859-1",
            "application/json; q=0.1",
            "application/json;q=1.000",
            "application/*",
            "*/*",
            "*/*;q=0.8",
            "text/html, application/*;q=0.1",
            "text/html;level=\"a,b\", application/json",
            " text/html ,, application/json ",
            "application/json;q=1;ext=0",
            "application/*;q=0, application/json",
            "application/json;q=0, application/json",
        ] {
            assert_eq!(judged(&[value]), Accepts::Json, "{value}");
        }
    }

    #[test]
    fn several_lines_are_one_list() {
        assert_eq!(judged(&["text/html", "application/json"]), Accepts::Json);
    }
}
