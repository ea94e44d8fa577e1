//! What does the app send? The envelope of service `gms` (spec/mobile.md 4.1), and how each flaw changes it.

use crate::cbor::Cbor;

use super::OTHER_PACKAGE;
use super::app::{PlayApp, TokenType};
use super::classic;
use super::flaw::Flaw;
use super::payload::Payload;
use crate::cbor;
use crate::envelope::{Envelope, Members};
use crate::jose::base64url;
use crate::key::derive;

const TOKEN_MAX_CHARACTERS: usize = 32_768;

impl PlayApp {
    /// The token for a nonce: the envelope with a right verdict as of `now_ms` (unix milliseconds).
    #[must_use]
    pub fn token(&self, token_type: TokenType, final_nonce: &[u8], now_ms: i64) -> Vec<u8> {
        self.payload_token(token_type, &self.payload(token_type, final_nonce, now_ms))
    }

    /// The envelope with this verdict.
    #[must_use]
    pub fn payload_token(&self, token_type: TokenType, payload: &Payload) -> Vec<u8> {
        let token = self.members(token_type, &self.text(token_type, payload));
        self.envelope(token)
    }

    /// The envelope with one flaw. Where only one kind of token can have it, the token is of that kind.
    #[must_use]
    pub fn flawed_token(
        &self,
        flaw: Flaw,
        token_type: TokenType,
        final_nonce: &[u8],
        now_ms: i64,
    ) -> Vec<u8> {
        let token_type = flaw.token_type().unwrap_or(token_type);
        let text = self.flawed_text(flaw, token_type, final_nonce, now_ms);
        let mut token = self.members(token_type, &text);
        match flaw {
            Flaw::TokenEmpty => token.put("token", cbor::text("")),
            Flaw::TokenTooLong => {
                token.put("token", cbor::text(&"A".repeat(TOKEN_MAX_CHARACTERS + 1)));
            }
            Flaw::TokenAsBytes => token.put("token", Cbor::Bytes(text.into_bytes())),
            Flaw::TokenTypeUnknown => token.put("tokenType", cbor::text("express")),
            Flaw::PackageNameMissing => token.remove("packageName"),
            Flaw::PackageNameWithoutDot => token.put("packageName", cbor::text("example")),
            Flaw::PackageNameOther => token.put("packageName", cbor::text(OTHER_PACKAGE)),
            _ => {}
        }
        self.envelope(token)
    }

    /// The text of the token with one flaw; a flaw of the envelope leaves it right.
    #[must_use]
    pub fn flawed_text(
        &self,
        flaw: Flaw,
        token_type: TokenType,
        final_nonce: &[u8],
        now_ms: i64,
    ) -> String {
        let token_type = flaw.token_type().unwrap_or(token_type);
        let payload = self.flawed_payload(flaw, token_type, final_nonce, now_ms);
        match flaw {
            Flaw::LineBreak => format!("{}\n", self.text_of(token_type, &payload)),
            Flaw::Unknown => base64url(&derive(&self.seed, "unknown token")),
            _ if flaw.token_type() == Some(TokenType::Classic) => {
                classic::make_flawed(self, &payload, flaw)
            }
            _ => self.text_of(token_type, &payload),
        }
    }

    fn members(&self, token_type: TokenType, text: &str) -> Members {
        let mut token = Members::default();
        token.put("token", cbor::text(text));
        token.put("packageName", cbor::text(&self.package));
        token.put("tokenType", cbor::text(token_type.word()));
        token
    }

    fn envelope(&self, token: Members) -> Vec<u8> {
        Envelope::new(&self.model, &self.android_version, "gms", token).encode()
    }
}
