//! What does the app send? The envelope of service `hms` (spec/mobile.md 4.1) around a compact JWS, and how
//! each flaw changes them.

use data_encoding::{BASE64, BASE64URL};

use super::app::{Algorithm, HuaweiApp};
use super::ca::HuaweiCa;
use super::flaw::Flaw;
use crate::cbor;
use crate::envelope::{Envelope, Members};
use crate::jose::{base64url, hmac_sha256, jws, ps256, rs256};
use crate::json::Json;
use crate::key::{RsaFile, SigningKey};

const TOKEN_MAX_CHARACTERS: usize = 32_768;

impl HuaweiApp {
    /// The token for a nonce: the envelope with a verdict made three seconds before `now_ms` (unix
    /// milliseconds).
    #[must_use]
    pub fn token(&self, final_nonce: &[u8], now_ms: i64) -> Vec<u8> {
        self.envelope(&self.text(final_nonce, now_ms), None)
    }

    /// The envelope with one flaw.
    #[must_use]
    pub fn flawed_token(&self, flaw: Flaw, final_nonce: &[u8], now_ms: i64) -> Vec<u8> {
        let text = self.flawed_text(flaw, final_nonce, now_ms);
        self.envelope(&text, Some(flaw))
    }

    /// The compact JWS alone.
    #[must_use]
    pub fn text(&self, final_nonce: &[u8], now_ms: i64) -> String {
        self.make_text(final_nonce, now_ms, None)
    }

    /// The compact JWS with one flaw; a flaw of the envelope leaves it right.
    #[must_use]
    pub fn flawed_text(&self, flaw: Flaw, final_nonce: &[u8], now_ms: i64) -> String {
        self.make_text(final_nonce, now_ms, Some(flaw))
    }

    fn make_text(&self, final_nonce: &[u8], now_ms: i64, flaw: Option<Flaw>) -> String {
        let payload = self.payload(final_nonce, now_ms, flaw);
        let header = self.header(now_ms, flaw);
        let signed = jws(&header, payload.as_bytes(), |message| {
            self.sign(message, flaw)
        });
        let parts: Vec<&str> = signed.split('.').collect();
        let [head, body, signature] = parts.as_slice() else {
            return signed;
        };
        match flaw {
            Some(Flaw::TwoParts) => format!("{head}.{body}"),
            Some(Flaw::FourParts) => format!("{signed}.{signature}"),
            Some(Flaw::Padded) => format!("{head}=.{body}.{signature}"),
            Some(Flaw::PayloadChanged) => {
                // Told one millisecond later: everything but the signature stays right.
                let later = self.payload(final_nonce, now_ms.saturating_add(1), None);
                format!("{head}.{}.{signature}", base64url(later.as_bytes()))
            }
            _ => signed,
        }
    }

    fn header(&self, now_ms: i64, flaw: Option<Flaw>) -> String {
        let algorithm = match flaw {
            Some(Flaw::HeaderNotJson) => return "RS256".to_owned(),
            Some(Flaw::AlgorithmNone) => "none",
            Some(Flaw::AlgorithmHs256) => "HS256",
            _ => self.algorithm.word(),
        };
        if flaw == Some(Flaw::CertificatesMissing) {
            return Json::object([("alg", Json::text(algorithm))]).to_string();
        }
        let encoding = match flaw {
            Some(Flaw::CertificateBase64Url) => BASE64URL,
            _ => BASE64,
        };
        let path = self.path(now_ms, flaw);
        let path = path.iter().map(|one| Json::Text(encoding.encode(one)));
        let members = [
            ("alg", Json::text(algorithm)),
            ("x5c", Json::Array(path.collect())),
        ];
        Json::object(members).to_string()
    }

    fn sign(&self, message: &[u8], flaw: Option<Flaw>) -> Vec<u8> {
        let key = match flaw {
            Some(Flaw::SignedByOther) => SigningKey::rsa(RsaFile::Stranger),
            _ => HuaweiCa::leaf_key(),
        };
        let algorithm = match flaw {
            Some(Flaw::AlgorithmNone) => return Vec::new(),
            Some(Flaw::AlgorithmHs256) => {
                return hmac_sha256(&HuaweiCa::leaf_key().public_key_info(), message);
            }
            Some(Flaw::PaddingOther) => self.algorithm.other(),
            _ => self.algorithm,
        };
        let mut signature = match algorithm {
            Algorithm::Rs256 => rs256(&key, message),
            Algorithm::Ps256 => ps256(&key, message),
        };
        if flaw == Some(Flaw::SignatureFlipped)
            && let Some(last) = signature.last_mut()
        {
            *last ^= 1;
        }
        signature
    }

    fn envelope(&self, text: &str, flaw: Option<Flaw>) -> Vec<u8> {
        let mut token = Members::default();
        match flaw {
            Some(Flaw::TokenMissing) => {}
            Some(Flaw::TokenEmpty) => token.put("token", cbor::text("")),
            Some(Flaw::TokenTooLong) => {
                token.put("token", cbor::text(&"A".repeat(TOKEN_MAX_CHARACTERS + 1)));
            }
            _ => token.put("token", cbor::text(text)),
        }
        Envelope::new(&self.model, &self.os_version, "hms", token).encode()
    }
}
