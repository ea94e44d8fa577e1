//! Decides how a write that is sent twice is done once: by its `Idempotency-Key`. The work goes on when the caller hangs up, so that
//! its answer is kept in any case.

use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, ETAG, IF_MATCH};
use http::{HeaderName, HeaderValue, Method, StatusCode};
use http_body_util::BodyExt;
use touchstone_core::idempotency::{Begin, Ticket, begin};
use touchstone_core::ports::IdempotentAnswer;

use super::answer::Made;
use super::error::Refused;
use super::request::Admin;
use crate::problem::Problem;
use crate::problem_table::{ALREADY_DONE, INTERNAL};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Does a write with an `Idempotency-Key` once; everything else as often as it is sent.
pub(crate) async fn once(admin: Admin, request: Request, next: Next) -> Response {
    let key = match key(&request) {
        Ok(Some(key)) => key,
        Ok(None) => return next.run(request).await,
        Err(refused) => return refused.into_response(),
    };
    let if_match = request
        .headers()
        .get(IF_MATCH)
        .map(HeaderValue::as_bytes)
        .unwrap_or_default();
    let if_match = if_match.to_vec();
    match begun(&admin, request.method().clone(), &if_match, &key).await {
        Err(refused) => refused.into_response(),
        Ok(None) => next.run(request).await,
        Ok(Some(Begin::Repeat(answer))) => repeat(answer),
        Ok(Some(Begin::AlreadyDone { object_id })) => {
            Refused::from(Problem::new(&ALREADY_DONE).id(object_id)).into_response()
        }
        Ok(Some(Begin::First(ticket))) => {
            let work = async move {
                let response = next.run(request).await;
                settle(&admin, ticket, response).await
            };
            match tokio::spawn(work).await {
                Ok(response) => response,
                Err(_) => Refused::from(Problem::internal()).into_response(),
            }
        }
    }
}

/// The caller's key; reads need none.
fn key(request: &Request) -> Result<Option<String>, Refused> {
    let mut values = request.headers().get_all(IDEMPOTENCY_KEY).iter();
    let (key, another) = (values.next(), values.next());
    let Some(key) = key.filter(|_| !matches!(*request.method(), Method::GET | Method::HEAD)) else {
        return Ok(None);
    };
    let key = key.to_str().ok().filter(|_| another.is_none());
    let key = key.ok_or_else(|| {
        Refused::issue(
            "Idempotency-Key",
            "must be one header of 1 to 128 printable characters",
        )
    })?;
    Ok(Some(key.to_owned()))
}

async fn begun(
    admin: &Admin,
    method: Method,
    if_match: &[u8],
    key: &str,
) -> Result<Option<Begin>, Refused> {
    let uri = admin.uri();
    let [method, path, query] =
        [method.as_str(), uri.path(), uri.query().unwrap_or_default()].map(str::as_bytes);
    Ok(begin(
        &admin.call(None),
        key,
        &[method, path, query, if_match, admin.body()],
    )
    .await?)
}

/// Keeps a success, forgets a refusal, and leaves what is unknown under way.
async fn settle(admin: &Admin, ticket: Ticket, response: Response) -> Response {
    let core = admin.core();
    if !response.status().is_success() {
        let refused = response.extensions().get::<Refused>();
        if !refused.is_some_and(Refused::outcome_unknown) {
            ticket.abandon(core).await;
        }
        return response;
    }
    let (parts, body) = response.into_parts();
    // The body is one of ours, in memory: collecting it cannot fail.
    let bytes = body
        .collect()
        .await
        .map(http_body_util::Collected::to_bytes)
        .unwrap_or_default();
    let made = parts.extensions.get::<Made>().cloned();
    let secret = made.as_ref().is_some_and(|made| made.secret);
    let text = String::from_utf8(bytes.to_vec()).ok();
    let etag = parts.headers.get(ETAG).and_then(|tag| tag.to_str().ok());
    let answer = IdempotentAnswer {
        status: parts.status.as_u16(),
        body: text.filter(|_| !secret),
        object_id: made.and_then(|made| made.object_id),
        etag: etag.map(str::to_owned),
    };
    ticket.finish(core, &answer).await;
    Response::from_parts(parts, Body::from(bytes))
}

fn repeat(answer: IdempotentAnswer) -> Response {
    let Ok(status) = StatusCode::from_u16(answer.status) else {
        return Refused::from(Problem::new(&INTERNAL)).into_response();
    };
    let body = answer.body.unwrap_or_default();
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    if !body.is_empty() {
        let kind = HeaderValue::from_static("application/json; charset=utf-8");
        response.headers_mut().insert(CONTENT_TYPE, kind);
    }
    if let Some(tag) = answer.etag.and_then(|tag| HeaderValue::from_str(&tag).ok()) {
        response.headers_mut().insert(ETAG, tag);
    }
    *response.body_mut() = Body::from(body);
    response
}
