//! What does an android-safetynet statement look like (WebAuthn L3 8.5)? A JWS of Google's service, which
//! bound the ceremony's bytes.

use data_encoding::BASE64;

use super::{Ceremony, packed::stranger_key};
use crate::cbor::{self, Cbor};
use crate::jose::jws;
use crate::json::Json;
use crate::key::sha256;
use crate::time::MINUTE_MS;
use crate::webauthn::ca::{AttestationChain, Extension};
use crate::webauthn::jws::{algorithm_name, signature};
use crate::webauthn::safetynet::SafetyNetFlaw;

/// An android-safetynet statement.
#[derive(Clone)]
pub struct SafetyNet {
    /// What stands in `ver`.
    pub version: String,
    /// The certificates of Google's service.
    pub chain: AttestationChain,
    /// The nonce as text; `None`: the right one.
    pub nonce: Option<String>,
    /// When the service answered (unix milliseconds); `None`: a second before the ceremony.
    pub timestamp_ms: Option<i64>,
    /// Whether the device matches its profile.
    pub cts_profile_match: bool,
    flaw: Option<SafetyNetFlaw>,
}

impl SafetyNet {
    /// Attested by the service that holds this chain.
    #[must_use]
    pub fn by(chain: AttestationChain) -> Self {
        Self {
            version: "14366018".to_owned(),
            chain,
            nonce: None,
            timestamp_ms: None,
            cts_profile_match: true,
            flaw: None,
        }
    }

    /// The statement with one flaw; everything else is made to fit it, signature included.
    #[must_use]
    pub fn flawed(&self, flaw: SafetyNetFlaw) -> Self {
        let mut statement = self.clone();
        match flaw {
            SafetyNetFlaw::VersionEmpty => statement.version.clear(),
            SafetyNetFlaw::NonceOther => {
                statement.nonce = Some(BASE64.encode(&sha256(b"other bytes")));
            }
            SafetyNetFlaw::HostOther => {
                let host = Extension::dns_names(&["attest.example"]);
                statement.chain.leaf.put(host);
            }
            SafetyNetFlaw::CtsFalse => statement.cts_profile_match = false,
            _ => {}
        }
        statement.flaw = Some(flaw);
        statement
    }

    pub(super) fn value(&self, ceremony: &Ceremony<'_>) -> Cbor {
        let response = match self.flaw {
            Some(SafetyNetFlaw::ResponseEmpty) => String::new(),
            _ => self.response(ceremony),
        };
        cbor::map([
            ("ver", cbor::text(&self.version)),
            ("response", cbor::bytes(response.as_bytes())),
        ])
    }

    /// The JWS.
    fn response(&self, ceremony: &Ceremony<'_>) -> String {
        let payload = match self.flaw {
            Some(SafetyNetFlaw::PayloadNotJson) => "a verdict".to_owned(),
            _ => self.payload(ceremony).to_string(),
        };
        let response = jws(&self.header().to_string(), payload.as_bytes(), |input| {
            self.sign(input)
        });
        match self.flaw {
            Some(SafetyNetFlaw::TwoParts) => {
                let parts: Vec<&str> = response.splitn(3, '.').take(2).collect();
                parts.join(".")
            }
            _ => response,
        }
    }

    fn header(&self) -> Json {
        let certificates = self.chain.x5c();
        let texts = certificates.iter().map(|der| BASE64.encode(der));
        let certificates: Vec<String> = match self.flaw {
            Some(SafetyNetFlaw::CertificatesEmpty) => Vec::new(),
            Some(SafetyNetFlaw::CertificatesNotBase64) => vec!["a certificate".to_owned()],
            _ => texts.collect(),
        };
        let algorithm = Json::text(algorithm_name(self.chain.algorithm()));
        match self.flaw {
            Some(SafetyNetFlaw::CertificatesMissing) => Json::object([("alg", algorithm)]),
            _ => Json::object([("alg", algorithm), ("x5c", Json::texts(&certificates))]),
        }
    }

    fn payload(&self, ceremony: &Ceremony<'_>) -> Json {
        let nonce = || BASE64.encode(&sha256(&ceremony.signed_bytes()));
        let nonce = self.nonce.clone().unwrap_or_else(nonce);
        let right_ms = ceremony.now_ms.saturating_sub(1_000);
        let timestamp_ms = match self.flaw {
            Some(SafetyNetFlaw::TimestampOld) => right_ms.saturating_sub(2 * MINUTE_MS),
            Some(SafetyNetFlaw::TimestampFuture) => right_ms.saturating_add(2 * MINUTE_MS),
            _ => self.timestamp_ms.unwrap_or(right_ms),
        };
        let digest = BASE64.encode(&sha256(b"com.google.android.gms"));
        Json::object([
            ("nonce", Json::Text(nonce)),
            ("timestampMs", Json::Number(timestamp_ms)),
            ("apkPackageName", Json::text("com.google.android.gms")),
            ("apkDigestSha256", Json::text(&digest)),
            ("ctsProfileMatch", Json::Bool(self.cts_profile_match)),
            (
                "apkCertificateDigestSha256",
                Json::texts(std::slice::from_ref(&digest)),
            ),
            ("basicIntegrity", Json::Bool(true)),
        ])
    }

    fn sign(&self, input: &[u8]) -> Vec<u8> {
        let algorithm = self.chain.algorithm();
        let mut signature = match self.flaw {
            Some(SafetyNetFlaw::SignedByStranger) => {
                signature(algorithm, &stranger_key(algorithm), input)
            }
            _ => signature(algorithm, self.chain.key(), input),
        };
        if self.flaw == Some(SafetyNetFlaw::SignatureFlipped)
            && let Some(last) = signature.last_mut()
        {
            *last ^= 1;
        }
        signature
    }
}
