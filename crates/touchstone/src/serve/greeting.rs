//! Decides what a server says when it is ready: at its first start what to do next, later where it listens. Never a secret.

use std::net::SocketAddr;
use std::path::Path;

use serde_json::json;

use crate::app::RunningApp;
use crate::cli::Terminal;
use crate::config::Config;

const TEST_CLOCK: &str = "THE CLOCK STANDS STILL at a time that was set by hand: this is for replaying evidence, never for use.\n";

/// Greets whoever started it.
pub(super) fn greet(
    app: &RunningApp,
    config: &Config,
    first_key: Option<&Path>,
    test_clock: bool,
    terminal: Terminal,
) -> anyhow::Result<()> {
    if terminal.is_json() {
        return terminal.json_line(&json!({
            "event": "ready",
            "address": app.address,
            "admin_address": app.admin_address,
            "first_admin_key_file": first_key,
            "test_clock": test_clock,
        }));
    }
    let warning = if test_clock { TEST_CLOCK } else { "" };
    terminal.text(&format!("{}{warning}", text(app, config, first_key)))
}

fn text(app: &RunningApp, config: &Config, first_key: Option<&Path>) -> String {
    let address = app.address;
    let at = match app.admin_address {
        Some(admin) => format!("http://{address}, administrators at http://{admin}"),
        None => format!("http://{address}"),
    };
    let Some(file) = first_key else {
        return format!("touchstone listens at {at}\n");
    };
    let key = match config.storage.url.beside("master-key") {
        Some(master_key) => format!("{} opens the secrets in it", master_key.display()),
        None => "the master key opens the secrets in it".to_owned(),
    };
    format!(
        "touchstone listens at {at}; everything is kept in {url:?}. Back up: {key}.\n\
         1. The first admin key is in {file}; the command line reads it there: touchstone tenant create acme\n\
         2. Register your app: touchstone mobile app add-apple --tenant acme --app-id TEAMID1234.com.example.app, \
         or add-android --tenant acme --package com.example.app --signer-sha256 DIGEST --service gms\n\
         3. Give your back end a key: touchstone key create --tenant acme --kind mobile --label backend\n\
         4. Ask for a session: curl -X POST -H 'X-Api-Key: xma_...' http://{address}/api/v1/attestation/init\n\
         Or try passkeys, after 1: {passkeys}\n",
        url = config.storage.url,
        file = file.display(),
        passkeys = passkeys(app.address),
    )
}

/// How passkeys come about: on this machine in a browser at once, elsewhere on pages that only their owner knows.
fn passkeys(address: SocketAddr) -> String {
    let add = "touchstone webauthn rp add --tenant acme --name Acme";
    if address.ip().is_loopback() {
        let origin = format!("http://localhost:{}", address.port());
        format!("{add} --rp-id localhost --origin {origin}, then {origin}/passkeys in a browser")
    } else {
        format!("{add} --rp-id example.com --origin https://example.com")
    }
}
