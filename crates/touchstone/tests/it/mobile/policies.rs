//! What tenant and app settings change in a judgement (spec mobile.md 4.4, 4.8, 5.2).

use serde_json::{Value, json};
use touchstone_simulator::apple::{ClientDataProfile, Flaw, ReceiptFlaw};

use crate::support::{
    Answer, Engine, NOW, Stage, by_nonce, by_session, iphone, on_each_engine, sha256,
};

on_each_engine!(
    a_jailbreak_is_refused_or_recorded,
    a_bad_receipt_is_recorded_required_or_not_looked_at,
    explain_off_tells_the_class_alone,
    explain_reason_adds_the_reason,
    explain_full_adds_checks_details_and_hint,
    a_hint_names_the_slip_of_an_attestation,
    a_hint_for_an_assertion_is_given_where_it_is_wished,
    a_nonce_is_used_once_within_its_replay_window,
    without_a_window_a_nonce_is_used_again,
);

async fn a_jailbreak_is_refused_or_recorded(engine: Engine) {
    let stage = Stage::new(engine).await;
    let mut phone = iphone(1);
    phone.jailbroken = Some(true);
    let session = stage.party.init().await;
    let token = stage.token(&mut phone, &session.nonce, true);
    let answer = stage.party.verify(&by_session(&token, &session)).await;
    answer.assert_refused(268_513_287, "Device integrity insufficient");
    assert_eq!(stage.reason(&answer).await.1, "apple_jailbroken");
    assert_eq!(stage.counter(&phone).await, None);
    stage.set(json!({"on_jailbroken": "record"})).await;
    let session = stage.party.init().await;
    let details = stage.accept(&session, &mut phone, true).await;
    assert_eq!(details["isJailbroken"], true);
}

async fn a_bad_receipt_is_recorded_required_or_not_looked_at(engine: Engine) {
    let stage = Stage::new(engine).await;
    let verify = async |seed: u16| {
        let session = stage.party.init().await;
        let flaw = Flaw::Receipt(ReceiptFlaw::Stale);
        let profile = ClientDataProfile::CborArray;
        let now_ms = NOW.unix_ms();
        let token = iphone(seed).flawed_token(flaw, &session.nonce, profile, true, now_ms);
        let answer = stage.party.verify(&by_session(&token, &session)).await;
        (stage.logged(&answer).await, answer)
    };
    let (logged, answer) = verify(1).await;
    answer.assert_accepted();
    assert_eq!(logged["facts"]["receipt_reason"], "apple_receipt_stale");
    assert_eq!(
        stage.stored_key(&iphone(1)).await.unwrap()["receipt_type"],
        Value::Null
    );

    stage.set_app(json!({"receipt_check": "require"})).await;
    let (logged, answer) = verify(2).await;
    answer.assert_refused(268_513_284, "Attestation not authentic");
    assert_eq!(logged["reason"], "apple_receipt_stale");
    assert_eq!(stage.counter(&iphone(2)).await, None);
    stage.register(&mut iphone(3)).await;
    assert_eq!(
        stage.stored_key(&iphone(3)).await.unwrap()["receipt_type"],
        "ATTEST"
    );
    stage.set_app(json!({"receipt_max_age_s": 3_600})).await;
    verify(4).await.1.assert_accepted();

    stage
        .set_app(json!({"receipt_check": "off", "receipt_max_age_s": null}))
        .await;
    let (logged, answer) = verify(5).await;
    answer.assert_accepted();
    assert_eq!(logged["facts"]["receipt_reason"], Value::Null);
}

/// An answer to each of: a good token, a bad one, a used session.
async fn three(stage: &Stage) -> [Answer; 3] {
    let mut phone = iphone(1);
    let (first, second) = (stage.party.init().await, stage.party.init().await);
    let good = stage.token(&mut phone, &first.nonce, true);
    let bad = stage.token(&mut iphone(2), &second.nonce, false);
    [
        stage.party.verify(&by_session(&good, &first)).await,
        stage.party.verify(&by_session(&bad, &second)).await,
        stage.party.verify(&by_session(&good, &first)).await,
    ]
}

async fn explain_off_tells_the_class_alone(engine: Engine) {
    let stage = Stage::new(engine).await;
    let [good, bad, used] = three(&stage).await;
    good.assert_accepted();
    bad.assert_refused(268_513_285, "Device key not acceptable");
    used.assert_conflict(268_509_186, "Session already used");
}

async fn explain_reason_adds_the_reason(engine: Engine) {
    let stage = Stage::new(engine).await;
    stage.set(json!({"explain": "reason"})).await;
    let [good, bad, used] = three(&stage).await;
    assert!(
        good.body
            .ends_with(r#"},"statusCode":0,"reason":"accepted"}"#),
        "{good:?}"
    );
    bad.assert_told(
        200,
        "{\"isValid\":false,\"statusCode\":268513285,\
         \"errorMessage\":\"Device key not acceptable\",\"reason\":\"apple_key_unknown\"}",
    );
    used.assert_told(
        409,
        "{\"statusCode\":268509186,\"errorMessage\":\"Session already used\",\
         \"reason\":\"session_already_used\"}",
    );
}

async fn explain_full_adds_checks_details_and_hint(engine: Engine) {
    let stage = Stage::new(engine).await;
    stage.set(json!({"explain": "full"})).await;
    let [good, ..] = three(&stage).await;
    let checks = good.json()["checks"].clone();
    let names: Vec<&str> = checks
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["check"].as_str().unwrap())
        .collect();
    for check in ["T1", "T5", "A1", "A13", "C1", "B1", "B7"] {
        assert!(names.contains(&check), "{check}: {names:?}");
    }
    assert_eq!(good.json()["reason"], "accepted");

    let session = stage.party.init().await;
    let profile = ClientDataProfile::Raw;
    let token = iphone(3).token(&session.nonce, profile, true, NOW.unix_ms());
    let answer = stage.party.verify(&by_session(&token, &session)).await;
    let body = answer.json();
    assert_eq!(
        (&body["isValid"], &body["hint"]),
        (&json!(false), &json!("profile=raw"))
    );
    let last = body["checks"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["check"], &last["ok"]), (&json!("A6"), &json!(false)));

    // A refusal of the last check has seen all there is to tell.
    let mut phone = iphone(4);
    phone.jailbroken = Some(true);
    let session = stage.party.init().await;
    let token = stage.token(&mut phone, &session.nonce, true);
    let body = stage
        .party
        .verify(&by_session(&token, &session))
        .await
        .json();
    assert_eq!(
        (&body["isValid"], &body["reason"]),
        (&json!(false), &json!("apple_jailbroken"))
    );
    assert_eq!(body["appleTokenDetails"]["isJailbroken"], true);
}

async fn a_hint_names_the_slip_of_an_attestation(engine: Engine) {
    let stage = Stage::new(engine).await;
    let device = [9_u8; 32];
    let session = stage.party.init().await;
    let nonce = sha256(&[&device, session.nonce.as_slice()].concat());
    let token = stage.token(&mut iphone(1), &nonce, true);
    let mut body = by_session(&token, &session);
    body["deviceNonce"] = json!(data_encoding::BASE64.encode(&device));
    let answer = stage.party.verify(&body).await;
    answer.assert_refused(268_513_283, "Nonce mismatch");
    let hint = &stage.logged(&answer).await["facts"]["hint"];
    assert_eq!(hint, "profile=cbor_array composition=sha256_device_server");
}

async fn a_hint_for_an_assertion_is_given_where_it_is_wished(engine: Engine) {
    let stage = Stage::new(engine).await;
    let mut phone = iphone(1);
    stage.register(&mut phone).await;
    for (wished, hint) in [(false, Value::Null), (true, json!("profile=raw"))] {
        stage.set(json!({"nonce_hints": wished})).await;
        let session = stage.party.init().await;
        let profile = ClientDataProfile::Raw;
        let token = phone.token(&session.nonce, profile, false, NOW.unix_ms());
        let answer = stage.party.verify(&by_session(&token, &session)).await;
        answer.assert_refused(268_513_284, "Attestation not authentic");
        assert_eq!(stage.logged(&answer).await["facts"]["hint"], hint);
    }
    assert_eq!(stage.counter(&phone).await, Some(1));
}

async fn a_nonce_is_used_once_within_its_replay_window(engine: Engine) {
    let stage = Stage::new(engine).await;
    stage.set(json!({"sessionless_replay_window_s": 60})).await;
    let (mut phone, nonce) = (iphone(1), [6; 32]);
    let token = stage.token(&mut phone, &nonce, true);
    let answer = stage.party.verify(&by_nonce(&token, &nonce)).await;
    answer.assert_accepted();
    let token = stage.token(&mut phone, &nonce, false);
    stage.clock.advance_ms(59_999);
    let answer = stage.party.verify(&by_nonce(&token, &nonce)).await;
    answer.assert_conflict(268_509_186, "Session already used");
    let expected = ("rejected".to_owned(), "nonce_already_used".to_owned());
    assert_eq!(stage.reason(&answer).await, expected);
    assert_eq!(stage.counter(&phone).await, Some(1));
    // Bad evidence uses a nonce too.
    let other = [8; 32];
    let answer = stage.party.verify(&by_nonce(b"hello", &other)).await;
    answer.assert_refused(268_513_280, "Attestation token malformed");
    let answer = stage.party.verify(&by_nonce(b"hello", &other)).await;
    answer.assert_conflict(268_509_186, "Session already used");
    stage.clock.advance_ms(2);
    let answer = stage.party.verify(&by_nonce(&token, &nonce)).await;
    assert_eq!(answer.assert_accepted()["counter"], 2);
}

async fn without_a_window_a_nonce_is_used_again(engine: Engine) {
    let stage = Stage::new(engine).await;
    let (mut phone, nonce) = (iphone(1), [6; 32]);
    for attest in [true, false, false] {
        let token = stage.token(&mut phone, &nonce, attest);
        let answer = stage.party.verify(&by_nonce(&token, &nonce)).await;
        answer.assert_accepted();
    }
}
