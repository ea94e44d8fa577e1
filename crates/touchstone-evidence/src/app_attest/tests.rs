//! What the three kinds of evidence share: environments, names of apps and keys, the built-in anchors.

use data_encoding::HEXLOWER;

use super::{Environment, Environments, apple_app_attest, apple_receipt, key_id, rp_id_hash};

#[test]
fn an_environment_is_named_by_its_aaguid_and_nothing_else() {
    let of = Environment::from_aaguid;
    assert_eq!(
        of(b"appattest\0\0\0\0\0\0\0"),
        Some(Environment::Production)
    );
    assert_eq!(of(b"appattestdevelop"), Some(Environment::Development));
    for other in [
        b"appattestsandbox",
        b"appattest\0\0\0\0\0\0\x01",
        b"AppAttestDevelop",
        &[0; 16],
    ] {
        assert_eq!(of(other), None);
    }
}

#[test]
fn words_of_environments_lead_back_to_them() {
    for environment in Environment::ALL {
        assert_eq!(
            Environment::from_name(environment.name()),
            Some(environment)
        );
    }
    assert_eq!(Environment::from_name("sandbox"), None);
}

#[test]
fn a_set_of_environments_holds_what_was_put_in() {
    let none = Environments::default();
    let production = Environments::from_iter([Environment::Production]);
    let both = Environments::from_iter(Environment::ALL);
    for environment in Environment::ALL {
        assert!(!none.contains(environment) && both.contains(environment));
        assert_eq!(
            production.contains(environment),
            environment == Environment::Production
        );
    }
}

#[test]
fn apps_and_keys_are_named_by_their_hash() {
    let hash = HEXLOWER.encode(&rp_id_hash("TESTTEAM01.com.example.app"));
    assert_ne!(
        rp_id_hash("TESTTEAM01.com.example.ap"),
        rp_id_hash("TESTTEAM01.com.example.app")
    );
    assert_eq!(hash.len(), 64);
    assert_ne!(key_id(&[4; 65]), key_id(&[5; 65]));
}

#[test]
fn both_built_in_sets_hold_one_anchor() {
    assert_eq!(apple_app_attest().unwrap().iter().count(), 1);
    assert_eq!(apple_receipt().unwrap().iter().count(), 1);
}
