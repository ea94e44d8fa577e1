//! Decides what is looked at through the admin API: is there a tenant, has it apps, relying parties and keys, and what does each lack?

use serde_json::{Value, json};
use touchstone_core::{Clock as _, SystemClock};

use super::deployment::Deployment;
use super::{Family, Finding, apps, deployment, passkeys};
use crate::cli::{Api, ApiArguments, Query, is_not_found, is_refusal, segment};
use crate::config::Loaded;

/// Every tenant, or the one that was named.
pub(super) async fn examine(
    arguments: &ApiArguments,
    loaded: &Loaded,
    family: Family,
) -> Vec<Finding> {
    let (api, named) = match arguments.open(loaded).await {
        Ok(api) => api.without_tenant(),
        Err(error) => return vec![unreachable_api(&error)],
    };
    let findings = match tenants(&api, named.as_deref()).await {
        Ok(tenants) => {
            let (deployment, services, mut findings) = deployment::examine(&api, family).await;
            let of_tenants = every_tenant(&api, &tenants, deployment, family).await;
            let is_needed = of_tenants.iter().any(passkeys::is_about_one);
            let services = services.iter();
            findings.extend(services.map(|service| passkeys::of_service(service, is_needed)));
            findings.extend(of_tenants);
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

async fn every_tenant(
    api: &Api,
    tenants: &[Value],
    deployment: Deployment,
    family: Family,
) -> Vec<Finding> {
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
        match one_tenant(api, name, tenant, deployment, family).await {
            Ok(found) => findings.extend(found),
            Err(error) => findings.push(Finding::problem(
                format!("tenant {name}"),
                format!("{error:#}"),
                "use an admin key with the scopes mobile:read, mobile:keys and webauthn:read",
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
    family: Family,
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
    let passkeys = match family {
        Family::Mobile => None,
        Family::Every => Some(of_passkeys(api, &of_tenant, deployment).await),
    };
    let of_kind = of_tenant.clone().with("kind", Some("mobile"));
    let mut keys = api.get_all("keys", &of_kind).await?;
    keys.retain(|key| key.get("revoked_at").is_none_or(Value::is_null));
    let relying_parties = match &passkeys {
        Some(Ok((count, _))) => Some(*count),
        _ => None,
    };
    let mut findings = vec![in_numbers(name, apps.len(), keys.len(), relying_parties)];
    match passkeys {
        Some(Ok((_, found))) => findings.extend(found),
        Some(Err(error)) => findings.push(no_passkeys(name, &error)),
        None => {}
    }
    for app in &apps {
        findings.extend(apps::examine(app, deployment));
        findings.extend(service_account(api, app, &of_tenant).await);
    }
    Ok(findings)
}

/// How many relying parties there are, and what is told of them.
async fn of_passkeys(
    api: &Api,
    of_tenant: &Query,
    deployment: Deployment,
) -> anyhow::Result<(usize, Vec<Finding>)> {
    let relying_parties = api.get_all("webauthn/relying-parties", of_tenant).await?;
    let one = of_tenant.clone().with("limit", Some(1));
    let own = api.get("webauthn/statements", one).await?;
    let has_metadata = deployment.has_metadata || !items(&own).is_empty();
    let now = SystemClock.now();
    let findings = relying_parties
        .iter()
        .flat_map(|rp| passkeys::examine(rp, has_metadata, now));
    Ok((relying_parties.len(), findings.collect()))
}

/// Apps are looked at all the same.
fn no_passkeys(name: &str, error: &anyhow::Error) -> Finding {
    let what = format!("passkeys of {name}");
    let remedy = "use an admin key with the scope webauthn:read";
    Finding::warning(what, format!("{error:#}"), remedy)
}

/// What the tenant has at all: apps, keys for them, and relying parties where they were looked at.
fn in_numbers(name: &str, apps: usize, keys: usize, relying_parties: Option<usize>) -> Finding {
    let what = format!("tenant {name}");
    let mut found = format!("{apps} enabled apps, {keys} API keys of kind mobile");
    if let Some(count) = relying_parties {
        found.push_str(&format!(", {count} relying parties"));
    }
    if apps == 0 && relying_parties.unwrap_or(0) == 0 {
        let mut remedy = format!(
            "touchstone mobile app add-apple --tenant {name} --app-id TEAMID.bundle.id, or add-android"
        );
        if relying_parties.is_some() {
            remedy.push_str("; for passkeys touchstone webauthn rp add");
        }
        return Finding::warning(what, found, remedy);
    }
    if apps > 0 && keys == 0 {
        let remedy = format!("touchstone key create --tenant {name} --kind mobile --label backend");
        return Finding::warning(what, found, remedy);
    }
    Finding::ok(what, found)
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
