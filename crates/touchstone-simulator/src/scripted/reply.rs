//! What does a service answer? Status, a few headers and a body.

use bytes::Bytes;
use http_body_util::Full;
use hyper::{Response, StatusCode};

use crate::json::Json;

/// An answer before it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers: vec![("content-type", content_type.to_owned())],
            body: body.into(),
        }
    }

    /// JSON text.
    pub(crate) fn json(status: u16, body: String) -> Self {
        Self::new(status, "application/json; charset=UTF-8", body)
    }

    /// An error in the form of Google's services.
    pub(crate) fn error(code: u16, status: &str, message: &str) -> Self {
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
        let response = builder.body(Full::new(self.body));
        response.unwrap_or_else(|_| {
            let mut response = Response::new(Full::new(Bytes::new()));
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response
        })
    }
}
