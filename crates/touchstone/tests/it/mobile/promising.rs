//! What `init` promises (spec mobile.md 2.1 and 3.1; section 9, rows 9 and 10).

use serde_json::json;

use crate::support::{Engine, Stage, Wire, iphone, on_each_engine};

on_each_engine!(
    a_session_is_told_as_printed,
    a_session_lives_as_long_as_the_settings_say,
    a_promise_outlives_a_change_of_the_settings,
    a_query_is_ignored,
    sessions_never_repeat,
    row_9_any_body_is_ignored,
    row_10_a_large_body_is_answered_and_the_connection_closed,
    a_tenant_without_the_session_approach_gets_no_session,
);

const INIT: &str = "/api/v1/attestation/init";

async fn a_session_is_told_as_printed(engine: Engine) {
    let stage = Stage::new(engine).await;
    stage.clock.advance_ms(120);
    let answer = stage.party.ask_init().await;
    let body = answer.json();
    let (reference, nonce) = (
        body["sessionReference"].as_str().unwrap(),
        body["serverNonce"].as_str().unwrap(),
    );
    let told = format!(
        "{{\"sessionReference\":\"{reference}\",\"serverNonce\":\"{nonce}\",\
         \"expiresAtUtc\":\"2026-04-29T14:55:00.1200000Z\",\"statusCode\":0}}"
    );
    answer.assert_told(200, &told);
    assert_eq!(answer.verdict(), None);
    // 2026-04-29T14:50:00.120Z in the first 48 bits, version 7, a lifetime of ten times 30 s.
    assert!(reference.starts_with("019dd9b7-e238-700a-"), "{reference}");
    assert_eq!((reference.len(), nonce.len()), (36, 44));
    assert_eq!(
        data_encoding::BASE64
            .decode(nonce.as_bytes())
            .unwrap()
            .len(),
        32
    );
    assert_eq!(stage.verdicts().await, 0);
}

async fn a_session_lives_as_long_as_the_settings_say(engine: Engine) {
    let stage = Stage::new(engine).await;
    for (ttl_s, ends) in [
        (30, "2026-04-29T14:50:30.0000000Z"),
        (86_700, "2026-04-30T14:55:00.0000000Z"),
        (90_000, "2026-04-30T15:50:00.0000000Z"),
    ] {
        stage.set(json!({"session_ttl_s": ttl_s})).await;
        let body = stage.party.ask_init().await.json();
        assert_eq!(body["expiresAtUtc"], ends);
    }
}

async fn a_promise_outlives_a_change_of_the_settings(engine: Engine) {
    let stage = Stage::new(engine).await;
    let session = stage.party.init().await;
    stage.set(json!({"session_ttl_s": 30})).await;
    stage.clock.advance_ms(300_000);
    stage.accept(&session, &mut iphone(1), true).await;
}

async fn a_query_is_ignored(engine: Engine) {
    let stage = Stage::new(engine).await;
    let path = format!("{INIT}?sessionReference=x&%ff=%00");
    let answer = stage.party.request("POST", &path);
    assert_eq!(answer.send(stage.node.address).await.status, 200);
}

async fn sessions_never_repeat(engine: Engine) {
    let stage = Stage::new(engine).await;
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..50 {
        let session = stage.party.init().await;
        assert!(seen.insert(session.reference));
        assert!(seen.insert(format!("{:?}", session.nonce)));
    }
}

async fn row_9_any_body_is_ignored(engine: Engine) {
    let stage = Stage::new(engine).await;
    for (kind, body) in [
        ("text/xml", "{{{"),
        ("application/json", "[]"),
        ("///", "\u{0}"),
    ] {
        let request = stage.party.request("POST", INIT);
        let request = request.header("Content-Type", kind).body(body);
        assert_eq!(request.send(stage.node.address).await.status, 200, "{kind}");
    }
    // Within 64 KiB the body is drained and the connection goes on.
    let mut wire = Wire::connect(stage.node.address).await;
    let small = stage.party.request("POST", INIT).body(vec![b'x'; 65_536]);
    for _ in 0..2 {
        assert_eq!(wire.ask(&small.bytes()).await.status, 200);
    }
}

async fn row_10_a_large_body_is_answered_and_the_connection_closed(engine: Engine) {
    let stage = Stage::new(engine).await;
    let mut wire = Wire::connect(stage.node.address).await;
    let large = stage.party.request("POST", INIT).body(vec![b'x'; 10 << 20]);
    let answer = wire.ask(&large.bytes()).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.assert_common();
    assert_eq!(answer.header("connection"), Some("close"));
    wire.hear_the_end().await;
}

async fn a_tenant_without_the_session_approach_gets_no_session(engine: Engine) {
    let stage = Stage::new(engine).await;
    let session = stage.party.init().await;
    stage.set(json!({"session_enabled": false})).await;
    let cause = "the session approach is not enabled";
    stage.party.ask_init().await.assert_malformed(cause);
    let body = json!({"attestationToken": "aGVsbG8=", "sessionReference": session.reference});
    stage.party.verify(&body).await.assert_malformed(cause);
    stage
        .set(json!({"session_enabled": null, "sessionless_enabled": false}))
        .await;
    let nonce = json!({"attestationToken": "aGVsbG8=", "expectedNonce": "d3VyemVscGZyb3BmIQ=="});
    let answer = stage.party.verify(&nonce).await;
    answer.assert_malformed("expectedNonce is not base64 of 16 to 64 bytes");
    let nonce = json!({"attestationToken": "aGVsbG8=", "expectedNonce": "A".repeat(64)});
    let cause = "the sessionless approach is not enabled";
    stage.party.verify(&nonce).await.assert_malformed(cause);
    assert_eq!(stage.verdicts().await, 0);
    stage.accept(&session, &mut iphone(1), true).await;
}
