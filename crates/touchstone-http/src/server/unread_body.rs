//! Decides what becomes of a body that its route did not read (spec mobile.md 2.1: `init` never does, and no refusal does): of a small
//! one up to 64 KiB are drained after the answer, so that the connection can be used again; before a larger one it is closed.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::header::EXPECT;
use http::{Request, Version};
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, Incoming, SizeHint};

use super::progress::Progress;

/// How much of an unread body is drained, in bytes.
const DRAINED_BYTES_MAX: u64 = 64 * 1024;

/// A request's body that knows whether it was read to its end.
pub(super) struct RequestBody {
    /// Taken only when this is dropped.
    body: Option<Incoming>,
    ended: bool,
    progress: Arc<Progress>,
    drain_within: Option<Duration>,
}

/// Whether the connection can be used again when this request's body is not read.
pub(super) fn is_drainable(request: &Request<Incoming>) -> bool {
    let announced = request.body().size_hint().lower();
    announced <= DRAINED_BYTES_MAX && !request.headers().contains_key(EXPECT)
}

impl RequestBody {
    /// Wraps the body of this request.
    pub(super) fn wrap(
        request: Request<Incoming>,
        progress: Arc<Progress>,
        drain_within: Duration,
    ) -> Request<Self> {
        let drain = is_drainable(&request) && request.version() <= Version::HTTP_11;
        request.map(|body| {
            let ended = body.is_end_stream();
            if ended {
                progress.request_ended();
            }
            Self {
                body: Some(body),
                ended,
                progress,
                drain_within: drain.then_some(drain_within),
            }
        })
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let Some(body) = self.body.as_mut() else {
            return Poll::Ready(None);
        };
        let polled = Pin::new(&mut *body).poll_frame(cx);
        let ended = matches!(polled, Poll::Ready(None)) || body.is_end_stream();
        if ended && !self.ended {
            self.ended = true;
            self.progress.request_ended();
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.ended
    }

    fn size_hint(&self) -> SizeHint {
        self.body
            .as_ref()
            .map_or_else(SizeHint::default, Body::size_hint)
    }
}

impl Drop for RequestBody {
    fn drop(&mut self) {
        if self.ended {
            return;
        }
        if let (Some(within), Some(body)) = (self.drain_within, self.body.take()) {
            tokio::spawn(drain(body, Arc::clone(&self.progress), within));
        }
    }
}

async fn drain(mut body: Incoming, progress: Arc<Progress>, within: Duration) {
    let drained = async {
        let mut left = DRAINED_BYTES_MAX;
        while let Some(Ok(frame)) = body.frame().await {
            let bytes = frame.data_ref().map_or(0, Bytes::len);
            left = left.saturating_sub(u64::try_from(bytes).unwrap_or(u64::MAX));
            if left == 0 {
                return body.is_end_stream();
            }
        }
        true
    };
    if tokio::time::timeout(within, drained).await == Ok(true) {
        progress.request_ended();
    }
}
