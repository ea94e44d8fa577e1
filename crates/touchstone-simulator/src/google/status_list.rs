//! Which status list is published, and has the asker it already?

use data_encoding::HEXLOWER;

use super::script::RecordedRequest;
use super::state::State;
use crate::key::sha256;
use crate::scripted::Reply;

/// Answers with the list, or with 304 to who names its ETag.
pub(super) fn answer(state: &State, request: &RecordedRequest) -> Reply {
    let known = state.known();
    let digest = HEXLOWER.encode(&sha256(known.status_list.as_bytes()));
    let etag = format!("\"{}\"", digest.chars().take(32).collect::<String>());
    let is_known = request.header("if-none-match") == Some(etag.as_str());
    let mut reply = match is_known {
        true => Reply::json(304, String::new()),
        false => Reply::json(200, known.status_list.clone()),
    };
    reply.headers.push(("etag", etag));
    if let Some(max_age_s) = known.status_list_max_age_s {
        let value = format!("public, max-age={max_age_s}");
        reply.headers.push(("cache-control", value));
    }
    reply
}
