//! Decides how the status list of Android attestation keys is fetched (spec mobile.md 7.2): if it is another one, and for how long its
//! source thinks that it holds.

use reqwest::header::{CACHE_CONTROL, HeaderMap, HeaderValue, IF_NONE_MATCH};
use touchstone_core::ports::{StatusListAnswer, UpstreamError};

use crate::address::Address;
use crate::client::{Answer, HttpClient, Limits};
use crate::failure::{GARBAGE, message, refusal, unavailable};
use crate::origin::Origin;

const MAX_BODY_BYTES: usize = 16 * 1024 * 1024;
/// A longer validator is not kept: the list is fetched whole each time then.
const MAX_ETAG_BYTES: usize = 256;

/// Where the list is published.
#[derive(Debug)]
pub(crate) struct StatusList {
    origin: Origin,
    address: Address,
}

impl StatusList {
    pub(crate) fn new(address: Address) -> Self {
        let limits = Limits {
            max_body_bytes: MAX_BODY_BYTES,
            ..Limits::default()
        };
        Self {
            origin: Origin::new("android_status", address.base.clone(), limits),
            address,
        }
    }

    /// Where it comes from.
    pub(crate) fn source(&self) -> String {
        self.address.to_string()
    }

    /// The list, if it is another than the one with this validator.
    pub(crate) async fn fetch(
        &self,
        etag: Option<String>,
    ) -> Result<StatusListAnswer, UpstreamError> {
        let known = etag.and_then(|etag| HeaderValue::from_str(&etag).ok());
        let make = |client: &HttpClient| {
            let request = client.request(reqwest::Method::GET, &self.address.path, &[]);
            match &known {
                Some(etag) => request.header(IF_NONE_MATCH, etag),
                None => request,
            }
        };
        let read = |answer| read(answer, known.is_some());
        self.origin.ask(&make, &read).await
    }
}

fn read(answer: Answer, one_is_known: bool) -> Result<StatusListAnswer, UpstreamError> {
    let max_age_s = max_age_s(&answer.headers);
    match answer.status {
        200 => Ok(StatusListAnswer::List {
            etag: answer
                .header("etag")
                .filter(|etag| etag.len() <= MAX_ETAG_BYTES),
            body: answer.body,
            max_age_s,
        }),
        304 if one_is_known => Ok(StatusListAnswer::Unchanged { max_age_s }),
        304 => Err(unavailable(GARBAGE)),
        status => Err(refusal(status, false, message(&answer.body, &[]))),
    }
}

/// `max-age` of `Cache-Control` (RFC 9111 section 5.2.2.1), quoted or not, in any case; `None` when there is none that is a number.
fn max_age_s(headers: &HeaderMap) -> Option<u32> {
    let fields = headers.get_all(CACHE_CONTROL).into_iter();
    let texts = fields.filter_map(|field| field.to_str().ok());
    let mut directives = texts.flat_map(|text| text.split(','));
    directives.find_map(|directive| {
        let (name, value) = directive.split_once('=')?;
        let value = value.trim().trim_matches('"');
        let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
        (name.trim().eq_ignore_ascii_case("max-age") && is_number)
            .then(|| value.parse().unwrap_or(u32::MAX))
    })
}

#[cfg(test)]
mod tests;
