//! Every way in which phone and back end can agree on a nonce (spec mobile.md 3.4; section 12, row
//! 9).

use data_encoding::BASE64;
use serde_json::json;
use touchstone_simulator::apple::{ClientDataProfile, Iphone};

use crate::support::{
    Engine, NOW, Session, Stage, by_nonce, by_session, iphone, on_each_engine, sha256,
};

on_each_engine!(
    the_array_profile_is_accepted_in_every_composition,
    the_raw_profile_is_accepted_in_every_composition,
    a_nonce_composed_in_another_way_is_refused,
    a_session_without_device_nonce_is_the_server_nonce_in_every_composition,
);

const COMPOSITIONS: [&str; 3] = [
    "sha256_server_device",
    "sha256_device_server",
    "concat_server_device",
];

fn compose(composition: &str, server: &[u8], device: &[u8]) -> Vec<u8> {
    match composition {
        "sha256_server_device" => sha256(&[server, device].concat()),
        "sha256_device_server" => sha256(&[device, server].concat()),
        _ => [server, device].concat(),
    }
}

async fn the_array_profile_is_accepted_in_every_composition(engine: Engine) {
    every_composition(engine, "cbor_array", ClientDataProfile::CborArray).await;
}

async fn the_raw_profile_is_accepted_in_every_composition(engine: Engine) {
    every_composition(engine, "raw", ClientDataProfile::Raw).await;
}

/// Each composition with and without a device nonce, then sessionless: attestation and assertion.
async fn every_composition(engine: Engine, name: &str, profile: ClientDataProfile) {
    let stage = Stage::new(engine).await;
    let members = json!({"client_data_profile": name, "receipt_check": "require"});
    stage.set_app(members).await;
    for (seed, composition) in (1..).zip(COMPOSITIONS) {
        stage.set(json!({"final_nonce": composition})).await;
        let mut phone = iphone(seed);
        for (counter, device) in [None, Some([0x5D; 16]), Some([0xD5; 16])]
            .iter()
            .enumerate()
        {
            let session = stage.party.init().await;
            let device = device.as_ref().map(<[u8; 16]>::as_slice);
            let nonce = match device {
                Some(device) => compose(composition, &session.nonce, device),
                None => session.nonce.clone(),
            };
            let token = phone.token(&nonce, profile, counter == 0, NOW.unix_ms());
            let details = verify(&stage, &token, &session, device)
                .await
                .assert_accepted();
            assert_eq!(details["counter"], counter + 1);
        }
    }
    let (mut phone, nonce) = (iphone(9), vec![3; 64]);
    for attest in [true, false] {
        let token = phone.token(&nonce, profile, attest, NOW.unix_ms());
        let answer = stage.party.verify(&by_nonce(&token, &nonce)).await;
        answer.assert_accepted();
    }
}

async fn verify(
    stage: &Stage,
    token: &[u8],
    session: &Session,
    device: Option<&[u8]>,
) -> crate::support::Answer {
    let mut body = by_session(token, session);
    if let Some(device) = device {
        body["deviceNonce"] = json!(BASE64.encode(device));
    }
    stage.party.verify(&body).await
}

async fn a_nonce_composed_in_another_way_is_refused(engine: Engine) {
    let stage = Stage::new(engine).await;
    let device = [0x5D; 32];
    for configured in COMPOSITIONS {
        stage.set(json!({"final_nonce": configured})).await;
        for used in COMPOSITIONS.into_iter().filter(|used| *used != configured) {
            let session = stage.party.init().await;
            let nonce = compose(used, &session.nonce, &device);
            refuse(&stage, &session, &nonce, Some(&device)).await;
        }
        let session = stage.party.init().await;
        refuse(&stage, &session, &session.nonce, Some(&device)).await;
        refuse(&stage, &stage.party.init().await, &device, Some(&device)).await;
    }
}

async fn refuse(stage: &Stage, session: &Session, nonce: &[u8], device: Option<&[u8]>) {
    let mut phone: Iphone = iphone(1);
    let token = stage.token(&mut phone, nonce, true);
    let answer = verify(stage, &token, session, device).await;
    answer.assert_refused(268_513_283, "Nonce mismatch");
    assert_eq!(stage.counter(&phone).await, None);
}

async fn a_session_without_device_nonce_is_the_server_nonce_in_every_composition(engine: Engine) {
    let stage = Stage::new(engine).await;
    for composition in COMPOSITIONS {
        stage.set(json!({"final_nonce": composition})).await;
        let session = stage.party.init().await;
        let nonce = compose(composition, &session.nonce, b"");
        if nonce != session.nonce {
            refuse(&stage, &session, &nonce, None).await;
        }
    }
}
