//! Decides how apps are listed: those of both platforms in one list, newest first. A tenant has so few that all are fetched.

use serde_json::{Value, json};

use super::kind::AppKind;
use crate::cli::Terminal;
use crate::cli::api::{Api, Query};

const COLUMNS: [&str; 5] = ["id", "platform", "app", "accepts", "enabled"];

pub(super) async fn print(
    api: &Api,
    platform: Option<AppKind>,
    terminal: Terminal,
) -> anyhow::Result<()> {
    let mut apps = Vec::new();
    for kind in AppKind::ALL {
        if platform.is_none_or(|platform| platform == kind) {
            let found = api.get_all(kind.path(), &Query::default()).await?;
            apps.extend(found.into_iter().map(|app| with_platform(kind, app)));
        }
    }
    // Identifiers begin with the time of birth.
    apps.sort_by(|one, other| text(other, "id").cmp(text(one, "id")));
    let list = json!({ "items": apps, "next_cursor": null });
    if terminal.is_json() {
        return terminal.json(&list);
    }
    let rows: Vec<Value> = apps.iter().map(row).collect();
    let rows = json!({ "items": rows, "next_cursor": null });
    terminal.list(&rows, &COLUMNS)
}

fn with_platform(kind: AppKind, mut app: Value) -> Value {
    if let Some(members) = app.as_object_mut() {
        members.insert("platform".to_owned(), kind.word().into());
    }
    app
}

/// What people see of it.
fn row(app: &Value) -> Value {
    let either = |one: &str, other: &str| app.get(one).or_else(|| app.get(other)).cloned();
    json!({
        "id": app.get("id"),
        "platform": app.get("platform"),
        "app": either("apple_app_id", "package_name"),
        "accepts": either("environments", "services"),
        "enabled": app.get("enabled"),
    })
}

fn text<'a>(app: &'a Value, member: &str) -> &'a str {
    app.get(member).and_then(Value::as_str).unwrap_or_default()
}
