//! Decides how any call leaves this machine: bounded in time and size, no redirects, no ambient proxy, TLS by one provider. The only
//! home of the HTTP client.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::Resolve;
use rustls::{ClientConfig, RootCertStore};

use crate::address::BaseUrl;

/// After this long without a word from the other side it is asked for one, and given up after as long again.
const KEEP_ALIVE: Duration = Duration::from_secs(5);

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

/// What came back. Its text does not show it: it may hold an access token.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "Answer({}, {} bytes)",
            self.status,
            self.body.len()
        )
    }
}

impl Answer {
    pub(crate) fn without_body(response: &reqwest::Response) -> Self {
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: Vec::new(),
        }
    }

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
    pub(crate) fn new(base: BaseUrl, limits: Limits) -> Result<Self, CallError> {
        let mut builder = builder(limits);
        if base.is_plain() {
            // No TLS will be spoken, so a machine without trust anchors can still talk to itself.
            builder = builder.tls_backend_preconfigured(trusting_nobody()?);
        }
        Ok(Self::over(build(builder)?, base, limits))
    }

    /// Over connections that lead to other servers too.
    pub(crate) const fn over(client: reqwest::Client, base: BaseUrl, limits: Limits) -> Self {
        Self {
            client,
            base,
            limits,
        }
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

    /// A request for exactly this address, which the caller found to be of the server.
    pub(crate) fn get(&self, url: &reqwest::Url) -> reqwest::RequestBuilder {
        self.client.get(url.clone())
    }

    pub(crate) async fn send(&self, request: reqwest::RequestBuilder) -> Result<Answer, CallError> {
        let response = self.start(request).await?;
        self.read(response, self.limits.max_body_bytes).await
    }

    /// Until status and headers are there: for who need not have the body.
    pub(crate) async fn start(
        &self,
        request: reqwest::RequestBuilder,
    ) -> Result<reqwest::Response, CallError> {
        request.send().await.map_err(|error| self.error(error))
    }

    /// The rest of an answer, at most so long.
    pub(crate) async fn read(
        &self,
        mut response: reqwest::Response,
        max_body_bytes: usize,
    ) -> Result<Answer, CallError> {
        let mut answer = Answer::without_body(&response);
        while let Some(chunk) = response.chunk().await.map_err(|error| self.error(error))? {
            if answer.body.len() + chunk.len() > max_body_bytes {
                return Err(CallError::TooLarge {
                    origin: self.base.to_string(),
                    max_body_bytes,
                });
            }
            answer.body.extend_from_slice(&chunk);
        }
        Ok(answer)
    }

    fn error(&self, error: reqwest::Error) -> CallError {
        let origin = self.base.to_string();
        // A connection that does not stand in time is both: the request cannot have been read then.
        if error.is_connect() {
            CallError::Connect {
                origin,
                source: Box::new(error.without_url()),
            }
        } else if error.is_timeout() {
            CallError::Timeout { origin }
        } else {
            CallError::Failed {
                origin,
                source: Box::new(error.without_url()),
            }
        }
    }
}

/// Connections to any server, whose names are looked up by `resolver`.
pub(crate) fn connections<R: Resolve + 'static>(
    limits: Limits,
    resolver: R,
) -> Result<reqwest::Client, CallError> {
    build(builder(limits).dns_resolver(Arc::new(resolver)))
}

#[expect(clippy::disallowed_methods, reason = "the one home of the HTTP client")]
fn builder(limits: Limits) -> reqwest::ClientBuilder {
    // Never fails in a way that matters: the first caller's provider is this one too.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    reqwest::Client::builder()
        .user_agent(concat!("touchstone/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .tls_version_min(reqwest::tls::Version::TLS_1_2)
        .no_proxy()
        .connect_timeout(limits.connect)
        // A dead connection would fail every call for as long as the system keeps it.
        .http2_keep_alive_interval(KEEP_ALIVE)
        .http2_keep_alive_timeout(KEEP_ALIVE)
        .timeout(limits.total)
}

fn build(builder: reqwest::ClientBuilder) -> Result<reqwest::Client, CallError> {
    builder
        .build()
        .map_err(|error| CallError::Prepare(Box::new(error)))
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
