//! How requests are made.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use http::Request;
use http::request::Builder;
use hyper::body::Frame;

/// A GET.
pub fn get(path: &str) -> Builder {
    Request::get(path)
}

/// A POST.
pub fn post(path: &str) -> Builder {
    Request::post(path)
}

/// The end of a request's making.
pub trait Ask {
    /// Without a body.
    fn empty(self) -> Request<Body>;
    /// With this body.
    fn with(self, body: impl Into<Body>) -> Request<Body>;
}

impl Ask for Builder {
    fn empty(self) -> Request<Body> {
        self.body(Body::empty()).unwrap()
    }

    fn with(self, body: impl Into<Body>) -> Request<Body> {
        self.body(body.into()).unwrap()
    }
}

/// A body that never comes, and knows whether someone waits for it.
#[derive(Clone, Default)]
pub struct Never(Arc<AtomicBool>);

impl Never {
    /// Whether someone tried to read it.
    pub fn was_asked_for(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

impl hyper::body::Body for Never {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.store(true, Ordering::SeqCst);
        Poll::Pending
    }
}

impl From<Never> for Body {
    fn from(never: Never) -> Self {
        Self::new(never)
    }
}
