//! Decides the effective configuration, and remembers which layer each value came from.

use std::path::{Path, PathBuf};

use config::Value;
use serde::{Deserialize, Serialize};

use super::environment::Environment;
use super::error::ConfigError;
use super::layers::{self, ENVIRONMENT, Layer, Values};
use super::log::Log;
use super::mobile::Mobile;
use super::secrets::Secrets;
use super::server::Server;
use super::storage::Storage;
use super::webauthn::Webauthn;

/// The file that is read when it is there and no other one is named.
const USUAL_FILE: &str = "touchstone.toml";

/// The effective configuration. Serialised, its secrets are masked.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the server listens.
    pub server: Server,
    /// Where everything is kept.
    pub storage: Storage,
    /// The master key.
    pub secrets: Secrets,
    /// The log.
    pub log: Log,
    /// The family `mobile`.
    pub mobile: Mobile,
    /// The family `webauthn`.
    pub webauthn: Webauthn,
}

/// A configuration and where it came from.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The effective configuration.
    pub config: Config,
    /// The file that was read.
    pub file: Option<PathBuf>,
    /// What the environment said, the token included.
    pub environment: Environment,
    merged: Values,
}

impl Config {
    /// Why a server would not start with this configuration although each setting for itself is in order.
    pub fn refusals(&self) -> Vec<String> {
        let exposed = self.server.exposed().into_iter().map(|(setting, address)| {
            format!(
                "{setting} = {address} can be reached by other machines without encryption; listen on 127.0.0.1, \
                 or set server.insecure = true when a proxy in front terminates TLS"
            )
        });
        let same = self.server.admin_listen.get() == Some(&self.server.listen)
            && self.server.listen.port() != 0;
        let same = same.then(|| "server.admin_listen must differ from server.listen".to_owned());
        exposed.chain(same).collect()
    }

    /// The file with the admin key that the command line reads.
    pub fn admin_key_file(&self) -> Option<PathBuf> {
        self.secrets
            .admin_key_file
            .get()
            .cloned()
            .or_else(|| self.storage.url.beside("admin-key"))
    }
}

/// One effective value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EffectiveSetting {
    /// Its full name, such as `server.listen`.
    pub name: String,
    /// The value as TOML; secrets are masked.
    pub value: String,
    /// The layer that it came from: `default`, a file, or `the environment`.
    pub layer: String,
}

/// The built-in defaults alone, whatever file and environment say: for a server that is thrown away.
pub fn defaults() -> Result<Loaded, ConfigError> {
    merge(
        None,
        layers::defaults()?,
        Values::new(),
        Values::new(),
        Environment::default(),
    )
}

/// Lays the layers over each other. `file` must be there; without it `touchstone.toml` is read when it is.
pub fn load(file: Option<&Path>, environment: Environment) -> Result<Loaded, ConfigError> {
    let defaults = layers::defaults()?;
    let usual = Path::new(USUAL_FILE);
    let file = file.or_else(|| usual.exists().then_some(usual));
    let from_file = file
        .map(|path| layers::file(path, &defaults))
        .transpose()?
        .unwrap_or_default();
    let from_environment = layers::environment(&environment, &defaults)?;
    merge(file, defaults, from_file, from_environment, environment)
}

fn merge(
    file: Option<&Path>,
    defaults: Values,
    from_file: Values,
    from_environment: Values,
    environment: Environment,
) -> Result<Loaded, ConfigError> {
    let mut merged = defaults.clone();
    merged.extend(from_file.clone());
    merged.extend(from_environment.clone());
    let built = config::Config::builder()
        .add_source(Layer(defaults))
        .add_source(Layer(from_file))
        .add_source(Layer(from_environment))
        .build()
        .map_err(|error| refused("configuration", &error.to_string()))?;
    let config = serde_path_to_error::deserialize(built.cache)
        .map_err(|error| value_error(&error.path().to_string(), error.inner(), &merged))?;
    Ok(Loaded {
        config,
        file: file.map(Path::to_path_buf),
        environment,
        merged,
    })
}

impl Loaded {
    /// Every setting with its value and its layer, by name.
    pub fn effective(&self) -> Vec<EffectiveSetting> {
        let masked = serde_json::to_value(&self.config).unwrap_or_default();
        self.merged
            .iter()
            .map(|(name, value)| EffectiveSetting {
                name: name.clone(),
                value: name
                    .split('.')
                    .try_fold(&masked, |at, part| at.get(part))
                    .map(ToString::to_string)
                    .unwrap_or_default(),
                layer: layer(value).to_owned(),
            })
            .collect()
    }
}

fn layer(value: &Value) -> &str {
    value.origin().unwrap_or("default")
}

/// Names the setting and its layer. The value is shown only by the message of types that hold no secret.
fn value_error(path: &str, error: &config::ConfigError, merged: &Values) -> ConfigError {
    let name = path.split('[').next().unwrap_or(path);
    let layer = merged.get(name).map_or("default", layer);
    let place = if layer == ENVIRONMENT {
        super::environment::variable(name)
    } else {
        format!("{layer}: `{path}`")
    };
    let message = if name.starts_with("secrets.") || name.starts_with("storage.") {
        secret_free(error)
    } else {
        bare(error)
    };
    refused(&place, &message)
}

fn refused(place: &str, message: &str) -> ConfigError {
    ConfigError::Value {
        place: place.to_owned(),
        message: message.to_owned(),
    }
}

fn bare(error: &config::ConfigError) -> String {
    match error {
        config::ConfigError::At { error, .. } => bare(error),
        config::ConfigError::Type {
            unexpected,
            expected,
            ..
        } => {
            format!("must be {expected}, not {unexpected}")
        }
        config::ConfigError::Message(message) => message.clone(),
        other => other.to_string(),
    }
}

/// What was expected; never what was found.
fn secret_free(error: &config::ConfigError) -> String {
    match error {
        config::ConfigError::At { error, .. } => secret_free(error),
        config::ConfigError::Type { expected, .. } => format!("must be {expected}"),
        config::ConfigError::Message(message) => without_found(message),
        _ => "has another form than the setting asks for".to_owned(),
    }
}

/// A message of our own types stands; one of serde's begins with what was found and is cut.
fn without_found(message: &str) -> String {
    let found = [
        "invalid type",
        "invalid value",
        "invalid length",
        "unknown variant",
    ];
    if !found.iter().any(|start| message.starts_with(start)) {
        return message.to_owned();
    }
    match message.rsplit_once(", expected ") {
        Some((_, expected)) => format!("must be {expected}"),
        None => "has another form than the setting asks for".to_owned(),
    }
}
