//! Secrets of apps outlive the change of the master key that seals them (design.md section 2): Play keys,
//! service accounts and DeviceCheck keys are sealed anew while the server runs.

use data_encoding::BASE64;
use serde_json::json;
use touchstone_simulator::google::AppleTeam;
use touchstone_simulator::play::TokenType;

use crate::support::{
    Engine, GoogleStage, Setup, accepted_by_google, by_session, on_each_engine, play_app,
};

on_each_engine!(secrets_outlive_the_change_of_the_master_key);

const OLD: [u8; 32] = [0xA7; 32];
const NEW: [u8; 32] = [0xB8; 32];

/// Writes the master key, and the one before it.
fn write_keys(stage: &GoogleStage, current: [u8; 32], previous: Option<[u8; 32]>) {
    let issuers = stage.google.base_url();
    let setup = Setup {
        issuers,
        ..Setup::default()
    };
    stage.place.configure(&setup);
    stage.place.write("master-key", &BASE64.encode(&current));
    if let Some(previous) = previous {
        let previous = BASE64.encode(&previous);
        let text = stage.place.read("touchstone.toml");
        let list = format!("[secrets]\nprevious_master_keys = [\"{previous}\"]\n");
        let text = text.replace("[secrets]\n", &list);
        stage.place.write("touchstone.toml", &text);
    }
}

/// A classic token is opened here, a standard one by Google; a session of before still serves.
async fn assert_opens(stage: &GoogleStage) {
    let classic = |nonce: &[u8]| play_app().token(TokenType::Classic, nonce, stage.now_ms());
    accepted_by_google(&stage.judge(classic).await);
    accepted_by_google(&stage.ask_google().await);
}

async fn secrets_outlive_the_change_of_the_master_key(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    let team = AppleTeam::new([6; 32], "TESTTEAM01", "ABCDE12345");
    let path = format!("/admin/v1/mobile/apple-apps/{}/devicecheck-key", stage.app);
    let key = json!({"key_id": team.key_id(), "p8": team.private_key_p8()});
    stage.admin.put(&path, key).await;
    assert_opens(&stage).await;
    let session = stage.party.init().await;

    write_keys(&stage, NEW, Some(OLD));
    let stage = stage.restarted().await;
    assert_opens(&stage).await;
    let rotate = "/admin/v1/master-key/rotate";
    // The keys of both families, the decryption key, the service account, the DeviceCheck key.
    assert_eq!(stage.operator.post(rotate, json!({})).await["sealed"], 5);
    assert_eq!(stage.operator.post(rotate, json!({})).await["sealed"], 0);
    assert_opens(&stage).await;

    // Now the old one can go.
    write_keys(&stage, NEW, None);
    let stage = stage.restarted().await;
    assert_opens(&stage).await;
    let token = stage.standard(&session.nonce);
    accepted_by_google(&stage.party.verify(&by_session(&token, &session)).await);
    let app = format!("/admin/v1/mobile/apple-apps/{}", stage.app);
    assert_eq!(stage.admin.get(&app).await["devicecheck_key_set"], true);
}
