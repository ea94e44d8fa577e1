//! Stored receipts are exchanged at Apple, and what Apple measures stands in later answers (spec mobile.md
//! 7.3 and 10.5). Apple is scripted; rounds are started by hand.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::timeout;
use touchstone_core::mobile::ReceiptRound;
use touchstone_simulator::apple::{ClientDataProfile, Iphone};
use touchstone_simulator::google::{AppleTeam, Behaviour, Route};

use crate::support::{
    APP_ID, Engine, GoogleStage, PATIENCE, by_nonce, iphone, on_each_engine,
    on_each_engine_by_hand, pass,
};

on_each_engine!(
    a_receipt_is_exchanged_once_a_day_and_its_metric_is_told,
    nothing_is_exchanged_where_that_is_off,
    a_receipt_that_is_exchanged_too_early_waits_a_day,
    a_receipt_that_apple_refuses_is_exchanged_no_more,
    credentials_that_apple_refuses_are_tried_again_tomorrow,
    an_apple_without_answer_is_asked_again_in_an_hour,
    a_receipt_that_does_not_hold_is_not_kept,
    without_a_devicecheck_key_nothing_is_asked,
);

on_each_engine_by_hand!(the_server_starts_rounds_by_itself);

const NONCE: [u8; 32] = [0x44; 32];
const DAY_MS: i64 = 86_400_000;
const HOUR_MS: i64 = 3_600_000;

fn team() -> AppleTeam {
    let (team_id, _) = APP_ID.split_once('.').unwrap();
    AppleTeam::new([6; 32], team_id, "ABCDE12345")
}

async fn set_key(stage: &GoogleStage) {
    let path = format!("/admin/v1/mobile/apple-apps/{}/devicecheck-key", stage.app);
    let key = json!({"key_id": team().key_id(), "p8": team().private_key_p8()});
    let app = stage.admin.put(&path, key).await;
    assert_eq!(app["devicecheck_key_set"], true);
}

/// A stage whose app exchanges receipts daily, and a registered phone.
async fn stage(engine: Engine) -> (GoogleStage, Iphone) {
    let stage = GoogleStage::new(engine).await;
    stage.google.add_team(&team());
    set_key(&stage).await;
    stage.set_app(json!({"receipt_refresh": "daily"})).await;
    let mut phone = iphone(1);
    assert_eq!(
        verify(&stage, &mut phone, true)
            .await
            .get("receiptRiskMetric"),
        None
    );
    (stage, phone)
}

/// Has a token of this phone accepted; its details.
async fn verify(stage: &GoogleStage, phone: &mut Iphone, attest: bool) -> Value {
    let token = stage.token(phone, &NONCE, attest);
    let answer = stage.party.verify(&by_nonce(&token, &NONCE)).await;
    answer.assert_accepted()
}

fn hash() -> [u8; 32] {
    ClientDataProfile::CborArray.client_data_hash(&NONCE)
}

/// Starts a round; how many were exchanged, wait, are stopped.
async fn round(stage: &GoogleStage) -> (u64, u64, u64) {
    let core = stage.node.core();
    let round = core.mobile.refresh_receipts(&core.world.new_call()).await;
    let ReceiptRound {
        exchanged,
        waiting,
        stopped,
    } = round.unwrap();
    (exchanged, waiting, stopped)
}

fn asked(stage: &GoogleStage) -> usize {
    stage.google.calls(Route::AttestationData)
}

async fn a_receipt_is_exchanged_once_a_day_and_its_metric_is_told(engine: Engine) {
    let (stage, mut phone) = stage(engine).await;
    let mut stored = phone.receipt(&hash(), stage.now_ms());
    for (day, metric) in [(1, 7), (2, 0), (3, 4_000)] {
        let newer = phone.refreshed_receipt(&hash(), metric, stage.now_ms());
        stage.google.exchange_receipt(&stored, &newer);
        assert_eq!(round(&stage).await, (1, 0, 0), "day {day}");
        // Nothing more is due that day.
        assert_eq!(round(&stage).await, (0, 0, 0), "day {day}");
        stage.clock.advance_ms(DAY_MS - 1);
        assert_eq!(round(&stage).await, (0, 0, 0), "day {day}");
        stage.clock.advance_ms(1);
        let details = verify(&stage, &mut phone, false).await;
        assert_eq!(details["receiptRiskMetric"], metric);
        let key = stage.stored_key(&phone).await.unwrap();
        assert_eq!(key["receipt_type"], "RECEIPT");
        assert_eq!(asked(&stage), day);
        stored = newer;
    }
}

async fn nothing_is_exchanged_where_that_is_off(engine: Engine) {
    let (stage, phone) = stage(engine).await;
    stage.set_app(json!({"receipt_refresh": "off"})).await;
    assert_eq!(round(&stage).await, (0, 0, 0));
    stage
        .set_app(json!({"receipt_refresh": "daily", "enabled": false}))
        .await;
    round(&stage).await;
    assert_eq!(asked(&stage), 0);
    assert_eq!(
        stage.stored_key(&phone).await.unwrap()["receipt_type"],
        "ATTEST"
    );
}

async fn a_receipt_that_is_exchanged_too_early_waits_a_day(engine: Engine) {
    let (stage, _) = stage(engine).await;
    let too_early = Behaviour::Status(304, String::new());
    stage.google.always(Route::AttestationData, too_early);
    assert_eq!(round(&stage).await, (0, 1, 0));
    assert_eq!(round(&stage).await, (0, 0, 0));
    stage.clock.advance_ms(DAY_MS);
    assert_eq!(round(&stage).await, (0, 1, 0));
    assert_eq!(asked(&stage), 2);
}

async fn a_receipt_that_apple_refuses_is_exchanged_no_more(engine: Engine) {
    for status in [400, 404] {
        let (stage, mut phone) = stage(engine).await;
        let refusal = Behaviour::Status(status, String::new());
        stage.google.always(Route::AttestationData, refusal);
        assert_eq!(round(&stage).await, (0, 0, 1), "{status}");
        for _ in 0..3 {
            stage.clock.advance_ms(DAY_MS);
            assert_eq!(round(&stage).await, (0, 0, 0), "{status}");
        }
        assert_eq!(asked(&stage), 1, "{status}");
        // The phone is none the worse for it.
        verify(&stage, &mut phone, false).await;
    }
}

async fn credentials_that_apple_refuses_are_tried_again_tomorrow(engine: Engine) {
    let (stage, mut phone) = stage(engine).await;
    let refusal = Behaviour::Status(401, String::new());
    stage.google.script(Route::AttestationData, [refusal]);
    assert_eq!(round(&stage).await, (0, 1, 0));
    let older = phone.receipt(&hash(), stage.now_ms());
    stage.clock.advance_ms(DAY_MS);
    let newer = phone.refreshed_receipt(&hash(), 9, stage.now_ms());
    stage.google.exchange_receipt(&older, &newer);
    assert_eq!(round(&stage).await, (1, 0, 0));
    assert_eq!(
        verify(&stage, &mut phone, false).await["receiptRiskMetric"],
        9
    );
}

async fn an_apple_without_answer_is_asked_again_in_an_hour(engine: Engine) {
    let (stage, mut phone) = stage(engine).await;
    let older = phone.receipt(&hash(), stage.now_ms());
    for behaviour in [
        Behaviour::Status(503, String::new()),
        Behaviour::Status(429, String::new()),
        Behaviour::Garbage,
        Behaviour::Close,
    ] {
        let place = format!("{behaviour:?}");
        stage.google.script(Route::AttestationData, [behaviour]);
        assert_eq!(round(&stage).await, (0, 1, 0), "{place}");
        // Whatever it was: within a day it is tried again.
        stage.clock.advance_ms(DAY_MS);
    }
    stage.google.script(
        Route::AttestationData,
        [Behaviour::Status(503, String::new())],
    );
    assert_eq!(round(&stage).await, (0, 1, 0));
    stage.clock.advance_ms(HOUR_MS);
    let newer = phone.refreshed_receipt(&hash(), 3, stage.now_ms());
    stage.google.exchange_receipt(&older, &newer);
    assert_eq!(round(&stage).await, (1, 0, 0));
    assert_eq!(
        verify(&stage, &mut phone, false).await["receiptRiskMetric"],
        3
    );
}

async fn a_receipt_that_does_not_hold_is_not_kept(engine: Engine) {
    let (stage, mut phone) = stage(engine).await;
    let older = phone.receipt(&hash(), stage.now_ms());
    let others = iphone(2).refreshed_receipt(&hash(), 1, stage.now_ms());
    let mut broken = phone.refreshed_receipt(&hash(), 1, stage.now_ms());
    broken.pop();
    for newer in [others, broken, b"no receipt".to_vec()] {
        stage.google.exchange_receipt(&older, &newer);
        assert_eq!(round(&stage).await, (0, 1, 0));
        let key = stage.stored_key(&phone).await.unwrap();
        assert_eq!(
            (&key["receipt_type"], &key["risk_metric"]),
            (&json!("ATTEST"), &Value::Null)
        );
        stage.clock.advance_ms(DAY_MS);
    }
    let details = verify(&stage, &mut phone, false).await;
    assert_eq!(details.get("receiptRiskMetric"), None);
}

async fn without_a_devicecheck_key_nothing_is_asked(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    stage.google.add_team(&team());
    let mut phone = iphone(1);
    stage.set_app(json!({"receipt_refresh": "daily"})).await;
    verify(&stage, &mut phone, true).await;
    round(&stage).await;
    assert_eq!(asked(&stage), 0);
    set_key(&stage).await;
    let older = phone.receipt(&hash(), stage.now_ms());
    stage.clock.advance_ms(DAY_MS);
    let newer = phone.refreshed_receipt(&hash(), 5, stage.now_ms());
    stage.google.exchange_receipt(&older, &newer);
    assert_eq!(round(&stage).await, (1, 0, 0));
    assert_eq!(
        verify(&stage, &mut phone, false).await["receiptRiskMetric"],
        5
    );
}

async fn the_server_starts_rounds_by_itself(engine: Engine) {
    let (stage, mut phone) = stage(engine).await;
    let older = phone.receipt(&hash(), stage.now_ms());
    let newer = phone.refreshed_receipt(&hash(), 11, stage.now_ms());
    stage.google.exchange_receipt(&older, &newer);
    pass(Duration::from_secs(60)).await;
    let told = async {
        while verify(&stage, &mut phone, false)
            .await
            .get("receiptRiskMetric")
            != Some(&json!(11))
        {}
    };
    timeout(PATIENCE, told).await.expect("in time");
    assert_eq!(asked(&stage), 1);
}
