//! An administrator: speaks the admin API over HTTP.

use std::net::SocketAddr;

use serde_json::Value;
use touchstone_outbound::{AdminClient, AdminError, AdminRequest, BaseUrl, Method, Problem};

/// Someone with an admin key.
#[derive(Clone)]
pub struct Admin {
    client: AdminClient,
    tenant: Option<String>,
}

impl Admin {
    /// Whoever holds this server-wide key.
    pub fn new(address: SocketAddr, key: &str) -> Self {
        let base = BaseUrl::parse(&format!("http://{address}")).unwrap();
        Self {
            client: AdminClient::new(base, key).unwrap(),
            tenant: None,
        }
    }

    /// The same for this tenant.
    pub fn of(&self, tenant: &str) -> Self {
        Self {
            client: self.client.clone(),
            tenant: Some(tenant.to_owned()),
        }
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> Value {
        self.call(Method::Get, path, &[], None).await.unwrap()
    }

    /// Reads what these parameters choose.
    pub async fn find(&self, path: &str, query: &[(&str, &str)]) -> Value {
        self.call(Method::Get, path, query, None).await.unwrap()
    }

    /// Reads; a refusal is the status of its problem.
    pub async fn try_get(&self, path: &str) -> Result<Value, Box<Problem>> {
        self.call(Method::Get, path, &[], None).await
    }

    /// Makes, or acts.
    pub async fn post(&self, path: &str, body: Value) -> Value {
        self.try_write(Method::Post, path, body).await.unwrap()
    }

    /// Puts in place.
    pub async fn put(&self, path: &str, body: Value) -> Value {
        self.try_write(Method::Put, path, body).await.unwrap()
    }

    /// Changes.
    pub async fn patch(&self, path: &str, body: Value) -> Value {
        self.try_write(Method::Patch, path, body).await.unwrap()
    }

    /// Takes away.
    pub async fn delete(&self, path: &str) -> Value {
        self.delete_by(path, &[]).await
    }

    /// Takes away in the way that these parameters choose.
    pub async fn delete_by(&self, path: &str, query: &[(&str, &str)]) -> Value {
        self.call(Method::Delete, path, query, None).await.unwrap()
    }

    /// Writes; a refusal is its problem.
    pub async fn try_write(
        &self,
        method: Method,
        path: &str,
        body: Value,
    ) -> Result<Value, Box<Problem>> {
        self.call(method, path, &[], Some(body)).await
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        query: &[(&str, &str)],
        body: Option<Value>,
    ) -> Result<Value, Box<Problem>> {
        let tenant = self.tenant.as_deref().map(|tenant| ("tenant_id", tenant));
        let query = query.iter().copied().chain(tenant);
        let request = AdminRequest {
            method,
            path: path.to_owned(),
            query: query
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            body,
        };
        match self.client.call(&request).await {
            Ok(answer) => Ok(answer.body),
            Err(AdminError::Refused(problem)) => Err(problem),
            Err(error) => panic!("{path}: {error}"),
        }
    }
}
