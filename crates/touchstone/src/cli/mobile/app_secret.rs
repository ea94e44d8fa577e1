//! Decides how a secret of an app is set and forgotten: apps of one platform have it, and whoever names another one is told so.

use serde_json::Value;

use super::app::{AppKind, find_of, path_of};
use crate::cli::api::{Api, Query, is_not_found};

/// A secret that apps of one platform have.
pub(super) struct AppSecret {
    /// Their platform.
    pub(super) kind: AppKind,
    /// The last part of its path.
    pub(super) object: &'static str,
    /// What people call it.
    pub(super) name: &'static str,
}

impl AppSecret {
    /// Sets it; the app.
    pub(super) async fn put(&self, api: &Api, app: &str, body: Value) -> anyhow::Result<Value> {
        let path = self.path(api, app).await?;
        let put = api.put(&path, body).await;
        self.explained(api, app, put).await
    }

    /// Forgets it; the app.
    pub(super) async fn clear(&self, api: &Api, app: &str) -> anyhow::Result<Value> {
        let path = self.path(api, app).await?;
        let cleared = api.delete(&path, Query::default()).await;
        self.explained(api, app, cleared).await
    }

    async fn path(&self, api: &Api, app: &str) -> anyhow::Result<String> {
        let path = path_of(api, app, self.kind, self.name).await?;
        Ok(format!("{path}/{}", self.object))
    }

    /// An app that was not found may be one of the other platform. It is looked for afterwards only: setting takes no scope for reading.
    async fn explained(
        &self,
        api: &Api,
        app: &str,
        answer: anyhow::Result<Value>,
    ) -> anyhow::Result<Value> {
        if answer.as_ref().is_err_and(is_not_found) {
            find_of(api, app, self.kind, self.name).await?;
        }
        answer
    }
}
