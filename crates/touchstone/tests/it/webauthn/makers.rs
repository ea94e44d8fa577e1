//! An attestation that leads to a trusted root, under the model of another maker (spec webauthn.md section 9, row 39).

use serde_json::{Value, json};
use touchstone_simulator::webauthn::ca::{AttestationCa, extension};
use touchstone_simulator::webauthn::mds::MetadataEntry;
use touchstone_simulator::webauthn::statement::{AndroidKey, Packed};
use touchstone_simulator::webauthn::{Algorithm, Authenticator, Statement};

use crate::support::{
    Answer, Engine, Fido2, NOW, ORIGIN, Stage, W2, on_each_engine, passkey_place,
};

on_each_engine!(
    row_39_a_packed_statement_proves_the_models_of_its_maker_alone,
    row_39_a_phone_proves_the_models_of_its_maker_alone,
);

/// A model that the relying party wants.
const WANTED: [u8; 16] = [7; 16];
const WANTED_TEXT: &str = "07070707-0707-0707-0707-070707070707";

/// Whom the relying party trusts for a format; not the maker of the model.
fn trusted() -> AttestationCa {
    AttestationCa::new([31; 32])
}

/// The maker of the model.
fn maker() -> AttestationCa {
    AttestationCa::new([32; 32])
}

/// The relying party takes the model alone.
async fn stage(engine: Engine, anchors: Value) -> (Stage, Fido2) {
    let place = passkey_place(engine);
    let file = place.write("passkey-roots.pem", &trusted().root_pem());
    let file = format!(
        "[webauthn.anchors]\nandroid_key_file = \"{}\"\n",
        file.display()
    );
    place.configure_also(&file);
    let stage = Stage::at(place).await;
    let policy = json!({
        "attestation": {"mode": "enforced"},
        "aaguid": {"allow": [WANTED_TEXT]},
        "anchors": anchors,
    });
    let fido2 = Fido2::furnish(&stage.admin, stage.node.address, policy).await;
    (stage, fido2)
}

/// From now on the model is known, and whose it is.
async fn know_the_model(stage: &Stage) {
    let entry = MetadataEntry::new(WANTED, "Model A", &maker().root_der());
    let path = format!("/admin/v1/webauthn/statements/{WANTED_TEXT}");
    stage.admin.put(&path, entry.statement()).await;
}

async fn register(fido2: Fido2, statement: Statement) -> Answer {
    let options = fido2.registration_options("jeff").await;
    let mut device = Authenticator::new([3; 32], WANTED, statement, NOW.unix_ms());
    let registration = device.register(&options, ORIGIN).unwrap();
    fido2.post(W2, &registration.message()).await
}

/// A packed statement whose certificate names the model, or no model at all.
fn packed(ca: &AttestationCa, names_the_model: bool) -> Statement {
    let mut chain = ca.packed(WANTED, Algorithm::Es256);
    if !names_the_model {
        chain.leaf.remove(extension::AAGUID);
    }
    Statement::Packed(Packed::by(chain))
}

async fn row_39_a_packed_statement_proves_the_models_of_its_maker_alone(engine: Engine) {
    let (stage, fido2) = stage(engine, json!({"packed": [trusted().root_pem()]})).await;
    let answer = register(fido2, packed(&trusted(), false)).await;
    answer.assert_failed("aaguid_unproven");
    let answer = register(fido2, packed(&maker(), true)).await;
    answer.assert_failed("chain_untrusted");
    know_the_model(&stage).await;
    let answer = register(fido2, packed(&trusted(), false)).await;
    answer.assert_failed("aaguid_unproven");
    register(fido2, packed(&maker(), false)).await.assert_ok();
}

async fn row_39_a_phone_proves_the_models_of_its_maker_alone(engine: Engine) {
    let (stage, fido2) = stage(engine, json!({})).await;
    let phone = |ca| Statement::AndroidKey(AndroidKey::by(ca));
    let answer = register(fido2, phone(trusted())).await;
    answer.assert_failed("aaguid_unproven");
    know_the_model(&stage).await;
    let answer = register(fido2, phone(trusted())).await;
    answer.assert_failed("chain_untrusted");
    register(fido2, phone(maker())).await.assert_ok();
}
