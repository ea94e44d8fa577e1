//! Decides the commands of registered apps: `touchstone mobile app add-apple|add-android|list|show|update|remove`.

mod android_policy;
mod apple_policy;
mod kind;
mod list;

use anyhow::ensure;
use clap::Subcommand;
use serde_json::{Map, Value, json};

use self::android_policy::AndroidPolicy;
use self::apple_policy::ApplePolicy;
use self::kind::find;
pub(super) use self::kind::{AppKind, find_of, path_of};
use crate::cli::Terminal;
use crate::cli::api::{Api, Query};

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Register an Apple app
    AddApple {
        /// The App ID: TEAMID.bundle.id
        #[arg(long, value_name = "TEAMID.BUNDLE.ID")]
        app_id: String,
        #[command(flatten)]
        policy: ApplePolicy,
    },
    /// Register an Android app
    AddAndroid {
        /// The package name
        #[arg(long, value_name = "PACKAGE")]
        package: String,
        #[command(flatten)]
        policy: Box<AndroidPolicy>,
    },
    /// List apps of both platforms, newest first
    List {
        /// Only of this platform
        #[arg(long, value_enum)]
        platform: Option<AppKind>,
    },
    /// Show an app
    Show {
        /// Its identifier (app_...), App ID or package name
        app: String,
    },
    /// Change an app's policy, disable or enable it
    Update {
        /// Its identifier (app_...), App ID or package name
        app: String,
        /// Whether its evidence is accepted at all
        #[arg(long, value_name = "true|false")]
        enabled: Option<bool>,
        #[command(flatten, next_help_heading = "Apple apps")]
        apple: ApplePolicy,
        #[command(flatten, next_help_heading = "Android apps")]
        android: Box<AndroidPolicy>,
    },
    /// Remove an app
    Remove {
        /// Its identifier (app_...), App ID or package name
        app: String,
        /// Remove its device keys too
        #[arg(long)]
        force: bool,
    },
}

pub(super) async fn run(verb: Verb, api: &Api, terminal: Terminal) -> anyhow::Result<()> {
    match verb {
        Verb::AddApple { app_id, policy } => {
            let mut body = policy.members();
            body.insert("apple_app_id".to_owned(), app_id.into());
            terminal.object(&api.post(AppKind::Apple.path(), body.into()).await?)
        }
        Verb::AddAndroid { package, policy } => {
            let mut body = policy.members();
            body.insert("package_name".to_owned(), package.into());
            terminal.object(&api.post(AppKind::Android.path(), body.into()).await?)
        }
        Verb::List { platform } => list::print(api, platform, terminal).await,
        Verb::Show { app } => terminal.object(&find(api, &app).await?.app),
        Verb::Update {
            app,
            enabled,
            apple,
            android,
        } => {
            let found = find(api, &app).await?;
            let mut body = changes(found.kind, &apple.members(), &android.members())?;
            if let Some(enabled) = enabled {
                body.insert("enabled".to_owned(), enabled.into());
            }
            terminal.object(&api.patch(&found.path, body.into()).await?)
        }
        Verb::Remove { app, force } => {
            let found = find(api, &app).await?;
            let query = Query::default().with("force", force.then_some(true));
            api.delete(&found.path, query).await?;
            let id = found.id;
            terminal.either(&json!({ "removed": id }), || format!("removed {id}\n"))
        }
    }
}

/// The members of the app's own kind; there must be none of the other.
fn changes(
    kind: AppKind,
    apple: &Map<String, Value>,
    android: &Map<String, Value>,
) -> anyhow::Result<Map<String, Value>> {
    let (own, other) = match kind {
        AppKind::Apple => (apple, android),
        AppKind::Android => (android, apple),
    };
    let foreign: Vec<&str> = other.keys().map(String::as_str).collect();
    ensure!(
        foreign.is_empty(),
        "this is an {} app: it has no {}",
        kind.name(),
        foreign.join(", ")
    );
    Ok(own.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(text: Value) -> Map<String, Value> {
        text.as_object().unwrap().clone()
    }

    #[test]
    fn what_only_the_other_platform_has_is_refused() {
        let apple = members(json!({"environments": ["production"]}));
        let android = members(json!({"gms": {"mode": "local"}}));
        let none = Map::new();
        let told = |kind, apple, android| changes(kind, apple, android).unwrap_err().to_string();
        let message = told(AppKind::Android, &apple, &android);
        assert_eq!(message, "this is an Android app: it has no environments");
        let message = told(AppKind::Apple, &none, &android);
        assert_eq!(message, "this is an Apple app: it has no gms");
        assert_eq!(changes(AppKind::Android, &none, &android).unwrap(), android);
    }
}
