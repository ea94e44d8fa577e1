//! Decides what is looked at through the admin API: is there a tenant, has it apps, has it keys?

use serde_json::Value;

use super::Finding;
use crate::cli::{Api, ApiArguments, Query};
use crate::config::Loaded;

/// How many objects of a kind are looked at.
const LIMIT: u16 = 200;

/// Every tenant, or the one that was named.
pub(super) async fn examine(arguments: &ApiArguments, loaded: &Loaded) -> Vec<Finding> {
    let api = match arguments.open(loaded).await {
        Ok(api) => api,
        Err(error) => return vec![unreachable_api(&error)],
    };
    let query = Query::default().with("limit", Some(LIMIT));
    let findings = match api.get("tenants", query).await {
        Ok(tenants) => every_tenant(&api, &tenants).await,
        Err(error) => vec![unreachable_api(&error)],
    };
    api.close().await;
    findings
}

fn unreachable_api(error: &anyhow::Error) -> Finding {
    Finding::problem(
        "admin API",
        format!("{error:#}"),
        "start the server with touchstone serve, name another one with --url, or use --local",
    )
}

async fn every_tenant(api: &Api, tenants: &Value) -> Vec<Finding> {
    let items = items(tenants);
    if items.is_empty() {
        return vec![Finding::warning(
            "tenants",
            "none",
            "touchstone tenant create NAME",
        )];
    }
    let mut findings = Vec::new();
    for tenant in items {
        let name = tenant
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or_default();
        match one_tenant(api, name, tenant).await {
            Ok(finding) => findings.push(finding),
            Err(error) => findings.push(Finding::problem(
                format!("tenant {name}"),
                format!("{error:#}"),
                "use an admin key with the scopes mobile:read and mobile:keys",
            )),
        }
    }
    findings
}

async fn one_tenant(api: &Api, name: &str, tenant: &Value) -> anyhow::Result<Finding> {
    let what = format!("tenant {name}");
    if tenant.get("enabled") == Some(&Value::Bool(false)) {
        let remedy = format!("touchstone tenant update {name} --enabled true");
        return Ok(Finding::warning(
            what,
            "disabled: its API keys are refused",
            remedy,
        ));
    }
    let of_tenant = || {
        Query::default()
            .with("limit", Some(LIMIT))
            .with("tenant_id", Some(name))
    };
    let apps = api.get("mobile/apple-apps", of_tenant()).await?;
    let apps = items(&apps)
        .iter()
        .filter(|app| app.get("enabled") == Some(&Value::Bool(true)))
        .count();
    let keys = api
        .get("keys", of_tenant().with("kind", Some("mobile")))
        .await?;
    let live = |key: &&Value| key.get("revoked_at").is_none_or(Value::is_null);
    let keys = items(&keys).iter().filter(live).count();
    let found = format!("{apps} enabled Apple apps, {keys} API keys of kind mobile");
    Ok(if apps == 0 {
        let remedy =
            format!("touchstone mobile app add-apple --tenant {name} --app-id TEAMID.bundle.id");
        Finding::warning(what, found, remedy)
    } else if keys == 0 {
        let remedy = format!("touchstone key create --tenant {name} --kind mobile --label backend");
        Finding::warning(what, found, remedy)
    } else {
        Finding::ok(what, found)
    })
}

fn items(list: &Value) -> &[Value] {
    list.get("items")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}
