//! What an Android app may not be set to, over the admin API (spec mobile.md 5.2, 6; section 12, row 15),
//! and that its secrets are never read again.

use serde_json::{Value, json};
use touchstone_outbound::{Method, Problem};
use touchstone_simulator::google::ServiceAccount;

use crate::support::{
    AndroidStage, Engine, GoogleStage, PACKAGE, accepted_by_google, account, android_app,
    android_phone, on_each_engine, play_app,
};

on_each_engine!(
    unsafe_apps_are_refused_when_they_are_made,
    unsafe_changes_are_refused_and_change_nothing,
    keys_that_are_none_are_refused,
    service_accounts_that_are_none_are_refused,
    google_says_whether_it_takes_a_service_account,
    what_was_set_is_never_read_again,
    an_app_with_device_keys_is_removed_by_force_alone,
    signers_are_read_in_every_spelling,
);

const APPS: &str = "/admin/v1/mobile/android-apps";

/// Members that would weaken a check, and where the refusal points.
fn unsafe_members() -> Vec<(Value, &'static str)> {
    let digest = "00".repeat(32);
    vec![
        (json!({"signer_sha256": []}), "signer_sha256"),
        (json!({"signer_sha256": ["00"]}), "signer_sha256"),
        (json!({"signer_sha256": [digest, digest]}), "signer_sha256"),
        (json!({"signer_sha256": null}), "signer_sha256"),
        (json!({"services": []}), "services"),
        (json!({"services": ["gms", "gms"]}), "services"),
        (json!({"services": ["apple"]}), "services"),
        (
            json!({"gms": {"device_labels": [], "app_recognition": []}}),
            "gms.device_labels",
        ),
        (
            json!({"gms": {"device_labels": [], "app_recognition": ["UNEVALUATED"]}}),
            "gms.device_labels",
        ),
        (
            json!({"gms": {"device_labels": ["MEETS_DEVICE_INTEGRTY"]}}),
            "gms.device_labels",
        ),
        (
            json!({"gms": {"app_recognition": ["play_recognized"]}}),
            "gms.app_recognition",
        ),
        (
            json!({"gms": {"play_protect_reject": ["HIGH"]}}),
            "gms.play_protect_reject",
        ),
        (
            json!({"gms": {"app_access_reject": [""]}}),
            "gms.app_access_reject",
        ),
        (json!({"gms": {"mode": "remote"}}), "gms.mode"),
        (json!({"gms": {"max_age_s": 0}}), "gms.max_age_s"),
        (json!({"gms": {"max_age_s": 86_401}}), "gms.max_age_s"),
        (
            json!({"gms": {"future_skew_s": 3_601}}),
            "gms.future_skew_s",
        ),
        (json!({"gms": {"allow_tests": true}}), "gms"),
    ]
}

/// The same of the other services, and members that nobody knows.
fn more_unsafe_members() -> Vec<(Value, &'static str)> {
    vec![
        (json!({"hms": {"max_age_s": 0}}), "hms.max_age_s"),
        (json!({"hms": {"huawei_app_id": ""}}), "hms.huawei_app_id"),
        (
            json!({"android_key": {"boot_states": []}}),
            "android_key.boot_states",
        ),
        (
            json!({"android_key": {"boot_states": ["failed"]}}),
            "android_key.boot_states",
        ),
        (
            json!({"android_key": {"boot_states": ["self_signed"]}}),
            "android_key.boot_keys",
        ),
        (
            json!({"android_key": {"boot_keys": ["00".repeat(31)]}}),
            "android_key.boot_keys",
        ),
        (
            json!({"android_key": {"min_level": "software"}}),
            "android_key.min_level",
        ),
        (
            json!({"android_key": {"min_os_patch": 20_240_601}}),
            "android_key.min_os_patch",
        ),
        (
            json!({"android_key": {"min_boot_patch": 202_413}}),
            "android_key.min_boot_patch",
        ),
        (
            json!({"android_key": {"require_lock": true}}),
            "android_key",
        ),
        (json!({"enabled": "yes"}), "enabled"),
        (json!({"unknown": true}), "unknown"),
    ]
}

#[track_caller]
fn assert_points_at(problem: &Problem, path: &str, place: &Value) {
    assert_eq!(problem.status, 422, "{place}: {problem}");
    let points = problem
        .issues
        .iter()
        // A member that is missing has no place of its own.
        .any(|issue| issue.path.starts_with(path) || issue.message.contains(path));
    assert!(points, "{place}: {problem}");
}

async fn unsafe_apps_are_refused_when_they_are_made(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let packages = [
        "",
        "app",
        "com..app",
        "com.1app",
        "com.example.app ",
        "a.\u{e9}",
    ];
    let mut made = Vec::new();
    for package in packages {
        made.push((json!({"package_name": package}), "package_name"));
    }
    made.extend(unsafe_members());
    made.extend(more_unsafe_members());
    for (members, path) in made {
        let mut app = android_app("com.example.another");
        let changed = members.as_object().unwrap().clone();
        app.as_object_mut().unwrap().extend(changed);
        let refused = stage.admin.try_write(Method::Post, APPS, app).await;
        assert_points_at(&refused.unwrap_err(), path, &members);
    }
    let taken = stage
        .admin
        .try_write(Method::Post, APPS, android_app(PACKAGE));
    assert_eq!(taken.await.unwrap_err().status, 409);
    let listed = stage.admin.get(APPS).await;
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
}

async fn unsafe_changes_are_refused_and_change_nothing(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let path = format!("{APPS}/{}", stage.android_app);
    let before = stage.admin.get(&path).await;
    for (members, at) in unsafe_members().into_iter().chain(more_unsafe_members()) {
        // What is left out of a change stays; what is null is no value.
        let refused = stage.admin.try_write(Method::Patch, &path, members.clone());
        assert_points_at(&refused.await.unwrap_err(), at, &members);
        assert_eq!(stage.admin.get(&path).await, before, "{members}");
    }
}

async fn keys_that_are_none_are_refused(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let path = format!("{APPS}/{}/play-keys", stage.android_app);
    let keys = play_app();
    let (decryption, verification) = (
        keys.keys().decryption_key_base64(),
        keys.keys().verification_key_base64(),
    );
    let short = data_encoding::BASE64.encode(&[7; 31]);
    for (body, at) in [
        (json!({"decryption_key": decryption}), "verification_key"),
        (json!({"verification_key": verification}), "decryption_key"),
        (
            json!({"decryption_key": short, "verification_key": verification}),
            "decryption_key",
        ),
        (
            json!({"decryption_key": "!", "verification_key": verification}),
            "decryption_key",
        ),
        (
            json!({"decryption_key": decryption, "verification_key": decryption}),
            "verification_key",
        ),
        (
            json!({"decryption_key": decryption, "verification_key": ""}),
            "verification_key",
        ),
    ] {
        let refused = stage
            .admin
            .try_write(Method::Put, &path, body.clone())
            .await;
        let refused = refused.unwrap_err();
        assert_points_at(&refused, at, &body);
        assert!(!format!("{refused:?}").contains(&decryption), "{refused:?}");
    }
}

async fn service_accounts_that_are_none_are_refused(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    let path = format!("{APPS}/{}/service-account", stage.android_app);
    let right: Value = serde_json::from_str(&account("acme").json()).unwrap();
    for (member, value) in [
        ("type", json!("authorized_user")),
        ("client_email", json!("acme")),
        ("client_email", Value::Null),
        (
            "private_key",
            json!("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
        ),
        ("private_key", json!("")),
        ("token_uri", json!("https://oauth2.googleapis.com/token/")),
        (
            "token_uri",
            json!("https://oauth2.googleapis.com.example.com/token"),
        ),
        ("token_uri", json!("http://oauth2.googleapis.com/token")),
        ("token_uri", json!("http://169.254.169.254/")),
        ("token_uri", Value::Null),
    ] {
        let mut body = right.clone();
        body[member] = value.clone();
        let refused = stage.admin.try_write(Method::Put, &path, body).await;
        let refused = refused.unwrap_err();
        assert_points_at(&refused, member, &json!({member: value}));
        let [_, key_line, _] = secrets(&account("acme"));
        assert!(!format!("{refused:?}").contains(&key_line), "{refused:?}");
    }
    // The one that was set before still serves.
    accepted_by_google(&stage.ask_google().await);
}

async fn google_says_whether_it_takes_a_service_account(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    let path = format!("{APPS}/{}/service-account/check", stage.android_app);
    let check = || stage.admin.try_write(Method::Post, &path, json!({}));
    assert_eq!(check().await.unwrap()["accepted"], true);
    stage.set_service_account(&account("unknown").json()).await;
    let refused = check().await.unwrap();
    assert_eq!(refused["accepted"], false);
    assert!(refused["detail"].is_string(), "{refused}");
    let gone = touchstone_simulator::google::Behaviour::Close;
    stage
        .google
        .always(touchstone_simulator::google::Route::Token, gone);
    assert_eq!(check().await.unwrap_err().status, 503);
}

/// What must stand in no answer.
fn secrets(account: &ServiceAccount) -> [String; 3] {
    let account: Value = serde_json::from_str(&account.json()).unwrap();
    let pem = account["private_key"].as_str().unwrap().to_owned();
    let line = pem.lines().nth(3).unwrap().to_owned();
    let decryption = play_app().keys().decryption_key_base64();
    [decryption, line, "PRIVATE KEY".to_owned()]
}

async fn what_was_set_is_never_read_again(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    let app = format!("{APPS}/{}", stage.android_app);
    let play_keys = format!("{app}/play-keys");
    let answers = [
        stage.admin.get(&app).await,
        stage.admin.get(APPS).await,
        stage.admin.patch(&app, json!({"enabled": true})).await,
        stage.operator.get("/admin/v1/audit").await,
        stage.admin.get("/admin/v1/verdicts").await,
    ];
    assert_eq!(answers[0]["play_keys_set"], true);
    assert_eq!(answers[0]["service_account_set"], true);
    for answer in &answers {
        for secret in secrets(&account("acme")) {
            assert!(!answer.to_string().contains(&secret), "{answer}");
        }
    }
    for path in [&play_keys, &format!("{app}/service-account")] {
        assert_eq!(
            stage.admin.try_get(path).await.unwrap_err().status,
            405,
            "{path}"
        );
    }
    assert_eq!(stage.admin.delete(&play_keys).await["play_keys_set"], false);
}

async fn an_app_with_device_keys_is_removed_by_force_alone(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let phone = android_phone(1);
    let answer = stage.attest(&phone).await;
    answer.assert_accepted_as("androidKeyDetails", "packageName");
    let app = format!("{APPS}/{}", stage.android_app);
    let refused = stage
        .admin
        .try_write(Method::Delete, &app, Value::Null)
        .await;
    assert_eq!(refused.unwrap_err().status, 409);
    assert!(stage.stored_android_key(&phone).await.is_some());
    stage.admin.delete_by(&app, &[("force", "true")]).await;
    assert_eq!(stage.stored_android_key(&phone).await, None);
    let answer = stage.prove(&phone).await;
    answer.assert_refused(268_513_281, "Platform not supported");
}

async fn signers_are_read_in_every_spelling(engine: Engine) {
    use data_encoding::{BASE64URL_NOPAD, HEXLOWER, HEXUPPER};
    let stage = AndroidStage::new(engine).await;
    let signer = crate::support::SIGNER;
    let colons = HEXUPPER.encode(&signer);
    let pairs: Vec<&str> = colons
        .as_bytes()
        .chunks(2)
        .map(|two| str::from_utf8(two).unwrap())
        .collect();
    for (seed, text) in [
        (1, HEXLOWER.encode(&signer)),
        (2, HEXUPPER.encode(&signer)),
        (3, pairs.join(":")),
        (4, BASE64URL_NOPAD.encode(&signer)),
    ] {
        stage
            .set_android_app(json!({"signer_sha256": [text]}))
            .await;
        let answer = stage.attest(&android_phone(seed)).await;
        answer.assert_accepted_as("androidKeyDetails", "packageName");
    }
}
