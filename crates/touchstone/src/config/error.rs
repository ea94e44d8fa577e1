//! Decides how a configuration is refused: what is wrong, where it stands, and what would be right.

use std::fmt;
use std::path::PathBuf;

/// A configuration that is refused.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration file {path}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is not TOML. The line itself is not shown: it may hold a secret.
    #[error("{path}, line {line}: {message}")]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What the parser says.
        message: String,
    },
    /// There are no such settings.
    #[error("{}", lines(.0))]
    Unknown(Vec<UnknownSetting>),
    /// A value is not of the setting's form.
    #[error("{place}: {message}")]
    Value {
        /// Where it stands: layer and name.
        place: String,
        /// What is wrong.
        message: String,
    },
}

/// A name that is no setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSetting {
    /// Where it stands: a file's name, or `the environment`.
    pub place: String,
    /// The name as written there.
    pub name: String,
    /// The nearest known name, in the same form.
    pub nearest: Option<String>,
}

impl fmt::Display for UnknownSetting {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}: there is no setting `{}`",
            self.place, self.name
        )?;
        match &self.nearest {
            Some(nearest) => write!(formatter, "; did you mean `{nearest}`?"),
            None => formatter.write_str("; `touchstone config default` lists them all"),
        }
    }
}

fn lines(unknown: &[UnknownSetting]) -> String {
    unknown
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}
