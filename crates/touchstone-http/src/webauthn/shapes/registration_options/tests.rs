//! The answer of W1, letter by letter.

use touchstone_core::webauthn::CredentialDescriptor;

use super::*;

fn options() -> RegistrationOptions {
    RegistrationOptions {
        session_id: "7fea6065-17fd-47d4-a5b0-85f513687c8d".to_owned(),
        timeout_ms: 300_000,
        rp_id: "siven.ch".to_owned(),
        rp_name: "Siven".to_owned(),
        username: "jeff".to_owned(),
        user_handle: vec![0xff; 3],
        display_name: "Jeff B".to_owned(),
        challenge: [0; 32],
        algorithms: vec![-7, -8],
        exclude: Vec::new(),
        selection: AuthenticatorSelection {
            user_verification: Some(UserVerification::Required),
            ..AuthenticatorSelection::default()
        },
        attestation: AttestationPreference::Direct,
        extensions: None,
        hints: None,
    }
}

fn written(options: &RegistrationOptions) -> String {
    serde_json::to_string(&RegistrationOptionsBody::new(options)).unwrap()
}

#[test]
fn the_sample_of_the_spec_is_written_as_printed() {
    let challenge = "A".repeat(43);
    assert_eq!(
        written(&options()),
        format!(
            concat!(
                r#"{{"status":"ok","errorMessage":"","#,
                r#""fido2SessionId":"7fea6065-17fd-47d4-a5b0-85f513687c8d","timeout":300000,"#,
                r#""rp":{{"id":"siven.ch","name":"Siven"}},"#,
                r#""user":{{"name":"jeff","id":"____","displayName":"Jeff B"}},"challenge":"{}","#,
                r#""pubKeyCredParams":[{{"type":"public-key","alg":-7}},{{"type":"public-key","alg":-8}}],"#,
                r#""excludeCredentials":[],"authenticatorSelection":{{"userVerification":"required"}},"#,
                r#""attestation":"direct"}}"#
            ),
            challenge
        )
    );
}

#[test]
fn what_was_given_is_echoed() {
    let mut options = options();
    options.exclude = vec![CredentialDescriptor {
        id: vec![0],
        transports: vec!["internal".to_owned(), "hybrid".to_owned()],
    }];
    options.selection = AuthenticatorSelection {
        authenticator_attachment: Some("platform".to_owned()),
        resident_key: Some(ResidentKey::Required),
        require_resident_key: Some(true),
        user_verification: Some(UserVerification::Discouraged),
    };
    options.extensions = Some(
        [("credProps".to_owned(), true.into())]
            .into_iter()
            .collect(),
    );
    options.hints = Some(vec!["hybrid".to_owned()]);
    let written = written(&options);
    for part in [
        r#""excludeCredentials":[{"type":"public-key","id":"AA","transports":["internal","hybrid"]}]"#,
        concat!(
            r#""authenticatorSelection":{"authenticatorAttachment":"platform","residentKey":"required","#,
            r#""requireResidentKey":true,"userVerification":"discouraged"}"#
        ),
        r#""extensions":{"credProps":true},"hints":["hybrid"]}"#,
    ] {
        assert!(written.contains(part), "{written}");
    }
}
