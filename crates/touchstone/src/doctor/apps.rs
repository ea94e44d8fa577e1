//! Decides what an app lacks: services without keys or account, Huawei without anchors, Android keys without a status list, an exchange of
//! receipts without a key for it.

use serde_json::Value;

use super::Finding;
use super::deployment::{Deployment, StatusList};

/// What is told of an app without asking anybody; in order when it lacks nothing.
pub(super) fn examine(app: &Value, deployment: Deployment) -> Vec<Finding> {
    if app.get("apple_app_id").is_some() {
        return apple(app);
    }
    let mut findings = Vec::new();
    if serves(app, "gms") {
        findings.extend(gms(app));
    }
    if serves(app, "hms") && !deployment.has_huawei_anchors {
        findings.push(Finding::problem(
            name(app),
            "serves hms, but no anchors are configured for Huawei: every token is refused",
            "set mobile.huawei.roots to a PEM file with Huawei's root",
        ));
    }
    if serves(app, "android-key") {
        findings.extend(status_list(app, deployment.status_list));
    }
    or_in_order(app, findings)
}

/// Whether Google can be asked for this app: it has an account, and something to ask.
pub(super) fn asks_google(app: &Value) -> bool {
    serves(app, "gms") && mode(app) != "local" && is_set(app, "service_account_set")
}

/// What Google says of the app's account, whatever else the app lacks.
pub(super) fn of_check(app: &Value, checked: &anyhow::Result<Value>) -> Finding {
    let what = format!("account of {}", text(app, "package_name"));
    match checked {
        Ok(answer) if answer.get("accepted") == Some(&Value::Bool(true)) => {
            Finding::ok(what, "Google accepts the service account")
        }
        Ok(answer) => {
            let (id, detail) = (text(app, "id"), text(answer, "detail"));
            Finding::problem(
                what,
                format!("Google does not accept the service account: {detail}"),
                format!(
                    "touchstone mobile service-account set {id} FILE, with a key that is in force"
                ),
            )
        }
        Err(error) => Finding::warning(
            what,
            format!("whether Google accepts the service account is unknown: {error:#}"),
            "let the server reach the account's token_uri, or what mobile.google.token_url names in its place; the check takes the scope mobile:keys",
        ),
    }
}

fn apple(app: &Value) -> Vec<Finding> {
    let refreshes = text(app, "receipt_refresh") == "daily";
    let lacking = (refreshes && !is_set(app, "devicecheck_key_set")).then(|| {
        Finding::problem(
            name(app),
            "receipt_refresh is daily, but there is no DeviceCheck key: no receipt is exchanged",
            format!(
                "touchstone mobile devicecheck-key set {} FILE",
                text(app, "id")
            ),
        )
    });
    or_in_order(app, lacking.into_iter().collect())
}

fn gms(app: &Value) -> Option<Finding> {
    let id = text(app, "id");
    let keys = is_set(app, "play_keys_set");
    let account = is_set(app, "service_account_set");
    let set_keys = format!(
        "touchstone mobile play-keys set {id} --decryption-key-file FILE --verification-key-file FILE"
    );
    let set_account = format!("touchstone mobile service-account set {id} FILE");
    match (mode(app), keys, account) {
        ("local", false, _) => Some(Finding::problem(
            name(app),
            "gms.mode is local, but there are no Play keys: no token can be opened",
            set_keys,
        )),
        ("google", _, false) => Some(Finding::problem(
            name(app),
            "gms.mode is google, but there is no service account: no token can be decoded",
            set_account,
        )),
        ("auto", false, false) => Some(Finding::problem(
            name(app),
            "serves gms, but has neither Play keys nor a service account: no token can be opened",
            format!("{set_account}, or {set_keys}"),
        )),
        ("auto", true, false) => Some(Finding::warning(
            name(app),
            "has Play keys, but no service account: standard tokens cannot be decoded",
            format!("{set_account}, or touchstone mobile app update {id} --gms-mode local"),
        )),
        _ => None,
    }
}

fn status_list(app: &Value, list: StatusList) -> Option<Finding> {
    let found = match list {
        StatusList::Usable => return None,
        StatusList::Stale => "serves android-key, but the status list is too old: answers are 503",
        StatusList::Missing => "serves android-key, but there is no status list: answers are 503",
    };
    let remedy = "let the server reach mobile.android.status_url and run touchstone mobile status-list refresh; without a way out load FILE in place of refresh, or set mobile.android.status_file";
    Some(Finding::problem(name(app), found, remedy))
}

fn or_in_order(app: &Value, findings: Vec<Finding>) -> Vec<Finding> {
    if findings.is_empty() {
        vec![Finding::ok(name(app), accepts(app))]
    } else {
        findings
    }
}

/// What it accepts, in words.
fn accepts(app: &Value) -> String {
    let listed = app.get("environments").or_else(|| app.get("services"));
    let words = listed.and_then(Value::as_array).into_iter().flatten();
    let words: Vec<&str> = words.filter_map(Value::as_str).collect();
    words.join(", ")
}

fn name(app: &Value) -> String {
    let name = app.get("apple_app_id").or_else(|| app.get("package_name"));
    let name = name.and_then(Value::as_str).unwrap_or_default();
    format!("app {name}")
}

fn serves(app: &Value, service: &str) -> bool {
    let services = app.get("services").and_then(Value::as_array);
    services.is_some_and(|services| services.iter().any(|word| word == service))
}

fn mode(app: &Value) -> &str {
    app.get("gms").map_or("", |gms| text(gms, "mode"))
}

fn is_set(app: &Value, name: &str) -> bool {
    app.get(name) == Some(&Value::Bool(true))
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests;
