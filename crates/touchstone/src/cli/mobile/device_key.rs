//! Decides the commands of device keys: `touchstone mobile device-key list|show|revoke|forget`.

use anyhow::bail;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use crate::cli::Terminal;
use crate::cli::api::{Api, PageArguments, Query, is_not_found};
use crate::cli::segment::segment;

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// List device keys, newest registration first
    List {
        /// Only of this app (app_...)
        #[arg(long, value_name = "APP")]
        app_id: Option<String>,
        /// Only revoked ones, or only others
        #[arg(long, value_name = "true|false")]
        revoked: Option<bool>,
        /// Only of this platform
        #[arg(long, value_enum)]
        platform: Option<Platform>,
        #[command(flatten)]
        page: PageArguments,
    },
    /// Show a device key
    Show(Which),
    /// Revoke a device key for good; the device can attest a new one
    Revoke {
        #[command(flatten)]
        which: Which,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Forget a device key; the device must attest again, with a new key on iOS
    Forget(Which),
}

/// A platform whose devices have keys of their own.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Platform {
    Apple,
    AndroidKey,
}

impl Platform {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Apple => "apple",
            Self::AndroidKey => "android-key",
        }
    }
}

/// Names a device key.
#[derive(Args, Debug)]
pub(super) struct Which {
    /// Its platform; without it the key is looked for on both
    #[arg(long, value_enum)]
    platform: Option<Platform>,
    /// The key id, as base64 or base64url
    // In base64url one in 64 begins with a hyphen.
    #[arg(allow_hyphen_values = true)]
    key_id: String,
}

impl Which {
    /// Calls the API for the key, on each platform that it may be of until it is found.
    async fn call(
        &self,
        call: impl AsyncFn(&str) -> anyhow::Result<Value>,
    ) -> anyhow::Result<Value> {
        let platforms = match &self.platform {
            Some(platform) => std::slice::from_ref(platform),
            None => Platform::value_variants(),
        };
        for platform in platforms {
            match call(&self.path(*platform)).await {
                Err(error) if is_not_found(&error) => {}
                answer => return answer,
            }
        }
        let names: Vec<&str> = platforms.iter().map(|platform| platform.as_str()).collect();
        bail!(
            "there is no device key {} of {}: touchstone mobile device-key list shows them",
            self.key_id,
            names.join(" or ")
        )
    }

    fn path(&self, platform: Platform) -> String {
        // Answers to relying parties carry standard base64, the admin API takes base64url.
        let key_id = self
            .key_id
            .trim_end_matches('=')
            .replace('+', "-")
            .replace('/', "_");
        format!("{PATH}/{}/{}", platform.as_str(), segment(&key_id))
    }
}

const PATH: &str = "mobile/device-keys";
const COLUMNS: [&str; 6] = [
    "key_id",
    "platform",
    "app_id",
    "registered_at",
    "last_used_at",
    "revoked_at",
];

pub(super) async fn run(verb: Verb, api: &Api, terminal: Terminal) -> anyhow::Result<()> {
    match verb {
        Verb::List {
            app_id,
            revoked,
            platform,
            page,
        } => {
            let query = page
                .query()
                .with("platform", platform.map(Platform::as_str))
                .with("app_id", app_id)
                .with("revoked", revoked);
            terminal.list(&api.get(PATH, query).await?, &COLUMNS)
        }
        Verb::Show(which) => {
            let show = async |path: &str| api.get(path, Query::default()).await;
            terminal.object(&which.call(show).await?)
        }
        Verb::Revoke { which, reason } => {
            let body = json!({ "reason": reason });
            let revoke = async |path: &str| api.post(&format!("{path}/revoke"), body.clone()).await;
            terminal.object(&which.call(revoke).await?)
        }
        Verb::Forget(which) => {
            let forget = async |path: &str| api.delete(path, Query::default()).await;
            which.call(forget).await?;
            let key_id = which.key_id;
            terminal.either(&json!({ "forgotten": key_id }), || {
                format!("forgot {key_id}\n")
            })
        }
    }
}
