//! Decides what the demo's store holds: a tenant that is told every reason, an app of each kind with all its secrets, the API key of the
//! printed examples, the status list, a relying party of passkeys.

use anyhow::{Context as _, ensure};
use serde_json::json;
use touchstone_core::api_keys::ApiKeySecret;
use touchstone_core::mobile::admin::{
    AndroidAppFields, AppleAppFields, NewPlayKeys, create_android_app, create_apple_app,
    set_play_keys, set_service_account, update_settings,
};
use touchstone_core::mobile::{
    AndroidAppPolicy, AndroidService, AppleAppPolicy, Explain, MobileSettings,
};
use touchstone_core::ports::{Actor, ApiKey, AuditRow, Change, KeyKind, ServiceAccount, Written};
use touchstone_core::tenants::{self, TenantFields};
use touchstone_core::webauthn::admin::{RpFields, create_rp};
use touchstone_core::webauthn::policy::Profile;
use touchstone_core::{AdminCall, ApiKeyId, AuditId, Call, Principal, TenantId, Touchstone};
use zeroize::Zeroizing;

use super::devices::{APPLE_APP_ID, Devices};
use super::setup::API_KEY;
use crate::simulate::account;

/// Puts it there.
pub(super) async fn furnish(
    core: &Touchstone,
    devices: &Devices,
    origin: &str,
) -> anyhow::Result<()> {
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
    apple_app(&of_tenant).await?;
    android_app(&of_tenant, devices).await?;
    relying_party(&of_tenant, origin).await?;
    let explain = |settings| {
        Ok(MobileSettings {
            explain: Explain::Reason,
            ..settings
        })
    };
    update_settings(&of_tenant, None, explain).await?;
    store_sample_key(core, &call, tenant).await?;
    let list = core.mobile.refresh_status_list(call.now, true).await?;
    list.context("there is no status list")?;
    Ok(())
}

async fn apple_app(admin: &AdminCall<'_>) -> anyhow::Result<()> {
    let fields = AppleAppFields {
        policy: AppleAppPolicy::default(),
        enabled: true,
    };
    create_apple_app(admin, APPLE_APP_ID.to_owned(), fields).await?;
    Ok(())
}

/// With keys for classic Play tokens and an account for the others.
async fn android_app(admin: &AdminCall<'_>, devices: &Devices) -> anyhow::Result<()> {
    let app = &devices.app;
    let policy = AndroidAppPolicy {
        signer_sha256: vec![app.signer_sha256],
        services: AndroidService::ALL.into(),
        ..AndroidAppPolicy::default()
    };
    let fields = AndroidAppFields {
        policy,
        enabled: true,
    };
    let id = create_android_app(admin, app.package.clone(), fields)
        .await?
        .value
        .id;
    let keys = devices.play.keys();
    let keys = NewPlayKeys {
        decryption_key: Zeroizing::new(keys.decryption_key().into()),
        verification_key: keys.verification_key(),
    };
    set_play_keys(admin, id, None, keys).await?;
    let account = ServiceAccount::from_json(account().json().as_bytes());
    let account = account.context("the simulated service account cannot be read")?;
    set_service_account(admin, id, None, account).await?;
    Ok(())
}
/// Passkeys at `localhost`, where browsers allow them without TLS; with RS256 for the TPMs of Windows.
async fn relying_party(admin: &AdminCall<'_>, origin: &str) -> anyhow::Result<()> {
    let policy = json!({ "algorithms": [-7, -8, -257] });
    let fields = RpFields {
        rp_name: "Touchstone demo".to_owned(),
        origins: vec![origin.to_owned()],
        hosts: vec!["localhost".to_owned()],
        profile: Profile::Nevis,
        policy: policy.as_object().cloned().unwrap_or_default(),
    };
    create_rp(admin, "localhost".to_owned(), fields).await?;
    Ok(())
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
        rp_id: None,
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
