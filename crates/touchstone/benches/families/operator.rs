//! What an operator sets up before anybody can be judged, over the admin API.

use anyhow::Context;
use serde_json::{Value, json};
use touchstone_outbound::{AdminClient, AdminRequest, BaseUrl, Method};

use crate::server::Server;

/// Whoever holds the server-wide admin key.
pub struct Operator {
    admin: AdminClient,
}

impl Operator {
    pub async fn of(server: &Server) -> anyhow::Result<Self> {
        let base = BaseUrl::parse(&format!("http://{}", server.address))?;
        let admin = AdminClient::new(base, &server.first_admin_key().await?)?;
        Ok(Self { admin })
    }

    /// A new tenant's identifier.
    pub async fn new_tenant(&self, name: &str) -> anyhow::Result<String> {
        let tenant = json!({"name": name});
        text(&self.post("/admin/v1/tenants", tenant, None).await?, "id")
    }

    pub async fn post(
        &self,
        path: &str,
        body: Value,
        tenant: Option<String>,
    ) -> anyhow::Result<Value> {
        self.call(Method::Post, path, Some(body), tenant).await
    }

    pub async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        tenant: Option<String>,
    ) -> anyhow::Result<Value> {
        let query = tenant.map(|tenant| ("tenant_id".to_owned(), tenant));
        let request = AdminRequest {
            method,
            path: path.to_owned(),
            query: query.into_iter().collect(),
            body,
        };
        Ok(self.admin.call(&request).await?.body)
    }
}

pub fn text(value: &Value, member: &str) -> anyhow::Result<String> {
    let text = value.get(member).and_then(Value::as_str);
    Ok(text.context("a text member")?.to_owned())
}
