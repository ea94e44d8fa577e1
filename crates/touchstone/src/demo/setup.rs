//! Decides what the demo stands on: a store in a temporary folder, test CAs in the place of Apple, Google and Huawei, a Google on loopback.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use tempfile::TempDir;
use touchstone_outbound::{BaseUrl, Passkeys, RelyingParty};
use touchstone_simulator::google::ScriptedGoogle;
use touchstone_storage::StorageUrl;

use super::devices::{self, Devices};
use super::furnish::furnish;
use crate::app::{App, RunningApp, Surroundings};
use crate::config::{Config, Endpoint, Origin, StorageAddress, defaults};
use crate::serve::first_start;
use crate::simulate::Memory;

/// The API key of the examples in the specification.
pub(super) const API_KEY: &str = "xma_SampleKey";

/// Everything that the demo needs; the folder goes with it.
pub(super) struct Stage {
    pub(super) app: RunningApp,
    pub(super) devices: Devices,
    pub(super) relying_party: RelyingParty,
    pub(super) passkeys: Passkeys,
    pub(super) around: Surroundings,
    pub(super) simulator_state: PathBuf,
    pub(super) admin_key_file: PathBuf,
    _google: ScriptedGoogle,
    _folder: TempDir,
}

/// Builds it.
pub(super) async fn stage() -> anyhow::Result<Stage> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let around = Surroundings::of_machine();
    let simulator_state = folder.path().join("touchstone-simulator.json");
    let memory = Memory::read(&simulator_state, &*around.random)?;
    let devices = Devices::new(&memory, &*around.random)?;
    let google = devices::google(&memory, &devices).await?;
    let config = config(folder.path(), &memory, &google)?;
    let (app, config) = start(config, &around).await?;
    let origin = format!("http://localhost:{}", app.address.port());
    furnish(app.core(), &devices, &origin).await?;
    let admin_key_file = first_start::admin_key(&app, &config).await?;
    let admin_key_file = admin_key_file.context("the demo has no admin key")?;
    let base = BaseUrl::parse(&format!("http://{}", app.address))?;
    let passkeys = Passkeys::new(base.clone(), &origin)?;
    let relying_party = RelyingParty::new(base, API_KEY)?;
    Ok(Stage {
        app,
        devices,
        relying_party,
        passkeys,
        around,
        simulator_state,
        admin_key_file,
        _google: google,
        _folder: folder,
    })
}

/// The defaults, with everything inside the folder, and nobody asked or trusted but the simulator.
fn config(folder: &Path, memory: &Memory, google: &ScriptedGoogle) -> anyhow::Result<Config> {
    let mut config = defaults()?.config;
    let file = |name: &str, text: String| -> anyhow::Result<PathBuf> {
        let path = folder.join(name);
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    };
    let endpoint = |url: String| url.parse::<Endpoint>().map_err(anyhow::Error::msg);
    let database = StorageUrl::Sqlite(folder.join("touchstone.db"));
    config.storage.url = StorageAddress::from(database);
    config.webauthn.mds.enabled = false;
    let mobile = &mut config.mobile;
    let ca = memory.ca();
    let google_roots = memory.google_ca().roots_pem();
    let huawei_roots = memory.huawei_ca().roots_pem();
    mobile.apple.roots_file = Some(file("app-attest.pem", ca.app_attest_root_pem())?).into();
    mobile.apple.receipt_roots_file = Some(file("receipt.pem", ca.receipt_root_pem())?).into();
    mobile.apple.data_url = Origin::try_from(google.base_url())?;
    mobile.apple.data_development_url = Origin::try_from(google.base_url())?;
    mobile.android.roots_file = Some(file("android.pem", google_roots)?).into();
    mobile.android.status_url = endpoint(google.status_url())?;
    mobile.google.decode_url = Origin::try_from(google.base_url())?;
    mobile.google.token_url = Some(endpoint(google.token_url())?).into();
    mobile.huawei.roots = Some(file("huawei.pem", huawei_roots)?).into();
    Ok(config)
}

/// At the printed port when it is free, at any other one when not.
async fn start(mut config: Config, around: &Surroundings) -> anyhow::Result<(RunningApp, Config)> {
    let app = match App::start(&config, around).await {
        Err(error) if is_port_taken(&error) => {
            config.server.listen.set_port(0);
            App::start(&config, around).await?
        }
        started => started?,
    };
    Ok((app, config))
}

fn is_port_taken(error: &anyhow::Error) -> bool {
    let mut causes = error.chain().filter_map(|cause| cause.downcast_ref());
    causes.any(|cause: &std::io::Error| cause.kind() == std::io::ErrorKind::AddrInUse)
}
