//! Decides what the demo stands on: a store in a temporary folder, a tenant, an app, the API key of the printed examples, a test CA in
//! Apple's place.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use tempfile::TempDir;
use touchstone_core::api_keys::ApiKeySecret;
use touchstone_core::mobile::admin::{AppleAppFields, create_apple_app, update_settings};
use touchstone_core::mobile::{AppleAppPolicy, Explain, MobileSettings};
use touchstone_core::ports::{Actor, ApiKey, AuditRow, Change, KeyKind, Written};
use touchstone_core::tenants::{self, TenantFields};
use touchstone_core::{
    AdminCall, ApiKeyId, AuditId, Call, Principal, TenantId, Touchstone, random_bytes,
};
use touchstone_outbound::{BaseUrl, RelyingParty};
use touchstone_simulator::apple::{AppleCa, Environment as AppleEnvironment, Iphone};
use touchstone_storage::StorageUrl;

use crate::app::{App, RunningApp, Surroundings};
use crate::config::{Config, StorageAddress, defaults};
use crate::serve::first_start;
use crate::simulate::Memory;

/// The API key of the examples in the specification.
pub(super) const API_KEY: &str = "xma_SampleKey";

/// The app of the examples.
pub(super) const APP_ID: &str = "TESTTEAM01.com.example.app";

/// Everything that the demo needs; the folder goes with it.
pub(super) struct Stage {
    pub(super) app: RunningApp,
    pub(super) iphone: Iphone,
    pub(super) relying_party: RelyingParty,
    pub(super) around: Surroundings,
    pub(super) simulator_state: PathBuf,
    pub(super) admin_key_file: PathBuf,
    _folder: TempDir,
}

/// Builds it.
pub(super) async fn stage() -> anyhow::Result<Stage> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let around = Surroundings::of_machine();
    let simulator_state = folder.path().join("touchstone-simulator.json");
    let ca = Memory::read(&simulator_state, &*around.random)?.ca();
    let config = config(folder.path(), &ca)?;
    let (app, config) = start(config, &around).await?;
    furnish(app.core()).await?;
    let admin_key_file = first_start::admin_key(&app, &config).await?;
    let admin_key_file = admin_key_file.context("the demo has no admin key")?;
    let seed = random_bytes(&*around.random);
    let iphone = Iphone::new(&ca, seed, APP_ID, AppleEnvironment::Production);
    let base = BaseUrl::parse(&format!("http://{}", app.address))?;
    let relying_party = RelyingParty::new(base, API_KEY)?;
    let _folder = folder;
    Ok(Stage {
        app,
        iphone,
        relying_party,
        around,
        simulator_state,
        admin_key_file,
        _folder,
    })
}

/// The defaults, with everything inside the folder and the test CA in Apple's place.
fn config(folder: &Path, ca: &AppleCa) -> anyhow::Result<Config> {
    let mut config = defaults()?.config;
    let file = |name: &str, text: String| -> anyhow::Result<PathBuf> {
        let path = folder.join(name);
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    };
    let database = StorageUrl::Sqlite(folder.join("touchstone.db"));
    config.storage.url = StorageAddress::from(database);
    let apple = &mut config.mobile.apple;
    apple.roots_file = Some(file("app-attest-root.pem", ca.app_attest_root_pem())?).into();
    apple.receipt_roots_file = Some(file("receipt-root.pem", ca.receipt_root_pem())?).into();
    Ok(config)
}

/// The printed port when it is free, any other one when not.
async fn start(mut config: Config, around: &Surroundings) -> anyhow::Result<(RunningApp, Config)> {
    let usual = std::net::TcpListener::bind(config.server.listen);
    if usual.is_err() {
        config.server.listen.set_port(0);
    }
    drop(usual);
    let app = App::start(&config, around).await?;
    Ok((app, config))
}

/// A tenant that explains everything, an app, an API key.
async fn furnish(core: &Touchstone) -> anyhow::Result<()> {
    let call = core.world.new_call();
    let principal = Principal::local();
    let admin = |tenant| AdminCall {
        touchstone: core,
        principal: &principal,
        call: &call,
        tenant,
    };
    let fields = TenantFields {
        name: "demo".to_owned(),
        enabled: true,
    };
    let tenant = tenants::create(&admin(None), fields).await?.value.id;
    let of_tenant = admin(Some("demo"));
    let policy = AppleAppPolicy::default();
    let fields = AppleAppFields {
        policy,
        enabled: true,
    };
    create_apple_app(&of_tenant, APP_ID.to_owned(), fields).await?;
    let explain = |settings| {
        Ok(MobileSettings {
            explain: Explain::Full,
            ..settings
        })
    };
    update_settings(&of_tenant, None, explain).await?;
    store_sample_key(core, &call, tenant).await
}

/// The sample key is shorter than any key that is issued or imported, so it goes straight to the store; it opens this store alone.
async fn store_sample_key(
    core: &Touchstone,
    call: &Call,
    tenant_id: TenantId,
) -> anyhow::Result<()> {
    let random = &*core.world.random;
    let secret = ApiKeySecret::from_text(API_KEY.to_owned());
    let key = ApiKey {
        id: ApiKeyId::new(call.now, random),
        tenant_id: Some(tenant_id),
        kind: KeyKind::Mobile,
        sha256: secret.sha256(),
        prefix: secret.prefix(),
        label: "demo".to_owned(),
        app_ids: None,
        scopes: Vec::new(),
        created_at: call.now,
        expires_at: None,
        revoked_at: None,
        revoked_reason: None,
        last_used_at: None,
    };
    let audit = AuditRow {
        id: AuditId::new(call.now, random),
        tenant_id: Some(tenant_id),
        actor: Actor::Server,
        action: "key.issue".to_owned(),
        object: key.id.to_string(),
        before: None,
        after: None,
        request_id: call.request_id.clone(),
        created_at: call.now,
    };
    let change = Change {
        value: key,
        if_version: None,
        audit,
    };
    let written = core.world.store.create_api_key(change, 1).await?;
    ensure!(
        matches!(written, Written::Done(_)),
        "the sample key cannot be stored"
    );
    Ok(())
}
