//! The answer of W3 (spec webauthn.md 2.10).

use data_encoding::BASE64URL_NOPAD;
use serde::Serialize;
use serde_json::{Map, Value};
use touchstone_core::webauthn::AuthenticationOptions;
use touchstone_core::webauthn::policy::UserVerification;

use super::descriptor::Descriptor;
use super::server_response::ServerResponse;

/// Options of an authentication.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::webauthn) struct AuthenticationOptionsBody<'a> {
    #[serde(flatten)]
    response: ServerResponse<'a>,
    challenge: String,
    timeout: u32,
    rp_id: &'a str,
    allow_credentials: Vec<Descriptor<'a>>,
    user_verification: UserVerification,
    #[serde(skip_serializing_if = "Option::is_none")]
    extensions: Option<&'a Map<String, Value>>,
}

impl<'a> AuthenticationOptionsBody<'a> {
    /// Of these options.
    pub(in crate::webauthn) fn new(options: &'a AuthenticationOptions) -> Self {
        Self {
            response: ServerResponse::ok(&options.session_id),
            challenge: BASE64URL_NOPAD.encode(&options.challenge),
            timeout: options.timeout_ms,
            rp_id: &options.rp_id,
            allow_credentials: Descriptor::list(&options.allow),
            user_verification: options.user_verification,
            extensions: options.extensions.as_ref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use touchstone_core::webauthn::CredentialDescriptor;

    use super::*;

    fn options() -> AuthenticationOptions {
        AuthenticationOptions {
            session_id: "0b9c".to_owned(),
            challenge: [0; 32],
            timeout_ms: 300_000,
            rp_id: "siven.ch".to_owned(),
            allow: vec![CredentialDescriptor {
                id: vec![0x2c, 0x57],
                transports: vec!["usb".to_owned()],
            }],
            user_verification: UserVerification::Required,
            extensions: None,
        }
    }

    fn written(options: &AuthenticationOptions) -> String {
        serde_json::to_string(&AuthenticationOptionsBody::new(options)).unwrap()
    }

    #[test]
    fn members_stand_in_the_printed_order() {
        let challenge = "A".repeat(43);
        assert_eq!(
            written(&options()),
            format!(
                concat!(
                    r#"{{"status":"ok","errorMessage":"","fido2SessionId":"0b9c","challenge":"{}","#,
                    r#""timeout":300000,"rpId":"siven.ch","allowCredentials":[{{"type":"public-key","#,
                    r#""id":"LFc","transports":["usb"]}}],"userVerification":"required"}}"#
                ),
                challenge
            )
        );
    }

    #[test]
    fn what_is_not_known_is_left_out_and_extensions_are_echoed() {
        let mut options = options();
        options.allow = vec![CredentialDescriptor {
            id: vec![0],
            transports: Vec::new(),
        }];
        options.extensions = Some([("uvm".to_owned(), true.into())].into_iter().collect());
        let written = written(&options);
        assert!(
            written.contains(r#"[{"type":"public-key","id":"AA"}]"#),
            "{written}"
        );
        assert!(
            written.ends_with(r#""extensions":{"uvm":true}}"#),
            "{written}"
        );
    }
}
