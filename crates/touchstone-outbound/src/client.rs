//! Decides how any call leaves this machine: bounded in time and size, no redirects, no ambient proxy, TLS by one provider. The only
//! home of the HTTP client.

use std::error::Error;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use rustls::{ClientConfig, RootCertStore};

/// How long a call may take and how much it may answer.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Until the connection stands.
    pub connect: Duration,
    /// Until the whole answer is read.
    pub total: Duration,
    /// The largest body.
    pub max_body_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            total: Duration::from_secs(30),
            max_body_bytes: 8 * 1024 * 1024,
        }
    }
}

/// A call that brought no answer.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// The client cannot be made: the system has no usable trust anchors.
    #[error("cannot prepare a connection")]
    Prepare(#[source] Box<dyn Error + Send + Sync>),
    /// Nobody answers at that address.
    #[error("cannot connect to {origin}")]
    Connect {
        /// Scheme, host and port.
        origin: String,
        /// Why.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// The answer did not come in time.
    #[error("{origin} did not answer in time")]
    Timeout {
        /// Scheme, host and port.
        origin: String,
    },
    /// The answer is larger than is read.
    #[error("{origin} answered with more than {max_body_bytes} bytes")]
    TooLarge {
        /// Scheme, host and port.
        origin: String,
        /// What is read at most.
        max_body_bytes: usize,
    },
    /// The connection broke, or what came was no HTTP.
    #[error("the connection to {origin} failed")]
    Failed {
        /// Scheme, host and port.
        origin: String,
        /// Why.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
}

/// A server's address: `http` only for this machine, unless the caller says that the way there is safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(Url);

/// The text is no address that a secret may be sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BaseUrlError {
    /// Not of the form `https://HOST[:PORT]`.
    #[error(
        "must be an address such as https://attestation.example.com, without path, user or query"
    )]
    Form,
    /// Plain HTTP to another machine would show the key to everyone on the way.
    #[error("plain HTTP is for this machine only: use https")]
    Plain,
}

impl BaseUrl {
    /// Reads an address. Plain HTTP is accepted for loopback addresses and `localhost`.
    pub fn parse(text: &str) -> Result<Self, BaseUrlError> {
        let url = Url::parse(text).map_err(|_| BaseUrlError::Form)?;
        let bare = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        let host = url.host_str().filter(|_| bare).ok_or(BaseUrlError::Form)?;
        match url.scheme() {
            "https" => Ok(Self(url)),
            "http" if is_this_machine(host) => Ok(Self(url)),
            "http" => Err(BaseUrlError::Plain),
            _ => Err(BaseUrlError::Form),
        }
    }

    /// The address of a path (which begins with `/`) with these parameters.
    pub(crate) fn at(&self, path: &str, query: &[(String, String)]) -> Url {
        let mut url = self.0.clone();
        url.set_path(path);
        let query = query_text(query);
        url.set_query(Some(query.as_str()).filter(|query| !query.is_empty()));
        url
    }

    fn is_plain(&self) -> bool {
        self.0.scheme() == "http"
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

/// Parameters as they stand behind `?`: everything but unreserved characters is percent-encoded (RFC 3986).
pub(crate) fn query_text(query: &[(String, String)]) -> String {
    let pairs = query
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn encoded(text: &str) -> String {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes()
        .map(|byte| {
            if unreserved(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

fn is_this_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || address
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        self.headers.get(name)?.to_str().ok().map(str::to_owned)
    }
}

/// Connections to one server.
#[derive(Clone, Debug)]
pub(crate) struct HttpClient {
    client: reqwest::Client,
    base: BaseUrl,
    limits: Limits,
}

impl HttpClient {
    #[expect(clippy::disallowed_methods, reason = "the one home of the HTTP client")]
    pub(crate) fn new(base: BaseUrl, limits: Limits) -> Result<Self, CallError> {
        // Never fails in a way that matters: the first caller's provider is this one too.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("touchstone/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .connect_timeout(limits.connect)
            .timeout(limits.total);
        if base.is_plain() {
            // No TLS will be spoken, so a machine without trust anchors can still talk to itself.
            builder = builder.tls_backend_preconfigured(trusting_nobody()?);
        }
        let client = builder
            .build()
            .map_err(|error| CallError::Prepare(Box::new(error)))?;
        Ok(Self {
            client,
            base,
            limits,
        })
    }

    /// A request to be completed by the caller.
    pub(crate) fn request(
        &self,
        method: reqwest::Method,
        path: &str,
        query: &[(String, String)],
    ) -> reqwest::RequestBuilder {
        self.client.request(method, self.base.at(path, query))
    }

    pub(crate) async fn send(&self, request: reqwest::RequestBuilder) -> Result<Answer, CallError> {
        let mut response = request.send().await.map_err(|error| self.error(error))?;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.error(error))? {
            if body.len() + chunk.len() > self.limits.max_body_bytes {
                return Err(CallError::TooLarge {
                    origin: self.base.to_string(),
                    max_body_bytes: self.limits.max_body_bytes,
                });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body,
        })
    }

    fn error(&self, error: reqwest::Error) -> CallError {
        let origin = self.base.to_string();
        if error.is_timeout() {
            CallError::Timeout { origin }
        } else if error.is_connect() {
            CallError::Connect {
                origin,
                source: Box::new(error.without_url()),
            }
        } else {
            CallError::Failed {
                origin,
                source: Box::new(error.without_url()),
            }
        }
    }
}

fn trusting_nobody() -> Result<ClientConfig, CallError> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| CallError::Prepare(Box::new(error)))?;
    Ok(builder
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth())
}
