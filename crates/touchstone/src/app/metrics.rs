//! Decides where metrics are gathered: one recorder for the process, however many servers run in it.

use std::sync::{Arc, OnceLock};

use anyhow::Context as _;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use touchstone_http::RenderMetrics;

static RECORDER: OnceLock<Result<PrometheusHandle, String>> = OnceLock::new();

/// What `/metrics` answers.
pub(super) fn render() -> anyhow::Result<RenderMetrics> {
    let installed = RECORDER.get_or_init(|| {
        PrometheusBuilder::new()
            .install_recorder()
            .map_err(|error| error.to_string())
    });
    let handle = installed
        .as_ref()
        .map_err(|error| anyhow::anyhow!("{error}"));
    let handle = handle.context("cannot gather metrics")?.clone();
    Ok(Arc::new(move || handle.render()))
}

/// Drops samples that have aged out of their summaries.
pub(super) fn upkeep() {
    if let Some(Ok(handle)) = RECORDER.get() {
        handle.run_upkeep();
    }
}
