//! Requests that cannot be read: they get no verdict and use no session (spec mobile.md 2.2;
//! section 9, rows 11 to 23).

use data_encoding::BASE64;
use serde_json::{Value, json};

use crate::support::{Answer, Engine, Request, Session, Stage, Wire, iphone, on_each_engine};

on_each_engine!(
    row_11_a_body_without_a_media_type_is_415,
    row_12_another_charset_is_415,
    row_13_a_body_beyond_128_kib_is_413,
    row_14_a_body_that_is_no_json_object_is_cause_1,
    row_15_a_field_twice_is_cause_2,
    row_16_no_token_is_cause_3,
    row_17_a_token_in_another_base64_is_cause_4,
    row_18_an_empty_token_is_cause_5,
    a_token_beyond_64_kib_is_cause_6,
    row_19_a_reference_of_another_form_is_cause_7,
    row_20_a_short_device_nonce_is_cause_8_and_uses_no_session,
    a_long_device_nonce_is_cause_8,
    row_21_an_empty_expected_nonce_is_cause_9,
    the_shortest_expected_nonce_is_the_tenants_choice,
    row_22_both_approaches_or_none_is_cause_10,
    row_23_a_device_nonce_without_session_is_cause_11,
    the_first_cause_of_the_list_is_told,
    unknown_fields_and_null_are_ignored,
    a_head_beyond_32_kib_is_431,
);

/// A stage with a session that no request here may use.
struct Untouched {
    stage: Stage,
    session: Session,
}

impl Untouched {
    async fn new(engine: Engine) -> Self {
        let stage = Stage::new(engine).await;
        let session = stage.party.init().await;
        Self { stage, session }
    }

    /// A body that is right but for the session's evidence, with these members changed.
    fn body(&self, changes: Value) -> Value {
        let mut body = json!({
            "attestationToken": "aGVsbG8=",
            "sessionReference": self.session.reference,
        });
        let changes = changes.as_object().unwrap().clone();
        body.as_object_mut().unwrap().extend(changes);
        body
    }

    async fn verify(&self, changes: Value) -> Answer {
        self.stage.party.verify(&self.body(changes)).await
    }

    /// No verdict was written, and the session can be used.
    async fn end(self) {
        assert_eq!(self.stage.verdicts().await, 0);
        self.stage.accept(&self.session, &mut iphone(1), true).await;
        assert_eq!(self.stage.verdicts().await, 1);
    }
}

/// The text with white space up to this length.
fn padded(text: &str, length: usize) -> String {
    format!("{text}{}", " ".repeat(length - text.len()))
}

fn nonce(bytes: usize) -> String {
    BASE64.encode(&vec![7; bytes])
}

async fn row_11_a_body_without_a_media_type_is_415(engine: Engine) {
    let untouched = Untouched::new(engine).await;
    let party = &untouched.stage.party;
    let body = untouched.body(json!({})).to_string();
    for kind in [None, Some("text/plain"), Some("application/cbor"), Some("")] {
        let request = party.request("POST", "/api/v1/attestation/verify");
        let request = match kind {
            Some(kind) => request.header("Content-Type", kind),
            None => request,
        };
        let answer = request.body(body.as_str()).send(party.address).await;
        answer.assert_error(415, 268_505_092, "Unsupported media type");
    }
    untouched.end().await;
}

async fn row_12_another_charset_is_415(engine: Engine) {
    let untouched = Untouched::new(engine).await;
    let party = &untouched.stage.party;
    let body = untouched.body(json!({"attestationToken": 1})).to_string();
    let request = |kind: &str| {
        let request = party.request("POST", "/api/v1/attestation/verify");
        request.header("Content-Type", kind).body(body.as_str())
    };
    let answer = request("application/json; charset=utf-16")
        .send(party.address)
        .await;
    answer.assert_error(415, 268_505_092, "Unsupported media type");
    for kind in [
        "application/json; charset=UTF-8",
        "Application/Json; profile=x",
    ] {
        let answer = request(kind).send(party.address).await;
        answer.assert_malformed("attestationToken is not a base64 string");
    }
    untouched.end().await;
}

async fn row_13_a_body_beyond_128_kib_is_413(engine: Engine) {
    let untouched = Untouched::new(engine).await;
    let body = untouched.body(json!({"attestationToken": "A"})).to_string();
    for length in [131_073, 200 * 1_024] {
        let long = padded(&body, length);
        let answer = untouched.stage.party.verify_bytes(long).await;
        answer.assert_error(413, 268_505_093, "Request too large");
    }
    let longest = padded(&body, 131_072);
    let answer = untouched.stage.party.verify_bytes(longest).await;
    answer.assert_malformed("attestationToken is not a base64 string");
    untouched.end().await;
}

async fn row_14_a_body_that_is_no_json_object_is_cause_1(engine: Engine) {
    let untouched = Untouched::new(engine).await;
    let right = untouched.body(json!({})).to_string();
    let deep = right.replacen(
        '{',
        &format!("{{\"x\":{}1{},", "[".repeat(8), "]".repeat(8)),
        1,
    );
    let bodies = [
        b"[]".to_vec(),
        Vec::new(),
        b"{".to_vec(),
        [b"\xef\xbb\xbf", right.as_bytes()].concat(),
        format!("{right} x").into_bytes(),
        b"\"text\"".to_vec(),
        b"{\"attestationToken\":\"\xff\"}".to_vec(),
        deep.into_bytes(),
    ];
    for body in bodies {
        let answer = untouched.stage.party.verify_bytes(body).await;
        answer.assert_malformed("body is not a JSON object");
    }
    untouched.end().await;
}

async fn row_15_a_field_twice_is_cause_2(engine: Engine) {
    let untouched = Untouched::new(engine).await;
    let party = &untouched.stage.party;
    let twice = r#"{"attestationToken":"AA==","attestationToken":"AA=="}"#;
    let answer = party.verify_bytes(twice).await;
    answer.assert_malformed("duplicate field attestationToken");
    let hidden = r#"{"attestationToken":"AA==","attestation\u0054oken":"AA=="}"#;
    let answer = party.verify_bytes(hidden).await;
    answer.assert_malformed("duplicate field attestationToken");
    untouched.end().await;
}

async fn row_16_no_token_is_cause_3(engine: Engine) {
    let untouched = Untouched::new(engine).await;
    let cause = "attestationToken is missing";
    let answer = untouched.verify(json!({"attestationToken": null})).await;
    answer.assert_malformed(cause);
    let reference = json!({"sessionReference": untouched.session.reference});
    let answer = untouched.stage.party.verify(&reference).await;
    answer.assert_malformed(cause);
    untouched.end().await;
}

async fn row_17_a_token_in_another_base64_is_cause_4(engine: Engine) {
    let untouched = Untouched::new(engine).await;
    for token in [
        json!("-_8="),
        json!("AA"),
        json!("AB=="),
        json!("aGVs\nbG8="),
        json!(" aGVsbG8="),
        json!("aGVsbG8=="),
        json!(42),
        json!(["aGVsbG8="]),
        json!(true),
    ] {
        let answer = untouched.verify(json!({"attestationToken": token})).await;
        answer.assert_malformed("attestationToken is not a base64 string");
    }
    untouched.end().await;
}

async fn row_18_an_empty_token_is_cause_5(engine: Engine) {
    let untouched = Untouched::new(engine).await;
    let answer = untouched.verify(json!({"attestationToken": ""})).await;
    answer.assert_malformed("attestationToken is empty");
    untouched.end().await;
}

async fn a_token_beyond_64_kib_is_cause_6(engine: Engine) {
    let untouched = Untouched::new(engine).await;
    let token = BASE64.encode(&vec![0; 65_537]);
    let answer = untouched.verify(json!({"attestationToken": token})).await;
    answer.assert_malformed("attestationToken is too long");
    untouched.end().await;
}

async fn row_19_a_reference_of_another_form_is_cause_7(engine: Engine) {
    let untouched = Untouched::new(engine).await;
    let long = "a".repeat(129);
    for reference in [json!(""), json!(42), json!(long), json!({}), json!(false)] {
        let answer = untouched
            .verify(json!({"sessionReference": reference}))
            .await;
        answer.assert_malformed("sessionReference is not a string of 1 to 128 characters");
    }
    untouched.end().await;
}

async fn row_20_a_short_device_nonce_is_cause_8_and_uses_no_session(engine: Engine) {
    let untouched = Untouched::new(engine).await;
    for short in [json!(nonce(15)), json!(""), json!(7), json!("!!")] {
        let answer = untouched.verify(json!({"deviceNonce": short})).await;
        answer.assert_malformed("deviceNonce is not base64 of 16 to 64 bytes");
    }
    untouched.end().await;
}

async fn a_long_device_nonce_is_cause_8(engine: Engine) {
    let untouched = Untouched::new(engine).await;
    let answer = untouched.verify(json!({"deviceNonce": nonce(65)})).await;
    answer.assert_malformed("deviceNonce is not base64 of 16 to 64 bytes");
    let composition = json!({"final_nonce": "concat_server_device"});
    untouched.stage.set(composition).await;
    let answer = untouched.verify(json!({"deviceNonce": nonce(33)})).await;
    answer.assert_malformed("deviceNonce is not base64 of 16 to 32 bytes");
    untouched.end().await;
}

async fn row_21_an_empty_expected_nonce_is_cause_9(engine: Engine) {
    let untouched = Untouched::new(engine).await;
    for wrong in [json!(""), json!(nonce(15)), json!(nonce(65)), json!(3)] {
        let changes = json!({"sessionReference": null, "expectedNonce": wrong});
        let answer = untouched.verify(changes).await;
        answer.assert_malformed("expectedNonce is not base64 of 16 to 64 bytes");
    }
    untouched.end().await;
}

async fn the_shortest_expected_nonce_is_the_tenants_choice(engine: Engine) {
    let stage = Stage::new(engine).await;
    stage.set(json!({"expected_nonce_min_bytes": 8})).await;
    let verify = async |bytes: usize| {
        let body = json!({"attestationToken": "aGVsbG8=", "expectedNonce": nonce(bytes)});
        stage.party.verify(&body).await
    };
    let cause = "expectedNonce is not base64 of 8 to 64 bytes";
    verify(7).await.assert_malformed(cause);
    assert_eq!(stage.verdicts().await, 0);
    let answer = verify(8).await;
    answer.assert_refused(268_513_280, "Attestation token malformed");
}

async fn row_22_both_approaches_or_none_is_cause_10(engine: Engine) {
    let untouched = Untouched::new(engine).await;
    let cause = "exactly one of sessionReference and expectedNonce is required";
    let both = json!({"expectedNonce": nonce(32)});
    untouched.verify(both).await.assert_malformed(cause);
    let none = json!({"sessionReference": null});
    untouched.verify(none).await.assert_malformed(cause);
    let all = json!({"expectedNonce": nonce(32), "deviceNonce": nonce(32)});
    untouched.verify(all).await.assert_malformed(cause);
    untouched.end().await;
}

async fn row_23_a_device_nonce_without_session_is_cause_11(engine: Engine) {
    let untouched = Untouched::new(engine).await;
    let changes = json!({
        "sessionReference": null,
        "expectedNonce": nonce(32),
        "deviceNonce": nonce(32),
    });
    let answer = untouched.verify(changes).await;
    answer.assert_malformed("deviceNonce is not allowed with expectedNonce");
    untouched.end().await;
}

async fn the_first_cause_of_the_list_is_told(engine: Engine) {
    let untouched = Untouched::new(engine).await;
    let mut wrong = json!({
        "attestationToken": "",
        "sessionReference": "",
        "deviceNonce": "",
        "expectedNonce": "",
    });
    for (cause, member, repaired) in [
        ("attestationToken is empty", "attestationToken", "aGVsbG8="),
        (
            "sessionReference is not a string of 1 to 128 characters",
            "sessionReference",
            "x",
        ),
        (
            "deviceNonce is not base64 of 16 to 64 bytes",
            "deviceNonce",
            "AAAAAAAAAAAAAAAAAAAAAA==",
        ),
        (
            "expectedNonce is not base64 of 16 to 64 bytes",
            "expectedNonce",
            "AAAAAAAAAAAAAAAAAAAAAA==",
        ),
    ] {
        untouched
            .verify(wrong.clone())
            .await
            .assert_malformed(cause);
        wrong[member] = json!(repaired);
    }
    untouched.end().await;
}

async fn unknown_fields_and_null_are_ignored(engine: Engine) {
    let stage = Stage::new(engine).await;
    let session = stage.party.init().await;
    let token = stage.token(&mut iphone(1), &session.nonce, true);
    let body = json!({
        "more": {"attestationToken": [1, null]},
        "attestationToken": BASE64.encode(&token),
        "sessionReference": session.reference,
        "deviceNonce": null,
        "expectedNonce": null,
    });
    stage.party.verify(&body).await.assert_accepted();
}

async fn a_head_beyond_32_kib_is_431(engine: Engine) {
    let untouched = Untouched::new(engine).await;
    let party = &untouched.stage.party;
    let body = untouched.body(json!({}));
    let request = party
        .verify_request(&body)
        .header("X-More", &"m".repeat(33_000));
    let mut wire = Wire::connect(party.address).await;
    assert_eq!(wire.ask(&request.bytes()).await.status, 431);
    let line = Request::new("POST", &format!("/api/{}", "x".repeat(33_000)));
    let mut wire = Wire::connect(party.address).await;
    let status = wire.ask(&line.bytes()).await.status;
    assert!([414, 431].contains(&status), "{status}");
    untouched.end().await;
}
