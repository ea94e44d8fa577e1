//! Does the client read the options as a browser does, and refuse what a browser refuses?

use serde_json::{Value, json};
use touchstone_simulator::webauthn::statement::Packed;
use touchstone_simulator::webauthn::{
    Algorithm, Authenticator, ClientError, Statement, UserVerification,
};

use crate::webauthn_scene::{
    AAGUID, ORIGIN, authenticator, creation_options, decoded, register, request_options,
};

fn by_itself() -> Authenticator {
    authenticator(Statement::Packed(Packed::by_itself()))
}

fn options() -> Value {
    creation_options(&[Algorithm::Es256])
}

fn refusal(authenticator: &mut Authenticator, options: &Value, origin: &str) -> ClientError {
    match authenticator.register(options, origin) {
        Ok(_) => panic!("a message was made"),
        Err(error) => error,
    }
}

#[test]
fn an_rp_id_of_another_site_is_refused() {
    for origin in [
        "https://example.org",
        "https://evilexample.com",
        "https://com",
        "http://example.com",
        "example.com",
    ] {
        let error = refusal(&mut by_itself(), &options(), origin);
        assert_eq!(error, ClientError::RpIdForeign, "{origin}");
    }
}

#[test]
fn pages_of_the_rp_and_its_app_are_served() {
    for origin in [
        "https://example.com",
        "https://a.b.example.com:8443",
        "android:apk-key-hash:AAAA",
    ] {
        assert!(by_itself().register(&options(), origin).is_ok(), "{origin}");
    }
    let mut local = options();
    local["rp"]["id"] = json!("localhost");
    assert!(
        by_itself()
            .register(&local, "http://localhost:8080")
            .is_ok()
    );
}

#[test]
fn options_without_a_member_are_refused() {
    for pointer in ["/rp/id", "/user/id", "/challenge", "/pubKeyCredParams"] {
        let mut options = options();
        *options.pointer_mut(pointer).unwrap() = Value::Null;
        let error = refusal(&mut by_itself(), &options, ORIGIN);
        assert_eq!(error, ClientError::Malformed(pointer));
    }
}

#[test]
fn the_first_algorithm_that_the_authenticator_has_is_taken() {
    let mut authenticator = by_itself();
    authenticator.algorithms = vec![Algorithm::Rs256, Algorithm::Es384];
    let asked = [Algorithm::Es256, Algorithm::Es384, Algorithm::Rs256];
    let made = authenticator
        .register(&creation_options(&asked), ORIGIN)
        .unwrap();
    assert_eq!(made.credential.algorithm, Algorithm::Es384);
    let error = refusal(&mut authenticator, &options(), ORIGIN);
    assert_eq!(error, ClientError::NoAlgorithm);
}

#[test]
fn an_excluded_credential_is_refused() {
    let mut authenticator = by_itself();
    let id = register(&mut authenticator).message()["id"].clone();
    let mut options = options();
    options["excludeCredentials"] = json!([{ "type": "public-key", "id": id }]);
    let error = refusal(&mut authenticator, &options, ORIGIN);
    assert_eq!(error, ClientError::Excluded);
    assert!(by_itself().register(&options, ORIGIN).is_ok());
}

#[test]
fn without_conveyance_the_statement_and_the_model_are_taken_away() {
    let mut options = options();
    options["attestation"] = json!("none");
    let made = by_itself().register(&options, ORIGIN).unwrap();
    assert_eq!(made.statement.format(), "none");
    assert_eq!(made.auth_data.attested.unwrap().aaguid, [0; 16]);
    let mut stubborn = by_itself();
    stubborn.attests_unasked = true;
    let made = stubborn.register(&options, ORIGIN).unwrap();
    assert_eq!(made.statement.format(), "packed");
    assert_eq!(made.auth_data.attested.unwrap().aaguid, AAGUID);
}

#[test]
fn the_user_is_verified_as_asked_and_as_can_be() {
    for (ability, asked, verified) in [
        (UserVerification::WhenAsked, "required", Ok(true)),
        (UserVerification::WhenAsked, "preferred", Ok(true)),
        (UserVerification::WhenAsked, "discouraged", Ok(false)),
        (UserVerification::Always, "discouraged", Ok(true)),
        (UserVerification::Never, "preferred", Ok(false)),
        (
            UserVerification::Never,
            "required",
            Err(ClientError::NoUserVerification),
        ),
    ] {
        let mut authenticator = by_itself();
        authenticator.user_verification = ability;
        let mut options = options();
        options["authenticatorSelection"]["userVerification"] = json!(asked);
        let made = authenticator.register(&options, ORIGIN);
        let flag = made.map(|made| made.auth_data.flags & 0x04 != 0);
        assert_eq!(flag, verified, "{ability:?} {asked}");
    }
}

#[test]
fn only_a_discoverable_credential_is_found_without_its_id() {
    let mut authenticator = by_itself();
    register(&mut authenticator);
    let refused = authenticator.sign_in(&request_options(), ORIGIN);
    assert!(matches!(refused, Err(ClientError::NoCredential)));
    let mut options = options();
    options["authenticatorSelection"]["residentKey"] = json!("required");
    let made = authenticator.register(&options, ORIGIN).unwrap();
    let assertion = authenticator.sign_in(&request_options(), ORIGIN).unwrap();
    assert_eq!(assertion.credential.id, made.credential.id);
    let response = &assertion.message()["response"];
    assert_eq!(decoded(response, "userHandle"), b"user");
}

#[test]
fn a_credential_that_is_asked_for_by_its_id_tells_no_user_handle() {
    let mut authenticator = by_itself();
    let first = register(&mut authenticator).message()["id"].clone();
    register(&mut authenticator);
    let mut options = request_options();
    options["allowCredentials"] = json!([{ "type": "public-key", "id": first }]);
    let message = authenticator.sign_in(&options, ORIGIN).unwrap().message();
    assert_eq!(message["id"], first);
    assert_eq!(message["response"]["userHandle"], Value::Null);
}

#[test]
fn a_credential_of_u2f_answers_for_its_app_id() {
    let mut authenticator = by_itself();
    let id = register(&mut authenticator).message()["id"].clone();
    "https://example.com/u2f".clone_into(&mut authenticator.credentials[0].rp_id);
    let mut options = request_options();
    options["allowCredentials"] = json!([{ "type": "public-key", "id": id }]);
    options["extensions"] = json!({ "appid": "https://example.com/u2f" });
    let assertion = authenticator.sign_in(&options, ORIGIN).unwrap();
    let hash = crate::scene::sha256(&[b"https://example.com/u2f"]);
    assert_eq!(assertion.auth_data.rp_id_hash, hash);
    assert_eq!(
        assertion.message()["clientExtensionResults"],
        json!({ "appid": true })
    );
}

#[test]
fn credential_properties_are_told_when_asked_for() {
    let mut options = options();
    options["extensions"] = json!({ "credProps": true });
    let message = by_itself().register(&options, ORIGIN).unwrap().message();
    assert_eq!(
        message["clientExtensionResults"],
        json!({ "credProps": { "rk": false } })
    );
}
