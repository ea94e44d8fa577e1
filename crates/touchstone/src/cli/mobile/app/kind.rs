//! Decides which platform an app belongs to: by its identifier, which is unique over both, or by the name that it has on its platform.

use anyhow::{Context as _, bail, ensure};
use clap::ValueEnum;
use serde_json::Value;

use crate::cli::api::{Api, Query, is_not_found};
use crate::cli::segment::segment;

/// What shows the apps that there are.
const LIST: &str = "touchstone mobile app list shows them";

/// Where an app runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli::mobile) enum AppKind {
    Apple,
    Android,
}

impl AppKind {
    /// Both, in the order in which they are listed.
    pub(super) const ALL: [Self; 2] = [Self::Apple, Self::Android];

    /// The collection.
    pub(in crate::cli::mobile) const fn path(self) -> &'static str {
        match self {
            Self::Apple => "mobile/apple-apps",
            Self::Android => "mobile/android-apps",
        }
    }

    /// For people.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Apple => "Apple",
            Self::Android => "Android",
        }
    }

    /// For programs.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Apple => "apple",
            Self::Android => "android",
        }
    }

    /// The path of one app.
    fn at(self, id: &str) -> String {
        format!("{}/{}", self.path(), segment(id))
    }

    /// The member that holds an app's name on its platform.
    const fn name_member(self) -> &'static str {
        match self {
            Self::Apple => "apple_app_id",
            Self::Android => "package_name",
        }
    }
}

/// An app that was found.
pub(in crate::cli::mobile) struct Found {
    pub(super) kind: AppKind,
    /// Its identifier.
    pub(in crate::cli::mobile) id: String,
    /// Where it is in the API.
    pub(in crate::cli::mobile) path: String,
    pub(super) app: Value,
}

/// The app of this identifier, App ID or package name, on whichever platform.
pub(in crate::cli::mobile) async fn find(api: &Api, named: &str) -> anyhow::Result<Found> {
    if is_name(named) {
        by_name(api, named).await
    } else {
        by_id(api, named).await
    }
}

/// The same, when `purpose` exists on one platform only.
pub(in crate::cli::mobile) async fn find_of(
    api: &Api,
    named: &str,
    kind: AppKind,
    purpose: &str,
) -> anyhow::Result<Found> {
    let found = find(api, named).await?;
    ensure!(
        found.kind == kind,
        "{named} is an {} app, and only {} apps have {purpose}",
        found.kind.name(),
        kind.name()
    );
    Ok(found)
}

/// Where the app is in the API; an identifier is not looked up.
pub(in crate::cli::mobile) async fn path_of(
    api: &Api,
    named: &str,
    kind: AppKind,
    purpose: &str,
) -> anyhow::Result<String> {
    if is_name(named) {
        return Ok(find_of(api, named, kind, purpose).await?.path);
    }
    Ok(kind.at(named))
}

/// Identifiers have no dot; App IDs and package names have one.
fn is_name(named: &str) -> bool {
    named.contains('.')
}

async fn by_id(api: &Api, id: &str) -> anyhow::Result<Found> {
    for kind in AppKind::ALL {
        match api.get(&kind.at(id), Query::default()).await {
            Ok(app) => {
                return Ok(Found {
                    kind,
                    id: id.to_owned(),
                    path: kind.at(id),
                    app,
                });
            }
            Err(error) if is_not_found(&error) => {}
            Err(error) => return Err(error),
        }
    }
    bail!("there is no Apple app and no Android app {id}: {LIST}")
}

/// A tenant has so few apps that all are looked through.
async fn by_name(api: &Api, name: &str) -> anyhow::Result<Found> {
    let mut found = None;
    for kind in AppKind::ALL {
        let apps = api.get_all(kind.path(), &Query::default()).await?;
        let has_name =
            |app: &Value| app.get(kind.name_member()).and_then(Value::as_str) == Some(name);
        let Some(app) = apps.into_iter().find(has_name) else {
            continue;
        };
        ensure!(
            found.is_none(),
            "{name} is an Apple app and an Android app: name it by its identifier (app_...); {LIST}"
        );
        let id = app.get("id").and_then(Value::as_str);
        let id = id.context("the app has no identifier")?.to_owned();
        let path = kind.at(&id);
        found = Some(Found {
            kind,
            id,
            path,
            app,
        });
    }
    found.with_context(|| format!("there is no Apple app and no Android app {name}: {LIST}"))
}
