//! Decides how a command reaches the admin API: over HTTP, or in this process straight at the store (`--local`). Both take the same road
//! through routes and use cases, so there is one meaning of every command.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Args;
use serde_json::Value;
use touchstone_outbound::{AdminClient, AdminError, AdminRequest, BaseUrl, Method, Problem};
use zeroize::Zeroizing;

use super::refusal;
use crate::app::LocalApp;
use crate::config::{Config, Loaded, TOKEN_VARIABLE};

/// The largest page of a list.
const PAGE: u16 = 200;

/// Where the admin API is, and who asks.
#[derive(Args, Clone, Debug)]
pub(crate) struct ApiArguments {
    /// Address of the server; without it the configured one on this machine
    #[arg(long, global = true, value_name = "URL", conflicts_with = "local")]
    url: Option<String>,
    /// File with an admin key; without it TOUCHSTONE_TOKEN, then the file that the first start made
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "local")]
    token_file: Option<PathBuf>,
    /// Open the store directly, without a server
    #[arg(long, global = true)]
    local: bool,
    /// Tenant to act in, by name or identifier; needed with server-wide keys
    #[arg(long, global = true, value_name = "TENANT")]
    tenant: Option<String>,
}

/// The admin API of a server, or of the store itself.
pub(crate) struct Api {
    road: Road,
    tenant: Option<String>,
}

enum Road {
    Remote(AdminClient),
    Local(Box<LocalApp>),
}

impl ApiArguments {
    /// Opens the road to the admin API.
    pub(crate) async fn open(&self, loaded: &Loaded) -> anyhow::Result<Api> {
        let road = if self.local {
            Road::Local(Box::new(LocalApp::start(&loaded.config).await?))
        } else {
            let base = self.base(&loaded.config)?;
            let token = self.token(loaded)?;
            Road::Remote(AdminClient::new(base, &token)?)
        };
        Ok(Api {
            road,
            tenant: self.tenant.clone(),
        })
    }

    /// The server's address.
    fn base(&self, config: &Config) -> anyhow::Result<BaseUrl> {
        match &self.url {
            Some(url) => BaseUrl::parse(url).with_context(|| format!("--url {url}")),
            None => {
                let listen = config
                    .server
                    .admin_listen
                    .get()
                    .unwrap_or(&config.server.listen);
                let mut reachable = *listen;
                if reachable.ip().is_unspecified() {
                    reachable.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
                }
                BaseUrl::parse(&format!("http://{reachable}")).with_context(|| {
                    format!(
                        "the configured server listens at {listen}: name it with --url https://..."
                    )
                })
            }
        }
    }

    fn token(&self, loaded: &Loaded) -> anyhow::Result<Zeroizing<String>> {
        if let Some(file) = &self.token_file {
            return read_token(file);
        }
        if let Some(token) = &loaded.environment.token {
            return Ok(token.clone());
        }
        match loaded.config.admin_key_file() {
            Some(file) if file.exists() => read_token(&file),
            Some(file) => bail!(
                "no admin key: there is no {} here; give --token-file FILE or {TOKEN_VARIABLE}, or use --local",
                file.display()
            ),
            None => {
                bail!("no admin key: give --token-file FILE or {TOKEN_VARIABLE}, or use --local")
            }
        }
    }
}

fn read_token(file: &std::path::Path) -> anyhow::Result<Zeroizing<String>> {
    let text = std::fs::read_to_string(file).map(Zeroizing::new);
    let text = text.with_context(|| format!("cannot read the admin key in {}", file.display()))?;
    Ok(Zeroizing::new(text.trim().to_owned()))
}

impl Api {
    /// The same for calls that name their tenant themselves, and the one that the command line named.
    pub(crate) fn without_tenant(mut self) -> (Self, Option<String>) {
        let tenant = self.tenant.take();
        (self, tenant)
    }

    /// Reads.
    pub(crate) async fn get(&self, path: &str, query: Query) -> anyhow::Result<Value> {
        self.call(Method::Get, path, query, None).await
    }

    /// Reads a list to its end.
    pub(crate) async fn get_all(&self, path: &str, query: &Query) -> anyhow::Result<Vec<Value>> {
        let mut items = Vec::new();
        let mut cursor = None;
        loop {
            let page = query
                .clone()
                .with("limit", Some(PAGE))
                .with("cursor", cursor);
            let mut answer = self.get(path, page).await?;
            if let Some(Value::Array(page)) = answer.get_mut("items").map(Value::take) {
                items.extend(page);
            }
            let next = answer.get("next_cursor").and_then(Value::as_str);
            match next {
                Some(next) => cursor = Some(next.to_owned()),
                None => return Ok(items),
            }
        }
    }

    /// Creates, or acts.
    pub(crate) async fn post(&self, path: &str, body: Value) -> anyhow::Result<Value> {
        self.call(Method::Post, path, Query::default(), Some(body))
            .await
    }

    /// Acts, with these parameters.
    pub(crate) async fn post_with(
        &self,
        path: &str,
        query: Query,
        body: Value,
    ) -> anyhow::Result<Value> {
        self.call(Method::Post, path, query, Some(body)).await
    }

    /// Replaces.
    pub(crate) async fn put(&self, path: &str, body: Value) -> anyhow::Result<Value> {
        self.put_with(path, Query::default(), body).await
    }

    /// Replaces, with these parameters.
    pub(crate) async fn put_with(
        &self,
        path: &str,
        query: Query,
        body: Value,
    ) -> anyhow::Result<Value> {
        self.call(Method::Put, path, query, Some(body)).await
    }

    /// Changes some members.
    pub(crate) async fn patch(&self, path: &str, body: Value) -> anyhow::Result<Value> {
        self.call(Method::Patch, path, Query::default(), Some(body))
            .await
    }

    /// Removes.
    pub(crate) async fn delete(&self, path: &str, query: Query) -> anyhow::Result<Value> {
        self.call(Method::Delete, path, query, None).await
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        query: Query,
        body: Option<Value>,
    ) -> anyhow::Result<Value> {
        let mut query = query.0;
        if let Some(tenant) = &self.tenant {
            query.push(("tenant_id".to_owned(), tenant.clone()));
        }
        let request = AdminRequest {
            method,
            path: format!("/admin/v1/{path}"),
            query,
            body,
        };
        let answer = match &self.road {
            Road::Remote(client) => client.call(&request).await.map_err(anyhow::Error::new),
            Road::Local(app) => app.call(&request).await,
        };
        let answer = answer.map_err(|error| self.in_flags(error))?;
        Ok(answer.body)
    }

    /// A refusal in the words of the command line.
    fn in_flags(&self, mut error: anyhow::Error) -> anyhow::Error {
        if let Some(AdminError::Refused(problem)) = error.downcast_mut() {
            refusal::in_flags(problem, self.tenant.is_some());
        }
        error
    }

    /// Lets go of the store before the process ends.
    pub(crate) async fn close(self) {
        if let Road::Local(app) = self.road {
            app.close().await;
        }
    }
}

/// Whether the API said that there is no such object.
pub(crate) fn is_not_found(error: &anyhow::Error) -> bool {
    problem(error).is_some_and(|problem| problem.status == 404)
}

/// Whether the API said that someone whom it asked gave no answer.
pub(crate) fn is_unavailable(error: &anyhow::Error) -> bool {
    problem(error).is_some_and(|problem| problem.status == 503)
}

/// Whether the API answered, and said no.
pub(crate) fn is_refusal(error: &anyhow::Error) -> bool {
    problem(error).is_some()
}

fn problem(error: &anyhow::Error) -> Option<&Problem> {
    match error.downcast_ref()? {
        AdminError::Refused(problem) => Some(problem),
        _ => None,
    }
}

/// Parameters of a call; those without a value are left out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// With this parameter, when there is a value.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: Option<impl ToString>) -> Self {
        if let Some(value) = value {
            self.0.push((name.to_owned(), value.to_string()));
        }
        self
    }
}

/// Which part of a list is wanted.
#[derive(Args, Clone, Debug)]
pub(crate) struct PageArguments {
    /// At most this many, 1 to 200
    #[arg(long, value_name = "N")]
    limit: Option<u16>,
    /// Go on behind this cursor, as printed by the call before
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<String>,
}

impl PageArguments {
    /// The parameters of the page.
    pub(crate) fn query(&self) -> Query {
        Query::default()
            .with("limit", self.limit)
            .with("cursor", self.cursor.as_ref())
    }
}
