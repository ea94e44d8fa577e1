//! Decides how BLOBs of metadata services and the certificates of their signers are fetched (spec webauthn.md section 7): over TLS or from this
//! machine, following few redirects that stay at the same server.

use std::time::Duration;

use reqwest::Url;
use reqwest::header::{HeaderValue, IF_NONE_MATCH, LOCATION};
use tokio::time::timeout;
use touchstone_core::ports::{MdsAnswer, UpstreamError};

use crate::address::BaseUrl;
use crate::client::{Answer, HttpClient, Limits};
use crate::failure::{GARBAGE, TIMEOUT, message, refusal, unavailable};
use crate::origin::Origin;

const REDIRECTS_MAX: usize = 3;
const BLOB_BYTES_MAX: usize = 16 * 1024 * 1024;
const CERTIFICATES_BYTES_MAX: usize = 256 * 1024;
/// A longer validator is not kept: the BLOB is fetched whole each time then.
const ETAG_BYTES_MAX: usize = 256;

/// The BLOB, if it is another than the one with this validator.
pub(crate) async fn fetch_blob(
    url: &str,
    etag: Option<String>,
) -> Result<MdsAnswer, UpstreamError> {
    let known = etag.and_then(|etag| HeaderValue::from_str(&etag).ok());
    let answer = fetch("mds", url, BLOB_BYTES_MAX, known.as_ref()).await?;
    if answer.status == 304 {
        return Ok(MdsAnswer::Unchanged);
    }
    let etag = answer.header("etag");
    Ok(MdsAnswer::Blob {
        etag: etag.filter(|etag| etag.len() <= ETAG_BYTES_MAX),
        body: answer.body,
    })
}

/// Certificates in PEM.
pub(crate) async fn fetch_certificates(url: &str) -> Result<Vec<u8>, UpstreamError> {
    let answer = fetch("mds_certificates", url, CERTIFICATES_BYTES_MAX, None).await?;
    Ok(answer.body)
}

/// What a server says.
enum Step {
    /// Here it is; 304 only where a validator was sent.
    Here(Answer),
    /// It is there.
    Moved(String),
}

/// All calls together take no longer than one may.
async fn fetch(
    name: &'static str,
    url: &str,
    max_body_bytes: usize,
    known: Option<&HeaderValue>,
) -> Result<Answer, UpstreamError> {
    let unusable = UpstreamError::Unusable("the address is not one of https, or of this machine");
    let url = Url::parse(url).map_err(|_| unusable.clone())?;
    let base = BaseUrl::of(&url).map_err(|_| unusable)?;
    let limits = Limits {
        connect: Duration::from_secs(5),
        total: Duration::from_secs(60),
        max_body_bytes,
    };
    let origin = Origin::new(name, base.clone(), limits);
    let calls = follow(&origin, &base, url, known);
    let ended = timeout(limits.total, calls).await;
    ended.unwrap_or_else(|_| Err(unavailable(TIMEOUT)))
}

async fn follow(
    origin: &Origin,
    base: &BaseUrl,
    mut url: Url,
    known: Option<&HeaderValue>,
) -> Result<Answer, UpstreamError> {
    for _ in 0..=REDIRECTS_MAX {
        let make = |client: &HttpClient| match known {
            Some(etag) => client.get(&url).header(IF_NONE_MATCH, etag),
            None => client.get(&url),
        };
        let read = |answer| read(answer, known.is_some());
        match origin.ask(&make, &read).await? {
            Step::Here(answer) => return Ok(answer),
            Step::Moved(location) => {
                let target = url.join(&location).ok();
                let target = target.filter(|target| base.holds(target));
                url = target.ok_or_else(|| {
                    tracing::warn!(server = %base, "a redirect to another server is not followed");
                    unavailable(GARBAGE)
                })?;
            }
        }
    }
    Err(unavailable(GARBAGE))
}

fn read(answer: Answer, one_is_known: bool) -> Result<Step, UpstreamError> {
    match answer.status {
        200 => Ok(Step::Here(answer)),
        304 if one_is_known => Ok(Step::Here(answer)),
        301 | 302 | 303 | 307 | 308 => answer
            .header(LOCATION.as_str())
            .map(Step::Moved)
            .ok_or(unavailable(GARBAGE)),
        status => Err(refusal(status, false, message(&answer.body, &[]))),
    }
}

#[cfg(test)]
mod tests;
