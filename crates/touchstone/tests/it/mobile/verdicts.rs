//! Verdicts that are read again (spec mobile.md 2.3).

use serde_json::json;

use crate::support::{Engine, Stage, by_session, iphone, on_each_engine};

on_each_engine!(
    a_verdict_is_told_as_printed,
    a_refusal_and_a_rejection_are_told_with_their_class,
    explain_adds_reason_and_checks,
    unknown_malformed_and_foreign_verdicts_are_alike,
    a_key_limited_to_apps_reads_its_own_verdicts_alone,
);

async fn a_verdict_is_told_as_printed(engine: Engine) {
    let stage = Stage::new(engine).await;
    stage.clock.advance_ms(120);
    let session = stage.party.init().await;
    let token = stage.token(&mut iphone(1), &session.nonce, true);
    let answer = stage.party.verify(&by_session(&token, &session)).await;
    let id = answer.verdict().unwrap();
    let told = stage.party.verdict(id).await;
    told.assert_told(
        200,
        &format!(
            "{{\"verdictId\":\"{id}\",\"outcome\":\"valid\",\"isValid\":true,\"statusCode\":0,\
             \"platform\":\"apple\",\"createdAtUtc\":\"2026-04-29T14:50:00.120Z\"}}"
        ),
    );
    assert_eq!(told.verdict(), None);
    // Reading it again changes nothing.
    assert_eq!(stage.party.verdict(id).await.body, told.body);
    assert_eq!(stage.verdicts().await, 1);
}

async fn a_refusal_and_a_rejection_are_told_with_their_class(engine: Engine) {
    let stage = Stage::new(engine).await;
    let session = stage.party.init().await;
    for (outcome, code, platform) in [
        ("invalid", 268_513_280_u32, json!(null)),
        ("rejected", 268_509_186, json!(null)),
    ] {
        let answer = stage.party.verify(&by_session(b"hello", &session)).await;
        let told = stage.party.verdict(answer.verdict().unwrap()).await.json();
        assert_eq!(told["outcome"], outcome);
        assert_eq!(told["isValid"], false);
        assert_eq!(told["statusCode"], code);
        assert_eq!(told["platform"], platform);
        assert_eq!(told.get("reason"), None);
    }
}

async fn explain_adds_reason_and_checks(engine: Engine) {
    let stage = Stage::new(engine).await;
    let session = stage.party.init().await;
    let token = stage.token(&mut iphone(1), &session.nonce, false);
    let answer = stage.party.verify(&by_session(&token, &session)).await;
    let id = answer.verdict().unwrap();
    for (explain, reason, checks) in [
        ("off", false, false),
        ("reason", true, false),
        ("full", true, true),
    ] {
        stage.set(json!({"explain": explain})).await;
        let told = stage.party.verdict(id).await.json();
        let expected = reason.then(|| json!("apple_key_unknown"));
        assert_eq!(told.get("reason"), expected.as_ref());
        let last = told
            .get("checks")
            .map(|checks| checks.as_array().unwrap().last().unwrap().clone());
        assert_eq!(last.is_some(), checks);
        assert!(last.is_none_or(|last| last["check"] == "B2" && last["ok"] == false));
    }
}

async fn unknown_malformed_and_foreign_verdicts_are_alike(engine: Engine) {
    let stage = Stage::new(engine).await;
    let other = stage.another_tenant("other").await;
    let session = other.init().await;
    let answer = other.verify(&by_session(b"hello", &session)).await;
    let foreign = answer.verdict().unwrap();
    assert_eq!(other.verdict(foreign).await.status, 200);
    let mut answers = Vec::new();
    for id in [
        foreign,
        "vdt_01KQCVG7B20000000000000002",
        "vdt_x",
        "x",
        "%00",
        "%ff",
        &foreign.to_lowercase(),
        &"v".repeat(300),
    ] {
        let answer = stage.party.verdict(id).await;
        answer.assert_error(404, 268_505_090, "Not found");
        answers.push(answer.without_names());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:#?}");
}

async fn a_key_limited_to_apps_reads_its_own_verdicts_alone(engine: Engine) {
    let stage = Stage::new(engine).await;
    let (_, key) = stage.another_key(&json!({"app_ids": [stage.app]})).await;
    let limited = stage.party.with_key(&key);
    let session = stage.party.init().await;
    let token = stage.token(&mut iphone(1), &session.nonce, true);
    let others = stage.party.verify(&by_session(&token, &session)).await;
    let own = limited.verify(&by_session(&token, &session)).await;
    let (others, own) = (others.verdict().unwrap(), own.verdict().unwrap());
    let answer = limited.verdict(others).await;
    answer.assert_error(404, 268_505_090, "Not found");
    assert_eq!(limited.verdict(own).await.status, 200);
    assert_eq!(stage.party.verdict(own).await.status, 200);
}
