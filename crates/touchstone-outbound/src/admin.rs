//! Decides how the admin API is called and how its refusals are read (design.md section 3).

use std::fmt;

use serde::Deserialize;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::address::{self, BaseUrl};
use crate::client::{CallError, HttpClient, Limits};

/// How much of an answer that is no JSON is shown.
const MAX_EXCERPT_CHARACTERS: usize = 200;

/// What is done with the resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates, or acts.
    Post,
    /// Replaces.
    Put,
    /// Changes some members.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// The word of HTTP.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// A call of the admin API.
#[derive(Clone, Debug)]
pub struct AdminRequest {
    /// What is done.
    pub method: Method,
    /// The path, beginning with `/admin/v1/`.
    pub path: String,
    /// The parameters.
    pub query: Vec<(String, String)>,
    /// The body.
    pub body: Option<Value>,
}

impl AdminRequest {
    /// Path and parameters as they stand in a request line.
    pub fn path_and_query(&self) -> String {
        let query = address::query_text(&self.query);
        if query.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{query}", self.path)
        }
    }
}

/// What was answered to a call that succeeded.
#[derive(Clone, Debug, PartialEq)]
pub struct AdminAnswer {
    /// The HTTP status code, 200 to 299.
    pub status: u16,
    /// The body; `null` when there is none.
    pub body: Value,
}

/// A refusal in the common admin shape (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Problem {
    /// The HTTP status code.
    pub status: u16,
    /// Stable, snake case.
    pub code: String,
    /// In a few words.
    pub title: String,
    /// What is wrong here and now.
    #[serde(default)]
    pub detail: Option<String>,
    /// The members that are wrong.
    #[serde(default)]
    pub issues: Vec<ProblemIssue>,
    /// Under which name the log has it.
    #[serde(default)]
    pub request_id: Option<String>,
}

/// One member that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ProblemIssue {
    /// Where.
    pub path: String,
    /// What is wrong and what would be right.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.detail.as_deref().unwrap_or(&self.title))?;
        for issue in &self.issues {
            write!(formatter, "\n  {}: {}", issue.path, issue.message)?;
        }
        write!(formatter, "\n  ({} {}", self.status, self.code)?;
        match &self.request_id {
            Some(request_id) => write!(formatter, ", request {request_id})"),
            None => formatter.write_str(")"),
        }
    }
}

/// A call of the admin API that did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// The server refused it.
    #[error("{0}")]
    Refused(Box<Problem>),
    /// No answer came.
    #[error(transparent)]
    Call(#[from] CallError),
    /// What answers is not the admin API.
    #[error("answered {status} in a form that is not the admin API's: {excerpt:?}")]
    Foreign {
        /// The HTTP status code.
        status: u16,
        /// How the body begins.
        excerpt: String,
    },
    /// The key cannot be put into a header.
    #[error("the admin key holds characters that no key has")]
    Token,
}

impl AdminAnswer {
    /// Reads an answer, whichever way it came.
    pub fn read(status: u16, body: &[u8]) -> Result<Self, AdminError> {
        let succeeded = (200..300).contains(&status);
        if succeeded && body.is_empty() {
            return Ok(Self {
                status,
                body: Value::Null,
            });
        }
        if succeeded && let Ok(body) = serde_json::from_slice(body) {
            return Ok(Self { status, body });
        }
        match serde_json::from_slice::<Problem>(body) {
            Ok(problem) if !succeeded => Err(AdminError::Refused(Box::new(problem))),
            _ => Err(AdminError::Foreign {
                status,
                excerpt: String::from_utf8_lossy(body)
                    .chars()
                    .take(MAX_EXCERPT_CHARACTERS)
                    .collect(),
            }),
        }
    }
}

/// Speaks to a server's admin API.
#[derive(Clone)]
pub struct AdminClient {
    http: HttpClient,
    authorization: reqwest::header::HeaderValue,
}

impl AdminClient {
    /// A client with an admin key (`tsadm_...`).
    pub fn new(base: BaseUrl, token: &str) -> Result<Self, AdminError> {
        let text = Zeroizing::new(format!("Bearer {token}"));
        let mut authorization =
            reqwest::header::HeaderValue::from_str(&text).map_err(|_| AdminError::Token)?;
        authorization.set_sensitive(true);
        Ok(Self {
            http: HttpClient::new(base, Limits::default())?,
            authorization,
        })
    }

    /// Makes a call.
    pub async fn call(&self, request: &AdminRequest) -> Result<AdminAnswer, AdminError> {
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut outgoing = self
            .http
            .request(method, &request.path, &request.query)
            .header(reqwest::header::AUTHORIZATION, self.authorization.clone());
        if let Some(body) = &request.body {
            outgoing = outgoing.json(body);
        }
        let answer = self.http.send(outgoing).await?;
        AdminAnswer::read(answer.status, &answer.body)
    }
}

impl fmt::Debug for AdminClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AdminClient")
            .finish_non_exhaustive()
    }
}
