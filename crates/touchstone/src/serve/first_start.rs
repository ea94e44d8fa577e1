//! Decides what an empty store gets at its first start: one admin key, in a file that only its owner can read. The key itself is never
//! printed: a container's terminal is a log.

use std::path::PathBuf;

use anyhow::Context as _;
use touchstone_core::api_keys::first_admin_key;

use crate::app::RunningApp;
use crate::config::Config;
use crate::private_file;

/// Makes the key when the store holds no admin key and there is a file to put it into; the file.
pub(crate) async fn admin_key(
    app: &RunningApp,
    config: &Config,
) -> anyhow::Result<Option<PathBuf>> {
    let Some(file) = config.admin_key_file() else {
        return Ok(None);
    };
    let core = app.core();
    let issued = first_admin_key(core, &core.world.new_call()).await;
    let Some(issued) = issued.context("the first admin key cannot be made")? else {
        return Ok(None);
    };
    private_file::replace(&file, issued.secret.reveal()).context(
        "the first admin key is lost; make another one: touchstone key create --local --kind admin --scope '*' --label admin",
    )?;
    Ok(Some(file))
}
