//! Decides how `docs/reference/config.md` looks: every setting, its default, its variable and what it means. Made from the types.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::environment::variable;
use super::error::ConfigError;
use super::layers;
use super::log::Log;
use super::mobile::{Mobile, MobileAndroid, MobileApple, MobileGoogle, MobileHuawei};
use super::secrets::Secrets;
use super::section::SectionReference;
use super::server::Server;
use super::storage::Storage;
use super::webauthn::{Webauthn, WebauthnAnchors, WebauthnMds, WebauthnRateLimit};

/// Every section, in the order of `default.toml`.
pub const SECTIONS: &[SectionReference] = &[
    Server::REFERENCE,
    Storage::REFERENCE,
    Secrets::REFERENCE,
    Log::REFERENCE,
    Mobile::REFERENCE,
    MobileApple::REFERENCE,
    MobileGoogle::REFERENCE,
    MobileAndroid::REFERENCE,
    MobileHuawei::REFERENCE,
    Webauthn::REFERENCE,
    WebauthnRateLimit::REFERENCE,
    WebauthnMds::REFERENCE,
    WebauthnAnchors::REFERENCE,
];

const HEAD: &str = "\
# Configuration

Written by `touchstone reference config`; do not edit.

Layers, the later one wins: the built-in defaults (`touchstone config default`), then `touchstone.toml` in the working
folder or the file of `--config FILE`, then environment variables. A name that is no setting is refused, wherever it stands.
An empty text means \"not set\". In a variable, the items of a list are separated by commas. Relative paths start in the working
folder. `touchstone config check` prints what is in force, with secrets masked, and the layer of each value.
";

/// The page.
pub fn markdown() -> Result<String, ConfigError> {
    let defaults = layers::defaults()?;
    let mut page = HEAD.to_owned();
    for section in SECTIONS {
        let _ = write!(page, "\n## [{}]\n\n{}\n", section.name, text(section.about));
        for setting in section.settings {
            let name = format!("{}.{}", section.name, setting.name);
            let default = defaults
                .get(&name)
                .map(|value| shown(&value.kind))
                .unwrap_or_default();
            let _ = write!(
                page,
                "\n### {name}\n\n{}\n\nDefault `{default}`; variable `{}`.\n",
                text(setting.about),
                variable(&name),
            );
        }
    }
    Ok(page)
}

fn text(lines: &[&str]) -> String {
    lines
        .iter()
        .map(|line| line.trim())
        .collect::<Vec<_>>()
        .join("\n")
}

/// As TOML; the members of a table, which have no order of their own, by name.
fn shown(kind: &config::ValueKind) -> String {
    match kind {
        config::ValueKind::String(text) => format!("{text:?}"),
        config::ValueKind::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| shown(&item.kind)).collect();
            format!("[{}]", items.join(", "))
        }
        config::ValueKind::Table(members) => {
            let members: BTreeMap<_, _> = members.iter().collect();
            let members: Vec<String> = members
                .into_iter()
                .map(|(name, value)| format!("{name} = {}", shown(&value.kind)))
                .collect();
            format!("{{ {} }}", members.join(", "))
        }
        other => other.to_string(),
    }
}
