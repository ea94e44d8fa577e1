//! Each thing that an app can lack is found, with what to do; an app that lacks nothing is in order.

use serde_json::json;

use super::super::State;
use super::*;

const WHOLE: Deployment = Deployment {
    has_huawei_anchors: true,
    status_list: StatusList::Usable,
    has_metadata: true,
};

fn android(services: &[&str], mode: &str, keys: bool, account: bool) -> Value {
    json!({
        "id": "app_1", "package_name": "com.example.app", "services": services,
        "gms": {"mode": mode}, "play_keys_set": keys, "service_account_set": account,
    })
}

#[track_caller]
fn finds(app: &Value, deployment: Deployment, state: State, said: &str) {
    let findings = examine(app, deployment);
    let [finding] = findings.as_slice() else {
        panic!("{findings:?}");
    };
    assert_eq!(finding.state, state, "{finding:?}");
    let whole = format!("{} -> {:?}", finding.found, finding.remedy);
    assert!(whole.contains(said), "{whole}");
}

#[test]
fn tokens_that_nobody_can_open_are_a_problem() {
    let gms = ["gms"];
    let problem = State::Problem;
    finds(
        &android(&gms, "auto", false, false),
        WHOLE,
        problem,
        "neither Play keys",
    );
    finds(
        &android(&gms, "local", false, true),
        WHOLE,
        problem,
        "play-keys set app_1",
    );
    finds(
        &android(&gms, "google", true, false),
        WHOLE,
        problem,
        "service-account set app_1",
    );
}

#[test]
fn keys_without_an_account_are_a_warning() {
    let app = android(&["gms"], "auto", true, false);
    finds(
        &app,
        WHOLE,
        State::Warning,
        "standard tokens cannot be decoded",
    );
}

#[test]
fn a_service_that_is_off_lacks_nothing() {
    let app = android(&["hms"], "auto", false, false);
    finds(&app, WHOLE, State::Ok, "hms");
}

#[test]
fn hms_without_anchors_is_a_problem() {
    let deployment = Deployment {
        has_huawei_anchors: false,
        ..WHOLE
    };
    let app = android(&["hms"], "auto", false, false);
    finds(&app, deployment, State::Problem, "mobile.huawei.roots");
}

#[test]
fn android_keys_without_a_usable_status_list_are_a_problem() {
    let app = android(&["android-key"], "auto", false, false);
    for status_list in [StatusList::Missing, StatusList::Stale] {
        let deployment = Deployment {
            status_list,
            ..WHOLE
        };
        finds(&app, deployment, State::Problem, "status-list refresh");
    }
    finds(&app, WHOLE, State::Ok, "android-key");
}

#[test]
fn an_exchange_of_receipts_takes_a_key() {
    let app = |set: bool| {
        json!({
            "id": "app_1", "apple_app_id": "TESTTEAM01.a", "environments": ["production"],
            "receipt_refresh": "daily", "devicecheck_key_set": set,
        })
    };
    finds(
        &app(false),
        WHOLE,
        State::Problem,
        "devicecheck-key set app_1",
    );
    finds(&app(true), WHOLE, State::Ok, "production");
}

#[test]
fn google_is_asked_only_about_accounts_that_are_used() {
    assert!(asks_google(&android(&["gms"], "auto", false, true)));
    assert!(!asks_google(&android(&["gms"], "local", true, true)));
    assert!(!asks_google(&android(&["hms"], "auto", true, true)));
    assert!(!asks_google(&android(&["gms"], "auto", true, false)));
}

#[test]
fn what_google_says_of_an_account_is_told_also_when_it_accepts() {
    let app = android(&["gms"], "auto", false, true);
    let told = |checked| of_check(&app, &checked);
    let accepted = told(Ok(json!({"accepted": true, "detail": null})));
    assert_eq!(accepted.state, State::Ok);
    assert_eq!(accepted.what, "account of com.example.app");
    let refused = told(Ok(json!({"accepted": false, "detail": "invalid_grant"})));
    assert_eq!(refused.state, State::Problem);
    let silent = told(Err(anyhow::anyhow!("503")));
    assert_eq!(silent.state, State::Warning);
    let remedy = silent.remedy.unwrap();
    assert!(remedy.contains("mobile.google.token_url"), "{remedy}");
    assert!(
        !remedy.contains("decode_url"),
        "only the token is asked for"
    );
}
