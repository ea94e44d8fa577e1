//! The crate `passkey`, a client and authenticator of another project's: it registers and signs in, and what it does wrong is refused.

mod browser;

use passkey::client::WebauthnError;
use serde_json::Value;

use crate::http::Answer;
use crate::site::{Seen, Site, accepted, refused};
use browser::Browser;

/// Error codes of CTAP 2, as the client passes them on.
const CREDENTIAL_EXCLUDED: u8 = 0x19;
const UNSUPPORTED_ALGORITHM: u8 = 0x26;

fn registered(site: &Site, browser: &mut Browser, username: &str) -> Answer {
    let options = site.registration_options(username);
    let message = browser.create(&options).unwrap();
    site.registration_result(&message)
}

/// The message of a sign-in; an empty name names nobody.
fn assertion(site: &Site, browser: &mut Browser, username: &str) -> Value {
    let options = site.authentication_options(username);
    browser.get(&options).unwrap()
}

/// Registers and signs in, with the user name and without.
fn it_works_at(site: &Site) {
    let mut browser = Browser::new(&site.origin);
    let answer = registered(site, &mut browser, "jeff");
    accepted(&answer);
    let Seen {
        ceremony,
        status,
        user,
    } = site.seen(&answer);
    assert_eq!((&*ceremony, &*status), ("registration", "succeeded"));
    assert!(user.starts_with("usr_"), "{user}");
    for username in ["jeff", ""] {
        let message = assertion(site, &mut browser, username);
        let answer = site.authentication_result(&message);
        accepted(&answer);
        let wanted = Seen {
            ceremony: "authentication".to_owned(),
            status: "succeeded".to_owned(),
            user: user.clone(),
        };
        assert_eq!(site.seen(&answer), wanted, "{username:?}");
    }
}

#[test]
fn it_registers_and_signs_in_with_and_without_a_user_name() {
    it_works_at(&Site::new());
}

/// The server offers one algorithm alone, so that the other project signs with it.
#[test]
fn it_signs_with_each_of_its_algorithms() {
    for algorithm in [-7, -8, -48, -49, -50] {
        let only = format!("algorithms={algorithm}");
        it_works_at(&Site::with(&["--set", &only]));
    }
}

#[test]
fn an_algorithm_that_it_does_not_know_ends_before_the_result() {
    let site = Site::with(&["--set", "algorithms=-257"]);
    let options = site.registration_options("jeff");
    let ended = Browser::new(&site.origin).create(&options);
    let wanted = WebauthnError::AuthenticatorError(UNSUPPORTED_ALGORITHM);
    assert_eq!(ended, Err(wanted));
}

#[test]
fn a_device_that_is_registered_already_makes_no_second_passkey_for_its_user() {
    let site = Site::new();
    let mut browser = Browser::new(&site.origin);
    accepted(&registered(&site, &mut browser, "jeff"));
    let options = site.registration_options("jeff");
    let wanted = WebauthnError::AuthenticatorError(CREDENTIAL_EXCLUDED);
    assert_eq!(browser.create(&options), Err(wanted));
    accepted(&registered(&site, &mut browser, "ada"));
}

/// For `localhost` the client compares less than a browser does: the server has to.
#[test]
fn another_origin_is_refused() {
    let site = Site::new();
    for origin in ["http://localhost:1", "https://localhost.evil.example"] {
        let answer = registered(&site, &mut Browser::new(origin), "jeff");
        refused(&answer, "origin_mismatch");
        assert_eq!(site.seen(&answer).status, "failed");
    }
}

#[test]
fn a_message_counts_once() {
    let site = Site::new();
    let mut browser = Browser::new(&site.origin);
    accepted(&registered(&site, &mut browser, "jeff"));
    let message = assertion(&site, &mut browser, "jeff");
    accepted(&site.authentication_result(&message));
    refused(&site.authentication_result(&message), "session_used");
}

#[test]
fn a_signature_of_another_message_is_refused() {
    let site = Site::new();
    let mut browser = Browser::new(&site.origin);
    accepted(&registered(&site, &mut browser, "jeff"));
    let message = assertion(&site, &mut browser, "jeff");
    let mut other = assertion(&site, &mut browser, "jeff");
    other["response"]["signature"] = message["response"]["signature"].clone();
    refused(&site.authentication_result(&other), "signature_invalid");
}

#[test]
fn a_copy_of_its_passkey_falls_behind() {
    let site = Site::new();
    let mut browser = Browser::new(&site.origin);
    accepted(&registered(&site, &mut browser, "jeff"));
    let mut copy = Browser::new(&site.origin);
    copy.passkey = browser.passkey.clone();
    let message = assertion(&site, &mut browser, "jeff");
    accepted(&site.authentication_result(&message));
    let message = assertion(&site, &mut copy, "jeff");
    refused(&site.authentication_result(&message), "counter_regressed");
}
