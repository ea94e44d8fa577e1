//! Decides how long the headers of a request may be (spec webauthn.md 8). What the listener itself bounds is wider: it serves other families too.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::header::VARY;
use http::{HeaderMap, HeaderValue};

use super::refused::Refused;

/// All header lines together, in bytes, as HTTP/1.1 writes them.
const BYTES_MAX: usize = 16 * 1024;
/// How many header lines.
const LINES_MAX: usize = 64;
/// What stands in a line beside name and value: a colon, a space, the end of the line.
const AROUND_BYTES: usize = 4;

/// Refuses a request with longer headers, before anything in them is looked at.
pub(crate) async fn short_headers(request: Request, next: Next) -> Response {
    if are_short(request.headers()) {
        return next.run(request).await;
    }
    let mut response = Refused::HeadersTooLarge.respond();
    // As on every answer of the room's services (2.6).
    let vary = HeaderValue::from_static("Origin");
    response.headers_mut().insert(VARY, vary);
    response
}

fn are_short(headers: &HeaderMap) -> bool {
    let lines = headers.iter();
    let lengths = lines.map(|(name, value)| [name.as_str().len(), value.len(), AROUND_BYTES]);
    let bytes = lengths.flatten().fold(0, usize::saturating_add);
    headers.len() <= LINES_MAX && bytes <= BYTES_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: usize, value_bytes: usize) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for _ in 0..lines {
            headers.append("x", "a".repeat(value_bytes).parse().unwrap());
        }
        headers
    }

    #[test]
    fn the_printed_length_is_allowed_and_a_byte_more_is_not() {
        assert!(are_short(&headers(1, 16_384 - 5)));
        assert!(!are_short(&headers(1, 16_384 - 4)));
        assert!(!are_short(&headers(4, 4_092)));
    }

    #[test]
    fn the_printed_number_of_lines_is_allowed_and_one_more_is_not() {
        assert!(are_short(&headers(64, 1)));
        assert!(!are_short(&headers(65, 1)));
    }
}
