//! Decides how everything behind the listeners comes to be: store, master key, trust anchors, use cases, in this order.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use touchstone_core::mobile::AppleAnchors;
use touchstone_core::{Touchstone, World};
use touchstone_evidence::x509::Anchors;
use touchstone_storage::Options;

use super::master_key;
use super::running::Surroundings;
use crate::config::Config;

/// Opens the store of this configuration and starts the use cases on it.
pub(crate) async fn open(
    config: &Config,
    around: &Surroundings,
) -> anyhow::Result<Arc<Touchstone>> {
    let anchors = anchors(config)?;
    let store = touchstone_storage::open(config.storage.url.url(), &Options::default()).await?;
    let sealer = master_key::sealer(config, &*store, &*around.random).await?;
    let world = World {
        store,
        clock: Arc::clone(&around.clock),
        random: Arc::clone(&around.random),
    };
    Ok(Arc::new(Touchstone::start(world, sealer, anchors).await?))
}

/// The anchors in force: the published ones, or those of the configured files.
pub(crate) fn anchors(config: &Config) -> anyhow::Result<AppleAnchors> {
    let apple = &config.mobile.apple;
    let mut anchors = AppleAnchors::published().context("the built-in anchors cannot be read")?;
    if let Some(file) = apple.roots_file.get() {
        anchors.app_attest = read("mobile.apple.roots_file", file)?;
    }
    if let Some(file) = apple.receipt_roots_file.get() {
        anchors.receipt = read("mobile.apple.receipt_roots_file", file)?;
    }
    Ok(anchors)
}

fn read(setting: &str, file: &Path) -> anyhow::Result<Anchors> {
    let name = file.display();
    let text =
        std::fs::read_to_string(file).with_context(|| format!("{setting}: cannot read {name}"))?;
    Anchors::from_pem(&text).with_context(|| format!("{setting}: {name} holds no usable anchors"))
}
