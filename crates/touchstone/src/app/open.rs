//! Decides how everything behind the listeners comes to be: trust anchors, store, master key, issuers, use cases, in this order.

use std::sync::Arc;

use touchstone_core::mobile::MobileOptions;
use touchstone_core::{Options, Touchstone, World};

use super::anchors::anchors;
use super::running::Surroundings;
use super::status_file::StatusFile;
use super::{issuers, master_key, webauthn};
use crate::config::Config;

/// Opens the store of this configuration and starts the use cases on it.
pub(crate) async fn open(
    config: &Config,
    around: &Surroundings,
) -> anyhow::Result<Arc<Touchstone>> {
    let anchors = anchors(config)?;
    let status_file = StatusFile::of(config);
    let status_list = status_file.map(|file| file.read()).transpose()?;
    let store = touchstone_storage::open(
        config.storage.url.url(),
        &touchstone_storage::Options::default(),
    )
    .await?;
    let sealer = master_key::sealer(config, &*store, &*around.random).await?;
    let world = World {
        store,
        clock: Arc::clone(&around.clock),
        random: Arc::clone(&around.random),
        upstream: issuers::upstream(config)?,
    };
    let options = Options {
        mobile: MobileOptions {
            anchors,
            status_max_age_h: config.mobile.status_max_age_h.get(),
        },
        webauthn: webauthn::options(config)?,
    };
    let core = Touchstone::start(world, sealer, options).await?;
    if let Some(list) = status_list {
        list.put_in_force(&core)?;
    }
    Ok(Arc::new(core))
}
