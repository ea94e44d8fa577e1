//! Decides which value wins: the embedded defaults, above them the file, above it the environment. Each layer is checked for names
//! that are no settings before it is laid on.

use std::collections::BTreeMap;
use std::path::Path;

use config::{FileFormat, Format, Map, Source, Value, ValueKind};
use touchstone_core::nearest;

use super::environment::{self, Environment};
use super::error::{ConfigError, UnknownSetting};

/// The lowest layer.
pub const DEFAULT: &str = include_str!("default.toml");

/// How the environment is named as a layer.
pub const ENVIRONMENT: &str = "the environment";

/// Values by the setting's full name, such as `server.listen`.
pub type Values = BTreeMap<String, Value>;

/// One layer, ready to be merged.
#[derive(Clone, Debug)]
pub struct Layer(pub Values);

impl Source for Layer {
    fn clone_into_box(&self) -> Box<dyn Source + Send + Sync> {
        Box::new(self.clone())
    }

    fn collect(&self) -> Result<Map<String, Value>, config::ConfigError> {
        Ok(self.0.clone().into_iter().collect())
    }
}

/// The embedded defaults: every setting there is.
pub fn defaults() -> Result<Values, ConfigError> {
    parse(DEFAULT, None, Path::new("default.toml"))
}

/// The settings of a file.
pub fn file(path: &Path, known: &Values) -> Result<Values, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
        path: path.to_path_buf(),
        source,
    })?;
    let place = path.display().to_string();
    let mut values = parse(&text, Some(&place), path)?;
    values.retain(|name, value| !is_empty_section(name, value, known));
    let unknown: Vec<UnknownSetting> = values
        .keys()
        .filter(|name| !known.contains_key(*name))
        .map(|name| UnknownSetting {
            place: place.clone(),
            name: name.clone(),
            nearest: nearest(name, known.keys().map(String::as_str)).map(str::to_owned),
        })
        .collect();
    if unknown.is_empty() {
        Ok(values)
    } else {
        Err(ConfigError::Unknown(unknown))
    }
}

/// The settings of the environment.
pub fn environment(environment: &Environment, known: &Values) -> Result<Values, ConfigError> {
    let by_variable: BTreeMap<String, (&String, &Value)> = known
        .iter()
        .map(|(name, value)| (environment::variable(name), (name, value)))
        .collect();
    let mut values = Values::new();
    let mut unknown = Vec::new();
    for (variable, text) in &environment.settings {
        match by_variable.get(variable) {
            Some((name, default)) => {
                let value = of_text(variable, text.as_deref(), &default.kind)?;
                values.insert((*name).clone(), value);
            }
            None => unknown.push(UnknownSetting {
                place: ENVIRONMENT.to_owned(),
                name: variable.clone(),
                nearest: nearest(variable, by_variable.keys().map(String::as_str))
                    .map(str::to_owned),
            }),
        }
    }
    if unknown.is_empty() {
        Ok(values)
    } else {
        Err(ConfigError::Unknown(unknown))
    }
}

/// A variable's text as a value of the same kind as the default.
fn of_text(variable: &str, text: Option<&str>, default: &ValueKind) -> Result<Value, ConfigError> {
    let refused = |message: &str| ConfigError::Value {
        place: variable.to_owned(),
        message: message.to_owned(),
    };
    let text = text.ok_or_else(|| refused("must be UTF-8"))?;
    let kind: ValueKind = match default {
        ValueKind::Boolean(_) => text
            .parse::<bool>()
            .map_err(|_| refused("must be true or false"))?
            .into(),
        ValueKind::I64(_) => text
            .parse::<i64>()
            .map_err(|_| refused("must be a whole number"))?
            .into(),
        ValueKind::Array(_) => text
            .split(',')
            .map(str::trim)
            .filter(|item| !item.is_empty())
            .collect::<Vec<_>>()
            .into(),
        _ => text.into(),
    };
    Ok(Value::new(Some(&ENVIRONMENT.to_owned()), kind))
}

fn parse(text: &str, origin: Option<&String>, path: &Path) -> Result<Values, ConfigError> {
    let table = FileFormat::Toml.parse(origin, text).map_err(|error| {
        let (line, message) = match error.downcast_ref::<toml::de::Error>() {
            Some(error) => (line_of(text, error), error.message().to_owned()),
            None => (1, "not TOML".to_owned()),
        };
        ConfigError::Syntax {
            path: path.to_path_buf(),
            line,
            message,
        }
    })?;
    let mut values = Values::new();
    flatten("", table, &mut values);
    Ok(values)
}

fn line_of(text: &str, error: &toml::de::Error) -> usize {
    let before = error
        .span()
        .and_then(|span| text.get(..span.start))
        .unwrap_or_default();
    before.matches('\n').count() + 1
}

fn is_empty_section(name: &str, value: &Value, known: &Values) -> bool {
    let prefix = format!("{name}.");
    matches!(value.kind, ValueKind::Table(_)) && known.keys().any(|key| key.starts_with(&prefix))
}

/// An empty table stays, so that a mistyped section is found even when it is empty.
fn flatten(prefix: &str, table: Map<String, Value>, values: &mut Values) {
    for (name, value) in table {
        let name = if prefix.is_empty() {
            name
        } else {
            format!("{prefix}.{name}")
        };
        match value.kind {
            ValueKind::Table(inner) if !inner.is_empty() => flatten(&name, inner, values),
            _ => {
                values.insert(name, value);
            }
        }
    }
}
