//! Decides which master key seals (design.md section 2): the configured one, or with SQLite the one in the file beside the database, made
//! at the first start and never again.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use touchstone_core::Random;
use touchstone_core::ports::Store;
use touchstone_core::sealed::{MasterKey, Sealer};
use zeroize::Zeroizing;

use crate::config::{Config, Secret};
use crate::private_file;

/// Where the master key is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// In the setting `secrets.master_key`.
    Setting,
    /// In the file of the setting `secrets.master_key_file`.
    NamedFile(PathBuf),
    /// In the file beside the SQLite database.
    FileBeside(PathBuf),
    /// Nowhere: with PostgreSQL one must be configured.
    Missing,
}

impl Source {
    /// Where this configuration has it.
    pub(crate) fn of(config: &Config) -> Self {
        if config.secrets.master_key.reveal().is_some() {
            return Self::Setting;
        }
        if let Some(file) = config.secrets.master_key_file.get() {
            return Self::NamedFile(file.clone());
        }
        config
            .storage
            .url
            .beside("master-key")
            .map_or(Self::Missing, Self::FileBeside)
    }
}

/// Seals under the master key of the configuration and opens under the previous ones.
pub(super) async fn sealer(
    config: &Config,
    store: &dyn Store,
    random: &dyn Random,
) -> anyhow::Result<Sealer> {
    let current = match Source::of(config) {
        Source::Setting => setting("secrets.master_key", &config.secrets.master_key)?,
        Source::NamedFile(file) => read(&file)?,
        Source::FileBeside(file) if file.exists() => read(&file)?,
        Source::FileBeside(file) => make(&file, store, random).await?,
        Source::Missing => bail!(
            "no master key is configured: with PostgreSQL set secrets.master_key_file or secrets.master_key \
             to 32 bytes in base64 (`openssl rand -base64 32`), the same on every node"
        ),
    };
    let previous = config.secrets.previous_master_keys.iter();
    let previous = previous.map(|secret| setting("secrets.previous_master_keys", secret));
    Ok(Sealer::new(current, previous.collect::<Result<_, _>>()?))
}

/// Makes the file, unless the store was made with a key already: that one must be found again.
async fn make(file: &Path, store: &dyn Store, random: &dyn Random) -> anyhow::Result<MasterKey> {
    let known = store
        .master_key_check()
        .await
        .context("cannot read the store")?;
    if known.is_some() {
        bail!(
            "the database was made with a master key, but {} is not there: put it back, or set secrets.master_key",
            file.display()
        );
    }
    let key = MasterKey::generate(random);
    private_file::create(file, &key.to_base64()).context("cannot keep a new master key")?;
    Ok(key)
}

fn setting(name: &str, secret: &Secret) -> anyhow::Result<MasterKey> {
    MasterKey::from_base64(secret.reveal().unwrap_or_default()).with_context(|| name.to_owned())
}

fn read(file: &Path) -> anyhow::Result<MasterKey> {
    let name = file.display();
    let text = std::fs::read_to_string(file).map(Zeroizing::new);
    let text = text.with_context(|| format!("cannot read the master key in {name}"))?;
    if private_file::is_exposed(file) {
        tracing::warn!(file = %name, "others than its owner may read the master key: chmod 600");
    }
    MasterKey::from_base64(&text).with_context(|| format!("{name} holds no master key"))
}
