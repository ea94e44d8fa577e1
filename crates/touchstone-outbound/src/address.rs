//! Decides where calls may go: over TLS, or in plain to this very machine.

use std::fmt;
use std::net::IpAddr;

use reqwest::Url;

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
    /// Not of the form `https://HOST[:PORT]/PATH`.
    #[error(
        "must be an address such as https://attestation.example.com/status, without user or query"
    )]
    Address,
    /// Plain HTTP to another machine would show the key to everyone on the way.
    #[error("plain HTTP is for this machine only: use https")]
    Plain,
}

impl BaseUrl {
    /// Reads an address. Plain HTTP is accepted for loopback addresses and `localhost`.
    pub fn parse(text: &str) -> Result<Self, BaseUrlError> {
        match Address::read(text) {
            Some(address) if address.path == "/" => address.checked().map(|it| it.base),
            _ => Err(BaseUrlError::Form),
        }
    }

    /// Where this is, under the rules of [`Self::parse`]; path and query do not matter.
    pub(crate) fn of(url: &Url) -> Result<Self, BaseUrlError> {
        let place = Address::read(origin(url).as_str()).ok_or(BaseUrlError::Address)?;
        place.checked().map(|place| place.base)
    }

    /// The same, in plain to other machines too: for what is signed by itself and holds no secret.
    pub(crate) fn of_public(url: &Url) -> Option<Self> {
        Address::read(origin(url).as_str()).map(|place| place.base)
    }

    /// Whether the address is of this scheme, host and port.
    pub(crate) fn holds(&self, url: &Url) -> bool {
        Self::of_public(url).is_some_and(|base| base == *self)
    }

    /// Its host, when that is no name.
    pub(crate) fn ip_address(&self) -> Option<IpAddr> {
        ip_address(self.0.host_str()?)
    }

    /// The address of a path (which begins with `/`) with these parameters.
    pub(crate) fn at(&self, path: &str, query: &[(String, String)]) -> Url {
        let mut url = self.0.clone();
        url.set_path(path);
        let query = query_text(query);
        url.set_query(Some(query.as_str()).filter(|query| !query.is_empty()));
        url
    }

    /// Whether no TLS is spoken with it.
    pub(crate) fn is_plain(&self) -> bool {
        self.0.scheme() == "http"
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

/// The address of one thing, under the rules of [`BaseUrl`] but with a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Where it is.
    pub(crate) base: BaseUrl,
    /// Its path, beginning with `/`.
    pub(crate) path: String,
}

impl Address {
    /// Reads an address. Plain HTTP is accepted for loopback addresses and `localhost`.
    pub fn parse(text: &str) -> Result<Self, BaseUrlError> {
        Self::read(text).ok_or(BaseUrlError::Address)?.checked()
    }

    fn read(text: &str) -> Option<Self> {
        let mut url = Url::parse(text).ok()?;
        let bare = url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none()
            && ["http", "https"].contains(&url.scheme());
        url.host_str().filter(|_| bare)?;
        let path = url.path().to_owned();
        url.set_path("/");
        Some(Self {
            base: BaseUrl(url),
            path,
        })
    }

    fn checked(self) -> Result<Self, BaseUrlError> {
        let is_safe = !self.base.is_plain() || self.base.0.host_str().is_some_and(is_this_machine);
        is_safe.then_some(self).ok_or(BaseUrlError::Plain)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.base, self.path)
    }
}

/// Parameters as they stand behind `?`: everything but unreserved characters is percent-encoded (RFC 3986).
pub(crate) fn query_text(query: &[(String, String)]) -> String {
    let pairs = query
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// Text as one segment of a path or one value of a query (RFC 3986).
pub(crate) fn encoded(text: &str) -> String {
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

fn origin(url: &Url) -> Url {
    let mut origin = url.clone();
    origin.set_path("/");
    origin.set_query(None);
    origin.set_fragment(None);
    origin
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || ip_address(host).is_some_and(|address| address.is_loopback())
}

fn ip_address(host: &str) -> Option<IpAddr> {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    address.parse().ok()
}
