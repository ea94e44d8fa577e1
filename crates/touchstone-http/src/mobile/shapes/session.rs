//! The answer of `init` (spec mobile.md 2.1).

use data_encoding::BASE64;
use serde::Serialize;
use touchstone_core::Timestamp;
use touchstone_core::mobile::Session;

use crate::mobile::code;

/// A session.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::mobile) struct SessionBody<'a> {
    session_reference: &'a str,
    server_nonce: String,
    expires_at_utc: String,
    status_code: u32,
}

impl<'a> SessionBody<'a> {
    /// Of this session.
    pub(in crate::mobile) fn new(session: &'a Session) -> Self {
        Self {
            session_reference: &session.reference,
            server_nonce: BASE64.encode(&session.server_nonce),
            expires_at_utc: with_seven_digits(session.expires_at),
            status_code: code::SUCCESS.number,
        }
    }
}

/// ISO 8601 UTC with exactly seven fraction digits, as the published API writes it.
fn with_seven_digits(at: Timestamp) -> String {
    let text = at.to_string();
    format!("{}0000Z", text.trim_end_matches('Z'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_of_the_spec_is_written_as_printed() {
        let session = Session {
            reference: "019dd9b7-6c0f-700a-9234-56789b8d03bf".to_owned(),
            server_nonce: BASE64
                .decode(b"rPsie3vipjKaI+t2ni/IJtMyT01z+PLB8QH0Ud/z41A=")
                .unwrap()
                .try_into()
                .unwrap(),
            expires_at: Timestamp::from_unix_ms(1_777_474_469_871),
        };
        let written = serde_json::to_string(&SessionBody::new(&session)).unwrap();
        assert_eq!(
            written,
            concat!(
                r#"{"sessionReference":"019dd9b7-6c0f-700a-9234-56789b8d03bf","#,
                r#""serverNonce":"rPsie3vipjKaI+t2ni/IJtMyT01z+PLB8QH0Ud/z41A=","#,
                r#""expiresAtUtc":"2026-04-29T14:54:29.8710000Z","statusCode":0}"#
            )
        );
    }

    #[test]
    fn a_whole_second_has_seven_zeros() {
        let at = Timestamp::from_unix_ms(1_777_474_469_000);
        assert_eq!(with_seven_digits(at), "2026-04-29T14:54:29.0000000Z");
    }
}
