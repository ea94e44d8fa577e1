//! Optional members: E19.

use serde_json::{Value, json};

use super::{authentication_body, read_authentication, read_registration, registration_body, with};

#[track_caller]
fn refused(path: &[&str], value: Value) {
    let body = with(registration_body(), path, Some(value));
    let error = read_registration(&body).unwrap_err();
    assert_eq!(
        (error.check(), error.reason()),
        ("E19", "optional_field_malformed")
    );
    assert_eq!(error.field(), path.last().copied());
}

#[test]
fn texts_are_kept_up_to_their_sizes() {
    for (field, most) in [
        ("userFriendlyName", 256),
        ("userAgent", 1_024),
        ("authenticatorAttachment", 32),
    ] {
        for wrong in [json!(5), json!([]), json!({}), json!("x".repeat(most + 1))] {
            refused(&[field], wrong);
        }
        for right in [json!("x".repeat(most)), json!(""), json!(null)] {
            let body = with(registration_body(), &[field], Some(right));
            assert!(read_registration(&body).is_ok());
        }
    }
}

#[test]
fn registrations_keep_what_they_are_told() {
    let mut body = registration_body();
    for (path, value) in [
        (vec!["userFriendlyName"], json!("My key")),
        (vec!["userAgent"], json!("Mozilla/5.0")),
        (vec!["authenticatorAttachment"], json!("platform")),
        (
            vec!["response", "transports"],
            json!(["usb", "carrier-pigeon"]),
        ),
        (
            vec!["clientExtensionResults"],
            json!({"credProps": {"rk": true}}),
        ),
    ] {
        body = with(body, &path, Some(value));
    }
    let message = read_registration(&body).unwrap();
    assert_eq!(message.user_friendly_name.as_deref(), Some("My key"));
    assert_eq!(message.user_agent.as_deref(), Some("Mozilla/5.0"));
    assert_eq!(
        message.authenticator_attachment.as_deref(),
        Some("platform")
    );
    assert_eq!(message.transports.unwrap(), ["usb", "carrier-pigeon"]);
    assert_eq!(message.extension_results.resident_key(), Some(true));
}

#[test]
fn transports_are_at_most_8_texts_of_at_most_32_bytes() {
    let path = ["response", "transports"];
    for wrong in [
        json!("usb"),
        json!({}),
        json!([5]),
        json!(vec!["usb"; 9]),
        json!(["x".repeat(33)]),
    ] {
        refused(&path, wrong);
    }
    for right in [json!([]), json!(null), json!(vec!["x".repeat(32); 8])] {
        assert!(read_registration(&with(registration_body(), &path, Some(right))).is_ok());
    }
}

#[test]
fn authentications_do_not_read_name_and_transports() {
    let body = with(authentication_body(), &["userFriendlyName"], Some(json!(5)));
    let body = with(body, &["response", "transports"], Some(json!(5)));
    assert!(read_authentication(&body).is_ok());
    let wrong = with(authentication_body(), &["userAgent"], Some(json!(5)));
    let error = read_authentication(&wrong).unwrap_err();
    assert_eq!(error.field(), Some("userAgent"));
}

#[test]
fn extension_results_are_one_object_under_either_name() {
    for field in ["clientExtensionResults", "getClientExtensionResults"] {
        for wrong in [
            json!("x"),
            json!([]),
            json!(1),
            json!({"x": "x".repeat(4_096)}),
        ] {
            refused(&[field], wrong);
        }
        let right = json!({"appid": true, "x": "x".repeat(4_000)});
        let body = with(authentication_body(), &[field], Some(right));
        let results = read_authentication(&body).unwrap().extension_results;
        assert!(results.app_id_used());
        assert_eq!(results.resident_key(), None);
    }
    let body = with(
        authentication_body(),
        &["clientExtensionResults"],
        Some(json!(null)),
    );
    let other = Some(json!({"appid": true}));
    let body = with(body, &["getClientExtensionResults"], other);
    assert!(
        read_authentication(&body)
            .unwrap()
            .extension_results
            .app_id_used()
    );
}

#[test]
fn extension_results_are_as_long_as_their_text() {
    let read = |answers: Value| {
        let body = with(
            authentication_body(),
            &["clientExtensionResults"],
            Some(answers),
        );
        read_authentication(&body)
    };
    for (element, count) in [
        (json!(7), 2_044),
        (json!(-12), 1_022),
        (json!(true), 817),
        (json!([]), 1_363),
        (json!({}), 1_363),
    ] {
        let longest = json!({"x": vec![element.clone(); count]});
        let bytes = longest.to_string().len();
        assert!((4_090..=4_096).contains(&bytes), "{element}: {bytes}");
        assert!(read(longest).is_ok(), "{element}");
        assert!(
            read(json!({"x": vec![element.clone(); count + 1]})).is_err(),
            "{element}"
        );
    }
}

#[test]
fn only_a_true_appid_says_that_it_was_used() {
    for answer in [json!(false), json!("true"), json!(1), json!(null)] {
        let body = with(
            authentication_body(),
            &["clientExtensionResults"],
            Some(json!({"appid": answer})),
        );
        let results = read_authentication(&body).unwrap().extension_results;
        assert!(!results.app_id_used());
    }
}
