//! The status list of Android attestation keys: without one, with one that is too old, malformed or
//! replaced, and from a file in a closed network (spec mobile.md 7.2; section 12, row 14).

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::timeout;
use touchstone_core::Timestamp;
use touchstone_outbound::Method;
use touchstone_simulator::android::{SerialForm, Status, status_list};
use touchstone_simulator::google::{Behaviour, Route};
use touchstone_simulator::play::TokenType;

use crate::support::{
    AndroidStage, Engine, GoogleStage, PATIENCE, Place, Setup, accepted_by_google, android_phone,
    by_session, google_ca, huawei_app, iphone, on_each_engine, on_each_engine_by_hand, pass,
    play_app,
};

on_each_engine!(
    without_a_list_android_keys_alone_are_503,
    a_list_is_fetched_at_start,
    a_list_is_asked_for_with_its_validator,
    a_list_of_72_h_is_good_and_an_older_one_is_not,
    a_malformed_list_leaves_the_old_one_in_force,
    a_source_without_answer_leaves_the_old_one_in_force,
    a_list_is_replaced_while_phones_are_verified,
    a_list_outlives_a_restart,
);

on_each_engine_by_hand!(a_closed_network_has_its_list_from_a_file_and_reads_it_anew);

const PATH: &str = "/admin/v1/mobile/status-list";
const REFRESH: &str = "/admin/v1/mobile/status-list/refresh";
const HOUR_MS: i64 = 3_600_000;

/// What names its first phone's attestation certificate, in a form of its own.
fn revoking() -> String {
    let serials = android_phone(1).serials();
    status_list(&[(&serials[1], SerialForm::Hex, Status::Revoked)])
}

async fn assert_stale(stage: &AndroidStage, answer: &crate::support::Answer) {
    stage
        .assert_undetermined_for(answer, "status_list_stale")
        .await;
}

/// Has the list fetched a second later: of two lists of one instant the first one stays.
async fn refresh(stage: &GoogleStage) -> Value {
    stage.clock.advance_ms(1_000);
    stage.operator.post(REFRESH, json!({})).await
}

/// Whether the first phone's proof is accepted, refused as revoked, or anything else.
async fn standing(stage: &AndroidStage) -> String {
    let answer = stage.prove(&android_phone(1)).await;
    stage.reason(&answer).await.1
}

/// The other platforms do not need the list.
async fn assert_others_go_on(stage: &AndroidStage, seed: u16) {
    let now_ms = stage.now_ms();
    let play = |nonce: &[u8]| play_app().token(TokenType::Classic, nonce, now_ms);
    accepted_by_google(&stage.judge(play).await);
    let huawei = |nonce: &[u8]| huawei_app().token(nonce, now_ms);
    let answer = stage.judge(huawei).await;
    answer.assert_accepted_as("huaweiTokenDetails", "packageName");
    stage.register(&mut iphone(seed)).await;
}

async fn without_a_list_android_keys_alone_are_503(engine: Engine) {
    let stage = AndroidStage::set_up(Place::new(engine), &Setup::default()).await;
    assert_eq!(stage.operator.try_get(PATH).await.unwrap_err().status, 404);
    let (phone, session) = (android_phone(1), stage.party.init().await);
    for with_chain in [true, false] {
        let token = phone.token(&session.nonce, with_chain, true, stage.now_ms());
        let answer = stage.party.verify(&by_session(&token, &session)).await;
        assert_stale(&stage, &answer).await;
    }
    assert_others_go_on(&stage, 1).await;
    stage.set(json!({"explain": "full"})).await;
    let told = stage.attest(&phone).await;
    assert_eq!(
        (told.status, &told.json()["reason"]),
        (503, &json!("status_list_stale"))
    );
    stage.set(json!({"explain": "off"})).await;
    stage.load_status_list(&google_ca().status_list()).await;
    stage.attest_in(&session, &phone).await;
}

async fn a_list_is_fetched_at_start(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    let fetched = async {
        loop {
            if let Ok(list) = stage.operator.try_get(PATH).await {
                return list;
            }
        }
    };
    let list = timeout(PATIENCE, fetched).await.expect("in time");
    assert_eq!(
        (&list["entries"], &list["stale"]),
        (&json!(0), &json!(false))
    );
    assert_eq!(list["source"], stage.google.status_url());
    stage
        .attest(&android_phone(1))
        .await
        .assert_accepted_as("androidKeyDetails", "packageName");
}

async fn a_list_is_asked_for_with_its_validator(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    refresh(&stage).await;
    stage.clock.advance_ms(HOUR_MS);
    assert_eq!(stage.operator.get(PATH).await["age_s"], 3_600);
    let list = refresh(&stage).await;
    assert_eq!((&list["age_s"], &list["entries"]), (&json!(0), &json!(0)));
    let asked = stage.google.requests(Route::StatusList);
    assert!(asked.last().unwrap().header("if-none-match").is_some());
    stage.google.set_status_list(&google_ca().status_list());
    assert_eq!(refresh(&stage).await["entries"], 2);
    // The source's word is clipped to a day at most and 300 s at least.
    for (said_s, fresh_s) in [
        (Some(1), 300),
        (None, 3_600),
        (Some(1_000), 1_000),
        (Some(u32::MAX), 86_400),
    ] {
        stage.google.set_status_list_max_age_s(said_s);
        let list = refresh(&stage).await;
        let until: Timestamp = list["fresh_until"].as_str().unwrap().parse().unwrap();
        assert_eq!(
            until.unix_ms() - stage.now_ms(),
            fresh_s * 1_000,
            "{said_s:?}"
        );
    }
}

async fn a_list_of_72_h_is_good_and_an_older_one_is_not(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let phone = android_phone(1);
    stage
        .attest(&phone)
        .await
        .assert_accepted_as("androidKeyDetails", "packageName");
    stage.clock.advance_ms(72 * HOUR_MS);
    assert_eq!(standing(&stage).await, "accepted");
    stage.clock.advance_ms(1);
    let session = stage.party.init().await;
    let token = phone.token(&session.nonce, false, true, stage.now_ms());
    let answer = stage.party.verify(&by_session(&token, &session)).await;
    assert_stale(&stage, &answer).await;
    assert_eq!(stage.operator.get(PATH).await["stale"], true);
    assert_others_go_on(&stage, 2).await;
    stage.load_status_list(&google_ca().status_list()).await;
    let answer = stage.party.verify(&by_session(&token, &session)).await;
    answer.assert_accepted_as("androidKeyDetails", "packageName");
}

const MALFORMED: [&str; 8] = [
    "",
    "{",
    "[]",
    r#"{"entries":[]}"#,
    r#"{"entries":null}"#,
    r#"{"lists":{}}"#,
    r#"{"entries":{"xyz":{"status":"REVOKED"}}}"#,
    r#"{"entries":{"":{"status":"REVOKED"}}}"#,
];

async fn a_malformed_list_leaves_the_old_one_in_force(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    stage.google.set_status_list(&status_list(&[]));
    refresh(&stage).await;
    stage
        .attest(&android_phone(1))
        .await
        .assert_accepted_as("androidKeyDetails", "packageName");
    stage.google.set_status_list(&revoking());
    let list = refresh(&stage).await;
    for text in MALFORMED {
        stage.google.set_status_list(text);
        let refused = stage
            .operator
            .try_write(Method::Post, REFRESH, json!({}))
            .await;
        let refused = refused.unwrap_err();
        assert_eq!(
            (refused.status, refused.code.as_str()),
            (422, "status_list_malformed"),
            "{text}"
        );
        if let Ok(text) = serde_json::from_str::<Value>(text) {
            let refused = stage.operator.try_write(Method::Put, PATH, text).await;
            assert_eq!(refused.unwrap_err().status, 422);
        }
        assert_eq!(standing(&stage).await, "android_cert_revoked", "{text}");
        assert_eq!(stage.operator.get(PATH).await, list, "{text}");
    }
}

async fn a_source_without_answer_leaves_the_old_one_in_force(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    stage.google.set_status_list(&revoking());
    let list = refresh(&stage).await;
    for behaviour in [
        Behaviour::Status(500, String::new()),
        Behaviour::Status(403, String::new()),
        Behaviour::Status(429, String::new()),
        Behaviour::Close,
    ] {
        let place = format!("{behaviour:?}");
        stage.google.always(Route::StatusList, behaviour);
        let refused = stage
            .operator
            .try_write(Method::Post, REFRESH, json!({}))
            .await;
        assert_eq!(refused.unwrap_err().status, 503, "{place}");
        let answer = stage.attest(&android_phone(1)).await;
        stage
            .assert_refused_for(&answer, 268_513_289, "Revoked", "android_cert_revoked")
            .await;
        assert_eq!(stage.operator.get(PATH).await, list, "{place}");
    }
}

async fn a_list_is_replaced_while_phones_are_verified(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let phone = android_phone(1);
    stage
        .attest(&phone)
        .await
        .assert_accepted_as("androidKeyDetails", "packageName");
    let mut verifies = tokio::task::JoinSet::new();
    for number in 0..60_u8 {
        let nonce = [number; 32];
        let token = phone.token(&nonce, false, true, stage.now_ms());
        let party = stage.party.clone();
        verifies.spawn(async move {
            party
                .verify(&crate::support::by_nonce(&token, &nonce))
                .await
        });
    }
    for round in 0..10 {
        let list = if round % 2 == 0 {
            revoking()
        } else {
            google_ca().status_list()
        };
        stage.load_status_list(&list).await;
        // What holds after a list was loaded is the list.
        let expected = ["android_cert_revoked", "accepted"][round % 2];
        assert_eq!(standing(&stage).await, expected);
    }
    for answer in verifies.join_all().await {
        let reason = stage.reason(&answer).await.1;
        assert!(
            ["accepted", "android_cert_revoked"].contains(&reason.as_str()),
            "{reason}"
        );
    }
}

async fn a_list_outlives_a_restart(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    stage
        .attest(&android_phone(1))
        .await
        .assert_accepted_as("androidKeyDetails", "packageName");
    stage.load_status_list(&revoking()).await;
    let list = stage.operator.get(PATH).await;
    let stage = stage.restarted().await;
    assert_eq!(stage.operator.get(PATH).await, list);
    assert_eq!(standing(&stage).await, "android_cert_revoked");
}

async fn a_closed_network_has_its_list_from_a_file_and_reads_it_anew(engine: Engine) {
    let place = Place::new(engine);
    place.write("status.json", &status_list(&[]));
    let setup = Setup {
        status_file: Some("status.json"),
        ..Setup::default()
    };
    let stage = AndroidStage::set_up(place, &setup).await;
    assert_eq!(stage.operator.get(PATH).await["source"], "file");
    stage
        .attest(&android_phone(1))
        .await
        .assert_accepted_as("androidKeyDetails", "packageName");
    // Nothing else takes its place.
    for (method, path) in [(Method::Post, REFRESH), (Method::Put, PATH)] {
        let body = if path == PATH {
            json!({"entries": {}})
        } else {
            json!({})
        };
        let refused = stage
            .operator
            .try_write(method, path, body)
            .await
            .unwrap_err();
        assert_eq!(
            (refused.status, refused.code.as_str()),
            (409, "status_list_from_file")
        );
    }
    stage.place.write("status.json", &revoking());
    until_standing(&stage, "android_cert_revoked").await;
    stage
        .place
        .write("status.json", "{\"entries\":{\"xyz\":{}}}");
    pass(Duration::from_secs(2)).await;
    assert_eq!(standing(&stage).await, "android_cert_revoked");
    stage.place.write("status.json", &status_list(&[]));
    until_standing(&stage, "accepted").await;
    // A file that nobody replaces goes stale like any list.
    stage.clock.advance_ms(72 * HOUR_MS + 1);
    assert_eq!(standing(&stage).await, "status_list_stale");
    stage.place.write("status.json", &google_ca().status_list());
    until_standing(&stage, "accepted").await;
}

/// Lets the server look at its files, until they are in force.
async fn until_standing(stage: &AndroidStage, expected: &str) {
    let look = async {
        while standing(stage).await != expected {
            pass(Duration::from_secs(2)).await;
        }
    };
    timeout(PATIENCE * 10, look).await.expect("in time");
}
