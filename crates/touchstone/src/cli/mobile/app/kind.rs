//! Decides which platform an app identifier belongs to: identifiers are unique over both, so the server is asked.

use clap::ValueEnum;
use serde_json::Value;

use crate::cli::api::{Api, Query, is_not_found};
use crate::cli::segment::segment;

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
    pub(in crate::cli::mobile) const fn name(self) -> &'static str {
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
    pub(in crate::cli::mobile) fn at(self, id: &str) -> String {
        format!("{}/{}", self.path(), segment(id))
    }
}

/// An app that was found.
pub(in crate::cli::mobile) struct Found {
    pub(in crate::cli::mobile) kind: AppKind,
    pub(in crate::cli::mobile) path: String,
    pub(in crate::cli::mobile) app: Value,
}

/// The app of this identifier, on whichever platform.
pub(in crate::cli::mobile) async fn find(api: &Api, id: &str) -> anyhow::Result<Found> {
    let found = |kind: AppKind, app| Found {
        kind,
        path: kind.at(id),
        app,
    };
    match api.get(&AppKind::Apple.at(id), Query::default()).await {
        Ok(app) => Ok(found(AppKind::Apple, app)),
        Err(error) if is_not_found(&error) => {
            let app = api.get(&AppKind::Android.at(id), Query::default()).await?;
            Ok(found(AppKind::Android, app))
        }
        Err(error) => Err(error),
    }
}
