//! Decides what is looked at through the admin API: is there a tenant, has it apps and keys, and what does each app lack?

use serde_json::{Value, json};

use super::deployment::Deployment;
use super::{Finding, apps, deployment};
use crate::cli::{Api, ApiArguments, Query, is_not_found, is_refusal, segment};
use crate::config::Loaded;

/// Every tenant, or the one that was named.
pub(super) async fn examine(arguments: &ApiArguments, loaded: &Loaded) -> Vec<Finding> {
    let (api, named) = match arguments.open(loaded).await {
        Ok(api) => api.without_tenant(),
        Err(error) => return vec![unreachable_api(&error)],
    };
    let findings = match tenants(&api, named.as_deref()).await {
        Ok(tenants) => {
            let (deployment, mut findings) = deployment::examine(&api).await;
            findings.extend(every_tenant(&api, &tenants, deployment).await);
            findings
        }
        Err(error) => vec![no_tenants(&error, named.as_deref())],
    };
    api.close().await;
    findings
}

async fn tenants(api: &Api, named: Option<&str>) -> anyhow::Result<Vec<Value>> {
    match named {
        Some(name) => {
            let path = format!("tenants/{}", segment(name));
            Ok(vec![api.get(&path, Query::default()).await?])
        }
        None => api.get_all("tenants", &Query::default()).await,
    }
}

/// Something answered when there is a refusal: starting a server would not help.
fn no_tenants(error: &anyhow::Error, named: Option<&str>) -> Finding {
    match named {
        Some(name) if is_not_found(error) => Finding::problem(
            format!("tenant {name}"),
            "there is no such tenant, or this admin key does not see it",
            format!("touchstone tenant list shows them; touchstone tenant create {name}"),
        ),
        _ if is_refusal(error) => Finding::problem(
            "admin API",
            format!("{error:#}"),
            "use an admin key that may: --token-file FILE or TOUCHSTONE_TOKEN",
        ),
        _ => unreachable_api(error),
    }
}

fn unreachable_api(error: &anyhow::Error) -> Finding {
    Finding::problem(
        "admin API",
        format!("{error:#}"),
        "start the server with touchstone serve, name another one with --url, or use --local",
    )
}

async fn every_tenant(api: &Api, tenants: &[Value], deployment: Deployment) -> Vec<Finding> {
    if tenants.is_empty() {
        return vec![Finding::warning(
            "tenants",
            "none",
            "touchstone tenant create NAME",
        )];
    }
    let mut findings = Vec::new();
    for tenant in tenants {
        let name = tenant.get("name").and_then(Value::as_str);
        let name = name.unwrap_or_default();
        match one_tenant(api, name, tenant, deployment).await {
            Ok(found) => findings.extend(found),
            Err(error) => findings.push(Finding::problem(
                format!("tenant {name}"),
                format!("{error:#}"),
                "use an admin key with the scopes mobile:read and mobile:keys",
            )),
        }
    }
    findings
}

async fn one_tenant(
    api: &Api,
    name: &str,
    tenant: &Value,
    deployment: Deployment,
) -> anyhow::Result<Vec<Finding>> {
    let what = format!("tenant {name}");
    if tenant.get("enabled") == Some(&Value::Bool(false)) {
        let remedy = format!("touchstone tenant update {name} --enabled true");
        let found = "disabled: its API keys are refused";
        return Ok(vec![Finding::warning(what, found, remedy)]);
    }
    let of_tenant = Query::default().with("tenant_id", Some(name));
    let mut apps = api.get_all("mobile/apple-apps", &of_tenant).await?;
    apps.extend(api.get_all("mobile/android-apps", &of_tenant).await?);
    apps.retain(|app| app.get("enabled") == Some(&Value::Bool(true)));
    let of_kind = of_tenant.clone().with("kind", Some("mobile"));
    let mut keys = api.get_all("keys", &of_kind).await?;
    keys.retain(|key| key.get("revoked_at").is_none_or(Value::is_null));
    let found = format!(
        "{} enabled apps, {} API keys of kind mobile",
        apps.len(),
        keys.len()
    );
    let mut findings = vec![if apps.is_empty() {
        let remedy = format!(
            "touchstone mobile app add-apple --tenant {name} --app-id TEAMID.bundle.id, or add-android"
        );
        Finding::warning(what, found, remedy)
    } else if keys.is_empty() {
        let remedy = format!("touchstone key create --tenant {name} --kind mobile --label backend");
        Finding::warning(what, found, remedy)
    } else {
        Finding::ok(what, found)
    }];
    for app in &apps {
        findings.extend(apps::examine(app, deployment));
        findings.extend(service_account(api, app, &of_tenant).await);
    }
    Ok(findings)
}

/// What Google says of the account, when the app has one that is used.
async fn service_account(api: &Api, app: &Value, of_tenant: &Query) -> Option<Finding> {
    if !apps::asks_google(app) {
        return None;
    }
    let id = segment(app.get("id")?.as_str()?);
    let path = format!("mobile/android-apps/{id}/service-account/check");
    let checked = api.post_with(&path, of_tenant.clone(), json!({})).await;
    Some(apps::of_check(app, &checked))
}

/// The items of a list.
pub(super) fn items(list: &Value) -> &[Value] {
    list.get("items")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}
