//! How requests are read: bodies, parameters, versions.

use serde_json::json;

use super::house::House;

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused() {
    let house = House::new().await;
    let name = "a".repeat(65_536 - 11);
    let fits = format!("{{\"name\":\"{name}\"}}");
    assert_eq!(fits.len(), 65_536);
    let ask = || {
        house
            .local("POST", "/tenants")
            .header("content-type", "application/json")
    };
    ask().raw(fits.clone()).await.refused(422, "invalid");
    ask().raw(fits + " ").await.refused(413, "body_too_large");
}

#[tokio::test]
async fn a_body_must_be_json_by_its_media_type() {
    let house = House::new().await;
    let body = json!({ "name": "acme" }).to_string();
    let told = house.local("POST", "/tenants").raw(body.clone()).await;
    told.refused(415, "content_type_unsupported");
    for kind in [
        "text/plain",
        "application/json; charset=utf-16",
        "application/problem+json",
    ] {
        let ask = house.local("POST", "/tenants").header("content-type", kind);
        ask.raw(body.clone())
            .await
            .refused(415, "content_type_unsupported");
    }
}

#[tokio::test]
async fn a_body_must_be_one_object_without_repetition() {
    let house = House::new().await;
    let deep = "[".repeat(200);
    let bad = [
        "",
        "[]",
        "{",
        "null",
        "\"acme\"",
        "{} {}",
        "{\"name\":\"a\",\"name\":\"b\"}",
        "\u{feff}{}",
        &deep,
    ];
    for body in bad {
        let ask = house
            .local("POST", "/tenants")
            .header("content-type", "application/json");
        let told = ask.raw(body).await;
        assert!(
            told.refused(422, "invalid")
                .issue("")
                .contains("JSON object"),
            "{body}"
        );
    }
}

#[tokio::test]
async fn no_object_inside_of_a_body_names_a_member_twice() {
    let house = House::new().await;
    let acme = house.tenant("acme").await;
    let app = house.android_app(&acme, "com.example.app").await;
    let path = format!("/mobile/android-apps/{app}?tenant_id=acme");
    let patch = |body: &str| {
        let ask = house.local("PATCH", &path);
        ask.header("content-type", "application/json").raw(body)
    };
    let once = r#"{"gms":{"max_age_s":500}}"#;
    patch(once).await.expect(200);
    let bad = [
        r#"{"gms":{"max_age_s":600,"max_age_s":700}}"#,
        r#"{"gms":{"max_age_s":600,"max_age\u005fs":600}}"#,
        r#"{"gms":{"max_age_s":600},"gms":{}}"#,
        r#"{"signer_sha256":[{"a":1,"a":1}]}"#,
        r#"{"gms":{"a":[[{"b":null,"b":null}]]}}"#,
    ];
    for body in bad {
        let told = patch(body).await;
        let message = told.refused(422, "invalid").issue("");
        assert!(message.contains("repeated"), "{body}: {message}");
    }
    let told = house.local("GET", &path).await;
    assert_eq!(told.expect(200)["gms"]["max_age_s"], 500);
}

#[tokio::test]
async fn a_body_is_nested_at_most_8_deep() {
    let house = House::new().await;
    let nested = |arrays: usize| {
        let (open, close) = ("[".repeat(arrays), "]".repeat(arrays));
        let ask = house.local("POST", "/tenants");
        let ask = ask.header("content-type", "application/json");
        ask.raw(format!("{{\"name\":{open}{close}}}"))
    };
    nested(7).await.refused(422, "invalid").issue("name");
    for arrays in [8, 127, 10_000] {
        let told = nested(arrays).await;
        let message = told.refused(422, "invalid").issue("");
        assert!(message.contains("8 deep"), "{message}");
    }
}

#[tokio::test]
async fn an_unknown_member_is_refused_with_the_nearest_known_one() {
    let house = House::new().await;
    let told = house
        .local("POST", "/tenants")
        .json(json!({ "nmae": "acme", "zzzzzz": 1 }))
        .await;
    assert!(
        told.refused(422, "invalid")
            .issue("nmae")
            .contains("did you mean name?")
    );
    assert!(
        told.issue("zzzzzz")
            .contains("the members are name, enabled")
    );
}

#[tokio::test]
async fn a_member_of_another_type_is_told_with_its_path_and_without_its_text() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let path = format!("/mobile/apple-apps?tenant_id={tenant}");
    let body = json!({
        "apple_app_id": "TESTTEAM01.com.example.app",
        "environments": ["production", "staging"],
    });
    let told = house.local("POST", &path).json(body).await;
    assert!(
        told.refused(422, "invalid")
            .issue("environments[1]")
            .contains("production")
    );
    let body = json!({ "name": "acme2", "enabled": "xma_secret" });
    let told = house.local("POST", "/tenants").json(body).await;
    assert!(
        !told
            .refused(422, "invalid")
            .issue("enabled")
            .contains("secret")
    );
    let told = house.local("POST", "/tenants").json(json!({})).await;
    assert!(told.refused(422, "invalid").issue("").contains("name"));
}

#[tokio::test]
async fn a_path_that_cannot_be_decoded_is_not_found() {
    let house = House::new().await;
    for path in ["/tenants/%ff", "/keys/%ff", "/tenants/%61cme"] {
        house.local("GET", path).await.refused(404, "not_found");
    }
}

#[tokio::test]
async fn a_parameter_with_a_control_character_is_refused() {
    let house = House::new().await;
    let told = house.local("GET", "/audit?object=a%00b").await;
    told.refused(422, "invalid").issue("object");
}

#[tokio::test]
async fn unknown_and_repeated_parameters_are_refused() {
    let house = House::new().await;
    let told = house.local("GET", "/keys?tenent_id=acme").await;
    assert!(
        told.refused(422, "invalid")
            .issue("tenent_id")
            .contains("did you mean tenant_id?")
    );
    let told = house.local("GET", "/keys?kind=mobile&kind=knox").await;
    told.refused(422, "invalid").issue("kind");
    let told = house
        .local("POST", "/keys?kind=admin")
        .json(json!({}))
        .await;
    told.refused(422, "invalid").issue("kind");
    let told = house
        .local("GET", &format!("/audit?action={}", "a".repeat(513)))
        .await;
    told.refused(422, "invalid").issue("action");
}

#[tokio::test]
async fn an_expected_version_that_is_not_stored_is_refused() {
    let house = House::new().await;
    let tenant = house.tenant("acme").await;
    let path = format!("/tenants/{tenant}");
    let patch = |tag: &str| {
        house
            .local("PATCH", &path)
            .header("if-match", tag)
            .json(json!({ "name": "acme-2" }))
    };
    for tag in ["\"v2\"", "\"v0\"", "v1", "W/\"v1\"", "\"other\"", "\"v01\""] {
        patch(tag).await.refused(412, "precondition_failed");
    }
    patch("\"v1\", \"v2\"")
        .await
        .refused(422, "invalid")
        .issue("If-Match");
    let told = patch("\"v1\"").await;
    told.expect(200);
    assert_eq!(told.header("etag"), "\"v2\"");
    patch("\"v1\"").await.refused(412, "precondition_failed");
    patch("*").await.expect(200);
}

#[tokio::test]
async fn problems_carry_the_callers_name_of_the_request() {
    let house = House::new().await;
    let told = house
        .local("GET", "/tenants/none")
        .header("x-request-id", "mine-1")
        .await;
    assert_eq!(told.refused(404, "not_found").body["request_id"], "mine-1");
}
