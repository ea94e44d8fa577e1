//! What came back, to the byte.

use serde_json::Value;

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Names in lower case, values as sent, in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Answer {
    /// Reads an answer whose length is told; how many bytes it took. `None` while it is not whole.
    pub fn read(bytes: &[u8]) -> Option<(Self, usize)> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let mut lines = head.trim_end().split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap();
        let headers: Vec<(String, String)> = lines
            .map(|line| {
                line.split_once(": ")
                    .unwrap_or((line.trim_end_matches(':'), ""))
            })
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect();
        assert!(headers.iter().all(|(name, _)| name != "transfer-encoding"));
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let length: usize = length.map_or(0, |(_, length)| length.parse().unwrap());
        let body = bytes.get(end..end + length)?;
        let answer = Self {
            status: status.parse().unwrap(),
            headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        };
        Some((answer, end + length))
    }

    /// The one value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(known, _)| known == name);
        let value = values.next().map(|(_, value)| value.as_str());
        assert_eq!(values.next(), None, "{name} twice");
        value
    }

    /// The verdict that the answer is about.
    pub fn verdict(&self) -> Option<&str> {
        self.header("x-touchstone-verdict")
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// Whether evidence was accepted.
    pub fn is_valid(&self) -> bool {
        self.status == 200 && self.json()["isValid"] == true
    }

    /// Everything but the request's name and the time: what two answers that must sound the same
    /// share.
    #[must_use]
    pub fn without_names(mut self) -> Self {
        let named = ["x-request-id", "date"];
        self.headers.retain(|(name, _)| !named.contains(&&**name));
        self
    }

    /// What every answer of the product has.
    #[track_caller]
    pub fn assert_common(&self) {
        let request_id = self.header("x-request-id").unwrap_or_default();
        assert!(
            request_id.starts_with("req_") && request_id.len() == 30,
            "{self:?}"
        );
        assert_eq!(self.header("cache-control"), Some("no-store"));
        assert_eq!(self.header("access-control-allow-origin"), None);
    }

    /// Status and exact body, said as JSON.
    #[track_caller]
    pub fn assert_told(&self, status: u16, body: &str) {
        assert_eq!((self.status, self.body.as_str()), (status, body));
        let kind = self.header("content-type");
        assert_eq!(kind, Some("application/json; charset=utf-8"));
        self.assert_common();
    }

    /// A status and nothing in the body.
    #[track_caller]
    pub fn assert_empty(&self, status: u16) {
        assert_eq!((self.status, self.body.as_str()), (status, ""));
        assert_eq!(self.header("content-length"), Some("0"));
        assert_eq!(self.header("content-type"), None);
        assert_eq!(self.verdict(), None);
        self.assert_common();
    }

    /// A structured error without a verdict.
    #[track_caller]
    pub fn assert_error(&self, status: u16, code: u32, message: &str) {
        let body = format!(r#"{{"statusCode":{code},"errorMessage":"{message}"}}"#);
        self.assert_told(status, &body);
        assert_eq!(self.verdict(), None);
    }

    /// A 400 with this cause.
    #[track_caller]
    pub fn assert_malformed(&self, cause: &str) {
        self.assert_error(400, 268_505_089, &format!("Malformed request: {cause}"));
    }

    /// The constant 500.
    #[track_caller]
    pub fn assert_internal(&self) {
        self.assert_error(500, 268_505_088, "Internal error");
    }

    /// A 409 with its verdict.
    #[track_caller]
    pub fn assert_conflict(&self, code: u32, message: &str) {
        let body = format!(r#"{{"statusCode":{code},"errorMessage":"{message}"}}"#);
        self.assert_told(409, &body);
        self.assert_verdict_named();
    }

    /// A 200 that refuses evidence, with its verdict.
    #[track_caller]
    pub fn assert_refused(&self, code: u32, message: &str) {
        let body = format!(r#"{{"isValid":false,"statusCode":{code},"errorMessage":"{message}"}}"#);
        self.assert_told(200, &body);
        self.assert_verdict_named();
    }

    /// A 200 that accepts evidence, with its verdict; the details of the Apple token.
    #[track_caller]
    pub fn assert_accepted(&self) -> Value {
        self.assert_accepted_as("appleTokenDetails", "appId")
    }

    /// The same of any platform: the details under this name, which begin with this member.
    #[track_caller]
    pub fn assert_accepted_as(&self, name: &str, first: &str) -> Value {
        let body = self.json();
        assert_eq!(
            (self.status, &body["isValid"]),
            (200, &Value::Bool(true)),
            "{self:?}"
        );
        let details = body[name].clone();
        let said = format!(r#"{{"isValid":true,"{name}":{{"{first}":"#);
        assert!(self.body.starts_with(&said), "{self:?}");
        assert!(self.body.ends_with(r#"},"statusCode":0}"#), "{self:?}");
        self.assert_common();
        self.assert_verdict_named();
        details
    }

    /// A 503 about evidence that could not be judged, with its verdict.
    #[track_caller]
    pub fn assert_undetermined(&self) {
        let body = r#"{"statusCode":268505095,"errorMessage":"Temporarily unavailable"}"#;
        self.assert_told(503, body);
        assert_eq!(self.header("retry-after"), Some("5"));
        self.assert_verdict_named();
    }

    /// The constant 500, about evidence that could not be judged, with its verdict.
    #[track_caller]
    pub fn assert_internal_undetermined(&self) {
        let body = r#"{"statusCode":268505088,"errorMessage":"Internal error"}"#;
        self.assert_told(500, body);
        assert_eq!(self.header("retry-after"), None);
        self.assert_verdict_named();
    }

    #[track_caller]
    fn assert_verdict_named(&self) {
        let id = self.verdict().unwrap_or_default();
        assert!(id.starts_with("vdt_") && id.len() == 30, "{self:?}");
    }
}
