//! Decides whether a response has its shape: check Y1. Nothing in it is authentic yet.

use alloc::vec::Vec;

use super::{Error, Fault};
use crate::Timestamp;
use crate::jose::jws::{self, Algorithm, Jws};
use crate::json::{self, Value};
use crate::limits::{SAFETYNET_RESPONSE_BYTES_MAX, WEBAUTHN_X5C_MAX};
use crate::signature::PublicKey;

/// How responses may be signed.
const ALGORITHMS: [Algorithm; 2] = [Algorithm::Rs256, Algorithm::Es256];

/// A response whose shape is right.
#[derive(Clone, Debug)]
pub struct Response<'a> {
    signed: Jws<'a>,
    payload: Value,
    /// The certificates in DER, leaf first: 1 to 8.
    pub x5c: Vec<Vec<u8>>,
}

impl<'a> Response<'a> {
    /// Reads a compact JWS with certificates and a JSON object as payload.
    pub fn parse(response: &'a [u8]) -> Result<Self, Error> {
        Self::read(response).map_err(Error::ResponseMalformed)
    }

    fn read(response: &'a [u8]) -> Result<Self, Fault> {
        let text = core::str::from_utf8(response).map_err(|_| Fault::NotText)?;
        let signed = jws::parse(text, SAFETYNET_RESPONSE_BYTES_MAX).map_err(Fault::Form)?;
        let x5c = signed.header.x5c(1..=WEBAUTHN_X5C_MAX);
        let x5c = x5c.ok_or(Fault::Certificates)?;
        let payload = json::parse(&signed.payload, SAFETYNET_RESPONSE_BYTES_MAX);
        let payload = payload.map_err(Fault::Payload)?;
        payload.members().ok_or(Fault::PayloadNotAnObject)?;
        Ok(Self {
            signed,
            payload,
            x5c,
        })
    }

    /// `nonce`, when it is text.
    pub fn nonce(&self) -> Option<&str> {
        self.payload.get("nonce").and_then(Value::text)
    }

    /// `ctsProfileMatch`, when it is a truth value.
    pub fn cts_profile_match(&self) -> Option<bool> {
        self.payload.get("ctsProfileMatch").and_then(Value::boolean)
    }

    /// `timestampMs`, when it is an integer that is not negative.
    pub fn made_at(&self) -> Option<Timestamp> {
        let unix_ms = self.payload.get("timestampMs").and_then(Value::unsigned);
        unix_ms.map(Timestamp::from_unix_ms)
    }

    /// Whether it is signed by `key`: check Y3.
    pub fn verify(&self, key: &PublicKey<'_>) -> Result<(), Error> {
        let named = self.signed.header.text("alg");
        let mut allowed = ALGORITHMS.into_iter();
        let allowed = allowed.find(|algorithm| named == Some(algorithm.name()));
        let algorithm = allowed.ok_or(Error::AlgorithmUnsupported)?;
        let verified = self.signed.verify(algorithm, key);
        verified.map_err(Error::SignatureInvalid)
    }
}
