//! What came back, in forms that tests can compare.

use axum::response::Response;
use http::HeaderMap;
use http_body_util::BodyExt;
use serde_json::Value;

/// An answer that was read to its end.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

impl Answer {
    /// Reads the response.
    pub async fn read(response: Response) -> Self {
        let (head, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Self {
            status: head.status.as_u16(),
            headers: head.headers,
            body: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    /// The one value of a header; empty when it is absent.
    pub fn header(&self, name: &str) -> String {
        let values: Vec<_> = self.headers.get_all(name).iter().collect();
        assert!(values.len() <= 1, "{name}: {values:?}");
        values
            .first()
            .map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// Status and body.
    pub fn told(&self) -> (u16, &str) {
        (self.status, &self.body)
    }

    /// A status with a structured error and nothing else in the body.
    #[track_caller]
    pub fn assert_error(&self, status: u16, code: u32, message: &str) {
        let body = format!(r#"{{"statusCode":{code},"errorMessage":"{message}"}}"#);
        assert_eq!(self.told(), (status, body.as_str()));
        assert_eq!(
            self.header("content-type"),
            "application/json; charset=utf-8"
        );
    }

    /// A 400 with this cause.
    #[track_caller]
    pub fn assert_malformed(&self, cause: &str) {
        self.assert_error(400, 268_505_089, &format!("Malformed request: {cause}"));
        assert_eq!(self.header("x-touchstone-verdict"), "");
    }

    /// A 200 with a refusal of this class.
    #[track_caller]
    pub fn assert_refused(&self, code: u32, message: &str) {
        let body = format!(r#"{{"isValid":false,"statusCode":{code},"errorMessage":"{message}"}}"#);
        assert_eq!(self.told(), (200, body.as_str()));
        assert!(self.header("x-touchstone-verdict").starts_with("vdt_"));
    }
}
