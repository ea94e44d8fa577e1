//! The answer of which every other begins (spec webauthn.md 2.3).

use serde::Serialize;

/// How it went.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::webauthn) struct ServerResponse<'a> {
    status: &'static str,
    error_message: &'a str,
    fido2_session_id: &'a str,
}

impl<'a> ServerResponse<'a> {
    /// It went well.
    pub(in crate::webauthn) const fn ok(session_id: &'a str) -> Self {
        Self {
            status: "ok",
            error_message: "",
            fido2_session_id: session_id,
        }
    }

    /// It did not; the session id is empty while no session is known.
    pub(in crate::webauthn) const fn failed(message: &'a str, session_id: &'a str) -> Self {
        Self {
            status: "failed",
            error_message: message,
            fido2_session_id: session_id,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_stand_in_the_printed_order() {
        let written = serde_json::to_string(&ServerResponse::ok("7fea6065")).unwrap();
        assert_eq!(
            written,
            r#"{"status":"ok","errorMessage":"","fido2SessionId":"7fea6065"}"#
        );
        let written = serde_json::to_string(&ServerResponse::failed("x: Y.", "")).unwrap();
        assert_eq!(
            written,
            r#"{"status":"failed","errorMessage":"x: Y.","fido2SessionId":""}"#
        );
    }
}
