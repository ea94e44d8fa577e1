//! Decides how `--local` works: the store is opened in this process, and calls go through the same router as those of a server, as
//! someone who holds the store's files.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use http::Request;
use http::header::CONTENT_TYPE;
use http_body_util::BodyExt as _;
use touchstone_core::Touchstone;
use touchstone_http::{HttpOptions, HttpState, LocalCaller};
use touchstone_outbound::{AdminAnswer, AdminRequest};
use tower::ServiceExt as _;

use super::open::open;
use super::running::Surroundings;
use crate::config::Config;

/// The admin API without a server.
pub(crate) struct LocalApp {
    core: Arc<Touchstone>,
    router: Router,
}

impl LocalApp {
    /// Opens the store; refused while a server holds it (SQLite).
    pub(crate) async fn start(config: &Config) -> anyhow::Result<Self> {
        let core = open(config, &Surroundings::of_machine()).await?;
        let state = HttpState::new(Arc::clone(&core), HttpOptions::default());
        Ok(Self {
            core,
            router: touchstone_http::admin_router(&state),
        })
    }

    /// Makes a call.
    pub(crate) async fn call(&self, call: &AdminRequest) -> anyhow::Result<AdminAnswer> {
        let mut request = Request::builder()
            .method(call.method.as_str())
            .uri(call.path_and_query())
            .extension(LocalCaller);
        let body = match &call.body {
            Some(body) => {
                request = request.header(CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        let answer = self.router.clone().oneshot(request.body(body)?).await?;
        let status = answer.status().as_u16();
        let body = answer.into_body().collect().await?.to_bytes();
        Ok(AdminAnswer::read(status, &body)?)
    }

    /// Lets go of the store. What was answered is on disk already.
    pub(crate) async fn close(self) {
        drop(self.router);
        if let Err(error) = self.core.api_keys.flush_uses().await {
            let error: &dyn std::error::Error = &error;
            tracing::warn!(error, "the last uses of API keys were not written");
        }
    }
}
