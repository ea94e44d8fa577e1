//! What does a service answer? Status, a few headers and a text.

use bytes::Bytes;
use http_body_util::Full;
use hyper::{Response, StatusCode};

use crate::json::Json;

/// An answer before it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: String,
}

impl Reply {
    pub(super) fn new(status: u16, content_type: &str, body: String) -> Self {
        Self {
            status,
            headers: vec![("content-type", content_type.to_owned())],
            body,
        }
    }

    /// JSON text.
    pub(super) fn json(status: u16, body: String) -> Self {
        Self::new(status, "application/json; charset=UTF-8", body)
    }

    /// An error in the form of Google's services.
    pub(super) fn error(code: u16, status: &str, message: &str) -> Self {
        let error = Json::object([
            ("code", Json::Number(code.into())),
            ("message", Json::text(message)),
            ("status", Json::text(status)),
        ]);
        Self::json(code, Json::object([("error", error)]).to_string())
    }

    /// The answer for the wire; a status or header that HTTP does not know becomes an empty 500.
    pub(super) fn response(self) -> Response<Full<Bytes>> {
        let mut builder = Response::builder().status(self.status);
        for (name, value) in self.headers {
            builder = builder.header(name, value);
        }
        let response = builder.body(Full::new(Bytes::from(self.body)));
        response.unwrap_or_else(|_| {
            let mut response = Response::new(Full::new(Bytes::new()));
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response
        })
    }
}
