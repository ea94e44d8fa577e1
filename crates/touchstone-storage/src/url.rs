//! Decides which engine a storage URL means. A password in it is never shown.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

/// Where everything is kept.
#[derive(Clone, PartialEq, Eq)]
pub enum StorageUrl {
    /// `sqlite:FILE`.
    Sqlite(PathBuf),
    /// `postgres://...`.
    Postgres(Box<PostgresUrl>),
}

/// The address of a PostgreSQL database.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresUrl(Config);

/// The text names no database that this binary can use. It never repeats the text: there may be a password in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseUrlError {
    /// Another scheme, or none.
    #[error("unknown storage: write `sqlite:FILE` or `postgres://USER@HOST/DATABASE`")]
    UnknownScheme,
    /// No file is named, or one in memory, which several connections cannot share.
    #[error("`sqlite:` must be followed by the path of a file, such as `sqlite:touchstone.db`")]
    NoFile,
    /// Parameters are for PostgreSQL only.
    #[error("a `sqlite:` URL takes no parameters: write the path of the file and nothing else")]
    SqliteParameters,
    /// The parts behind `postgres://` cannot be read.
    #[error(
        "the PostgreSQL URL cannot be read: write `postgres://USER:PASSWORD@HOST:PORT/DATABASE`"
    )]
    Postgres,
    /// TLS was asked for.
    #[error(
        "TLS to PostgreSQL is not supported: leave `sslmode` out (or `disable`) where the network \
         is private, or put a tunnel in between"
    )]
    TlsUnsupported,
}

impl FromStr for StorageUrl {
    type Err = ParseUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (scheme, rest) = text.split_once(':').ok_or(ParseUrlError::UnknownScheme)?;
        match scheme {
            "sqlite" => parse_sqlite(rest).map(Self::Sqlite),
            "postgres" | "postgresql" => {
                parse_postgres(text).map(|url| Self::Postgres(Box::new(url)))
            }
            _ => Err(ParseUrlError::UnknownScheme),
        }
    }
}

fn parse_sqlite(rest: &str) -> Result<PathBuf, ParseUrlError> {
    let path = rest.strip_prefix("//").unwrap_or(rest);
    if path.contains('?') {
        return Err(ParseUrlError::SqliteParameters);
    }
    if path.is_empty() || path.ends_with('/') || path.starts_with(':') || path.contains('\0') {
        return Err(ParseUrlError::NoFile);
    }
    Ok(Path::new(path).to_owned())
}

fn parse_postgres(text: &str) -> Result<PostgresUrl, ParseUrlError> {
    // The driver does not know the modes that check certificates; they ask for TLS all the more.
    if text.contains("sslmode=verify") {
        return Err(ParseUrlError::TlsUnsupported);
    }
    let config: Config = text.parse().map_err(|_| ParseUrlError::Postgres)?;
    if !matches!(config.get_ssl_mode(), SslMode::Disable | SslMode::Prefer) {
        return Err(ParseUrlError::TlsUnsupported);
    }
    if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
        return Err(ParseUrlError::Postgres);
    }
    Ok(PostgresUrl(config))
}

impl PostgresUrl {
    pub(crate) fn config(&self) -> &Config {
        &self.0
    }
}

impl fmt::Display for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgres://")?;
        if let Some(user) = self.0.get_user() {
            write!(f, "{user}@")?;
        }
        for (index, host) in self.0.get_hosts().iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            match host {
                Host::Tcp(name) => write!(f, "{comma}{name}")?,
                Host::Unix(path) => write!(f, "{comma}{}", path.display())?,
            }
            // One port stands for all hosts.
            let ports = self.0.get_ports();
            if let Some(port) = ports.get(index).or_else(|| ports.first()) {
                write!(f, ":{port}")?;
            }
        }
        write!(f, "/{}", self.0.get_dbname().unwrap_or_default())
    }
}

impl fmt::Display for StorageUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => url.fmt(f),
        }
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for StorageUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests;
