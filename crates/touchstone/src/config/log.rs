//! Decides how much is logged, and in which form.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use tracing_subscriber::EnvFilter;

use super::section::section;

section! {
    /// The log, written to standard error.
    Log "log" {
        /// `off`, `error`, `warn`, `info`, `debug` or `trace`; also per target, such as `info,touchstone_http=debug`.
        level: LogLevel,
        /// `json`, `pretty`, or `auto`: pretty on a terminal, JSON elsewhere.
        format: LogFormat,
    }
}

const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

/// How much is logged: a level, and levels of single targets.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String")]
pub struct LogLevel(String);

impl LogLevel {
    /// The filter of the subscriber.
    pub fn filter(&self) -> EnvFilter {
        EnvFilter::new(&self.0)
    }
}

impl TryFrom<String> for LogLevel {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        // The subscriber takes any other single word for a target with all its levels: `inof`
        // would log everything of nothing.
        let known = text.split(',').all(|part| {
            let level = part.rsplit_once('=').map_or(part, |(_, level)| level);
            LEVELS.contains(&level)
        });
        if known && EnvFilter::try_new(&text).is_ok() {
            Ok(Self(text))
        } else {
            Err(
                "must be off, error, warn, info, debug or trace, also per target: info,touchstone_http=debug",
            )
        }
    }
}

/// The form of a log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", try_from = "String")]
pub enum LogFormat {
    /// Pretty on a terminal, JSON elsewhere.
    Auto,
    /// One JSON object a line.
    Json,
    /// For people.
    Pretty,
}

impl FromStr for LogFormat {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "auto" => Ok(Self::Auto),
            "json" => Ok(Self::Json),
            "pretty" => Ok(Self::Pretty),
            _ => Err("must be auto, json or pretty"),
        }
    }
}

impl TryFrom<String> for LogFormat {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}
