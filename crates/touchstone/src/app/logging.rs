//! Decides where log lines go: to standard error, through a thread of their own, so that no request
//! waits for a terminal.
//!
//! Whatever the level, what other crates say through `log` below `info` is not even compiled
//! (`max_level_info` in the manifest): the PostgreSQL driver writes statements with their
//! parameters there, and among those are nonces, key hashes and sealed secrets.

use std::io::IsTerminal as _;

use tracing_appender::non_blocking::WorkerGuard;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::writer::BoxMakeWriter;

use crate::config::LogFormat;

/// Starts logging; lines are written until the guard is dropped. A subscriber that stands already
/// stays.
pub(crate) fn start(filter: EnvFilter, format: LogFormat) -> WorkerGuard {
    let terminal = std::io::stderr().is_terminal();
    let (writer, guard) = tracing_appender::non_blocking(std::io::stderr());
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(BoxMakeWriter::new(writer))
        .with_ansi(terminal);
    let json = match format {
        LogFormat::Json => true,
        LogFormat::Pretty => false,
        LogFormat::Auto => !terminal,
    };
    let _ = if json {
        builder
            .json()
            .flatten_event(true)
            .with_current_span(false)
            .with_span_list(false)
            .try_init()
    } else {
        builder.try_init()
    };
    guard
}
