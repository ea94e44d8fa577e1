//! What an operator sets up before anybody can be judged: the status list, tenants, apps, keys.

use data_encoding::HEXLOWER;
use serde_json::json;
use touchstone_outbound::Method;
use touchstone_simulator::google::{ScriptedGoogle, ServiceAccount};

use crate::operator::{Operator, text};
use crate::server::Server;

use super::devices::{APP_ID, PACKAGE, SIGNER, google_ca, now_ms, play_app};

/// A Google that knows the app.
pub async fn google() -> anyhow::Result<ScriptedGoogle> {
    let google = ScriptedGoogle::start(now_ms).await?;
    google.add_app(&play_app());
    google.set_status_list(&google_ca().status_list());
    Ok(google)
}

/// The operator of a server, with the status list in force.
pub async fn operator(server: &Server) -> anyhow::Result<Operator> {
    let operator = Operator::of(server).await?;
    let list = serde_json::from_str(&google_ca().status_list())?;
    let path = "/admin/v1/mobile/status-list";
    operator.call(Method::Put, path, Some(list), None).await?;
    Ok(operator)
}

impl Operator {
    /// Makes a tenant with the app on iPhones and on Android, whose service account `google` knows;
    /// the relying party's API key.
    pub async fn mobile_tenant(
        &self,
        name: &str,
        google: &ScriptedGoogle,
    ) -> anyhow::Result<String> {
        let tenant = Some(self.new_tenant(name).await?);
        let app =
            json!({"apple_app_id": APP_ID, "environments": ["production"], "receipt_check": "off"});
        let path = "/admin/v1/mobile/apple-apps";
        self.post(path, app, tenant.clone()).await?;
        self.android_app(name, google, tenant.clone()).await?;
        let key = json!({"kind": "mobile", "label": "bench"});
        let key = self.post("/admin/v1/keys", key, tenant).await?;
        text(&key, "key")
    }

    async fn android_app(
        &self,
        name: &str,
        google: &ScriptedGoogle,
        tenant: Option<String>,
    ) -> anyhow::Result<()> {
        let path = "/admin/v1/mobile/android-apps";
        let app = json!({
            "package_name": PACKAGE,
            "signer_sha256": [HEXLOWER.encode(&SIGNER)],
            "services": ["gms", "android-key"],
        });
        let app = self.post(path, app, tenant.clone()).await?;
        let path = format!("{path}/{}", text(&app, "id")?);
        let app = play_app();
        let keys = json!({
            "decryption_key": app.keys().decryption_key_base64(),
            "verification_key": app.keys().verification_key_base64(),
        });
        let keys_path = format!("{path}/play-keys");
        self.call(Method::Put, &keys_path, Some(keys), tenant.clone())
            .await?;
        let account = ServiceAccount::new(&format!("{name}@example.iam.gserviceaccount.com"));
        google.add_account(&account);
        let account = serde_json::from_str(&account.json())?;
        let account_path = format!("{path}/service-account");
        self.call(Method::Put, &account_path, Some(account), tenant)
            .await?;
        Ok(())
    }
}
