//! Who is let in, and which paths and methods there are (spec mobile.md 2.0; section 9, rows 1 to
//! 8).

use serde_json::json;

use crate::support::{Answer, Engine, Request, Stage, on_each_engine};

on_each_engine!(
    row_1_no_key_is_401,
    row_2_an_empty_key_is_403,
    row_3_a_key_without_prefix_is_403,
    row_4_every_refused_key_sounds_the_same,
    row_5_two_keys_are_403_although_both_are_valid,
    row_6_the_key_comes_before_the_path,
    row_7_a_path_in_another_spelling_is_404,
    row_8_another_method_is_405,
    a_key_is_recognised_whatever_the_case_of_its_header,
    a_key_expires_at_its_instant,
    a_key_that_was_rotated_works_until_its_grace_ends,
    beyond_its_rate_a_key_is_429_until_there_is_room,
);

const INIT: &str = "/api/v1/attestation/init";
const VERIFY: &str = "/api/v1/attestation/verify";

async fn ask(stage: &Stage, request: Request) -> Answer {
    request.send(stage.node.address).await
}

async fn row_1_no_key_is_401(engine: Engine) {
    let stage = Stage::new(engine).await;
    for path in [INIT, VERIFY, "/api/v1/attestation/verdicts/x"] {
        let answer = ask(&stage, Request::new("POST", path)).await;
        answer.assert_empty(401);
        assert_eq!(answer.header("www-authenticate"), Some("ApiKey"));
    }
    assert_eq!(stage.verdicts().await, 0);
}

async fn row_2_an_empty_key_is_403(engine: Engine) {
    let stage = Stage::new(engine).await;
    let answer = ask(&stage, Request::new("POST", INIT).header("X-Api-Key", ""));
    answer.await.assert_empty(403);
}

async fn row_3_a_key_without_prefix_is_403(engine: Engine) {
    let stage = Stage::new(engine).await;
    let bare = stage.party.key.trim_start_matches("xma_").to_owned();
    for key in ["SampleKey", &bare] {
        let answer = ask(&stage, Request::new("POST", INIT).header("X-Api-Key", key));
        answer.await.assert_empty(403);
    }
}

async fn row_4_every_refused_key_sounds_the_same(engine: Engine) {
    let stage = Stage::new(engine).await;
    let disabled = stage.another_tenant("disabled").await;
    let session = disabled.init().await;
    let change = json!({"enabled": false});
    stage
        .operator
        .patch("/admin/v1/tenants/disabled", change)
        .await;
    let (id, revoked) = stage.another_key(&json!({})).await;
    assert_eq!(stage.party.with_key(&revoked).ask_init().await.status, 200);
    let revoke = format!("/admin/v1/keys/{id}/revoke");
    stage.admin.post(&revoke, json!({"reason": "lost"})).await;
    let past = json!({"expires_at": "2026-04-29T14:50:00.001Z"});
    let (_, expired) = stage.another_key(&past).await;
    stage.clock.advance_ms(1);
    let unknown = format!("xma_{}", "A".repeat(43));
    let long = format!("xma_{}", "A".repeat(509));
    let malformed = format!("{} ", "x".repeat(20));
    let mut answers = Vec::new();
    for key in [
        &unknown,
        &revoked,
        &disabled.key,
        &expired,
        &stage.admin_key,
        &long,
        &malformed,
    ] {
        let answer = stage.party.with_key(key).ask_init().await;
        answer.assert_empty(403);
        answers.push(answer.without_names());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:#?}");
    let body = json!({"attestationToken": "aGVsbG8=", "sessionReference": session.reference});
    disabled.verify(&body).await.assert_empty(403);
    assert_eq!(stage.verdicts().await, 0);
}

async fn row_5_two_keys_are_403_although_both_are_valid(engine: Engine) {
    let stage = Stage::new(engine).await;
    let (_, other) = stage.another_key(&json!({})).await;
    for second in [&stage.party.key, &other] {
        let request = stage
            .party
            .request("POST", INIT)
            .header("x-api-key", second);
        ask(&stage, request).await.assert_empty(403);
    }
}

async fn row_6_the_key_comes_before_the_path(engine: Engine) {
    let stage = Stage::new(engine).await;
    for path in ["/api/v2/x", "/api/", "/api/v1/attestation/init/"] {
        ask(&stage, Request::new("POST", path))
            .await
            .assert_empty(401);
        let wrong = Request::new("POST", path).header("X-Api-Key", "xma_x");
        ask(&stage, wrong).await.assert_empty(403);
    }
}

async fn row_7_a_path_in_another_spelling_is_404(engine: Engine) {
    let stage = Stage::new(engine).await;
    for path in [
        "Init",
        "init/",
        "INIT",
        "inits",
        "verify/",
        "verdicts",
        "verdicts/",
    ] {
        let path = format!("/api/v1/attestation/{path}");
        let answer = ask(&stage, stage.party.request("POST", &path)).await;
        answer.assert_error(404, 268_505_090, "Not found");
    }
    assert_eq!(stage.verdicts().await, 0);
}

async fn row_8_another_method_is_405(engine: Engine) {
    let stage = Stage::new(engine).await;
    for (path, allowed) in [(INIT, "POST"), (VERIFY, "POST")] {
        for method in ["GET", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"] {
            let answer = ask(&stage, stage.party.request(method, path)).await;
            answer.assert_error(405, 268_505_091, "Method not allowed");
            assert_eq!(answer.header("allow"), Some(allowed));
        }
    }
    let path = "/api/v1/attestation/verdicts/vdt_01KQCVG7B20000000000000002";
    let answer = ask(&stage, stage.party.request("POST", path)).await;
    answer.assert_error(405, 268_505_091, "Method not allowed");
    assert_eq!(answer.header("allow"), Some("GET"));
    assert_eq!(stage.verdicts().await, 0);
}

async fn a_key_is_recognised_whatever_the_case_of_its_header(engine: Engine) {
    let stage = Stage::new(engine).await;
    for name in ["X-API-KEY", "x-api-key", "x-Api-kEy"] {
        let request = Request::new("POST", INIT).header(name, &stage.party.key);
        assert_eq!(ask(&stage, request).await.status, 200);
    }
}

async fn a_key_expires_at_its_instant(engine: Engine) {
    let stage = Stage::new(engine).await;
    let (_, key) = stage
        .another_key(&json!({"expires_at": "2026-04-29T14:50:00.100Z"}))
        .await;
    let party = stage.party.with_key(&key);
    stage.clock.advance_ms(99);
    assert_eq!(party.ask_init().await.status, 200);
    // It stands in the cache, and is refused all the same.
    stage.clock.advance_ms(1);
    party.ask_init().await.assert_empty(403);
}

async fn a_key_that_was_rotated_works_until_its_grace_ends(engine: Engine) {
    let stage = Stage::new(engine).await;
    let (id, old) = stage.another_key(&json!({})).await;
    let path = format!("/admin/v1/keys/{id}/rotate");
    let made = stage.admin.post(&path, json!({"grace_seconds": 10})).await;
    let (old, new) = (stage.party.with_key(&old), made["key"].as_str().unwrap());
    assert_eq!(old.ask_init().await.status, 200);
    assert_eq!(stage.party.with_key(new).ask_init().await.status, 200);
    stage.clock.advance_ms(10_000);
    old.ask_init().await.assert_empty(403);
    assert_eq!(stage.party.with_key(new).ask_init().await.status, 200);
}

async fn beyond_its_rate_a_key_is_429_until_there_is_room(engine: Engine) {
    let stage = Stage::new(engine).await;
    stage.set(json!({"rate_limit_per_s": 2})).await;
    let session = stage.party.init().await;
    assert_eq!(stage.party.ask_init().await.status, 200);
    let body = json!({"attestationToken": "aGVsbG8=", "sessionReference": session.reference});
    for answer in [
        stage.party.verify(&body).await,
        stage.party.ask_init().await,
    ] {
        answer.assert_error(429, 268_505_094, "Too many requests");
        assert_eq!(answer.header("retry-after"), Some("1"));
    }
    assert_eq!(stage.verdicts().await, 0);
    // Another key has a bucket of its own.
    let (_, other) = stage.another_key(&json!({})).await;
    assert_eq!(stage.party.with_key(&other).ask_init().await.status, 200);
    stage.clock.advance_ms(1_000);
    let answer = stage.party.verify(&body).await;
    answer.assert_refused(268_513_280, "Attestation token malformed");
}
