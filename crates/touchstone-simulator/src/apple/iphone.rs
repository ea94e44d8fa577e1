//! What is a simulated iPhone? One App Attest key, made for one app, and what the app reports of its device.

use std::fmt;

use super::assertion;
use super::attestation::Attestation;
use super::authenticator_data::AuthenticatorData;
use super::ca::AppleCa;
use super::flaw::{AssertionFlaw, AttestationFlaw, ReceiptFlaw};
use crate::key::{SigningKey, sha256};

/// Which App Attest environment the app was built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Environment {
    /// `appattest`: the App Store and TestFlight.
    Production,
    /// `appattestdevelop`: an app started from Xcode.
    Development,
}

impl Environment {
    pub(super) fn other(self) -> Self {
        match self {
            Self::Production => Self::Development,
            Self::Development => Self::Production,
        }
    }
}

/// An iPhone with one App Attest key. Clone it to replay a state.
#[derive(Clone)]
pub struct Iphone {
    pub(super) ca: AppleCa,
    pub(super) seed: [u8; 32],
    pub(super) identity_key: SigningKey,
    pub(super) app_id: String,
    pub(super) environment: Environment,
    /// Counter of the last assertion; the next one carries one more.
    pub counter: u32,
    /// What the envelope says in `isJailbroken`; `None` leaves it out.
    pub jailbroken: Option<bool>,
    /// What the envelope says in `device.model`.
    pub model: String,
    /// What the envelope says in `device.version`, and the leaf as OS version.
    pub os_version: String,
    /// What the leaf says as OS build.
    pub os_build: String,
}

impl Iphone {
    /// An iPhone whose key comes from `seed`, made for `app_id` (`TEAMID.bundle.id`). Its counter is 0.
    #[must_use]
    pub fn new(ca: &AppleCa, seed: [u8; 32], app_id: &str, environment: Environment) -> Self {
        Self {
            ca: ca.clone(),
            seed,
            identity_key: SigningKey::p256(&seed, "identity key"),
            app_id: app_id.to_owned(),
            environment,
            counter: 0,
            jailbroken: None,
            model: "iPhone17,1".to_owned(),
            os_version: "19.4".to_owned(),
            os_build: "23E246".to_owned(),
        }
    }

    /// The App ID that the identity key was made for.
    #[must_use]
    pub fn app_id(&self) -> &str {
        &self.app_id
    }

    /// The environment that the identity key was made in.
    #[must_use]
    pub fn environment(&self) -> Environment {
        self.environment
    }

    /// The key id: SHA-256 of the public key's point.
    #[must_use]
    pub fn key_id(&self) -> [u8; 32] {
        sha256(&self.identity_key.subject_public_key())
    }

    /// The public identity key as an uncompressed X9.62 point of 65 bytes.
    #[must_use]
    pub fn public_key(&self) -> Vec<u8> {
        self.identity_key.subject_public_key()
    }

    /// An attestation object over `client_data_hash` (any length), issued at `now_ms` (unix milliseconds).
    #[must_use]
    pub fn attest(&self, client_data_hash: &[u8], now_ms: i64) -> Vec<u8> {
        Attestation::new(self, client_data_hash, now_ms).object()
    }

    /// The same with one flaw.
    #[must_use]
    pub fn flawed_attestation(
        &self,
        flaw: AttestationFlaw,
        client_data_hash: &[u8],
        now_ms: i64,
    ) -> Vec<u8> {
        Attestation {
            flaw: Some(flaw),
            ..Attestation::new(self, client_data_hash, now_ms)
        }
        .object()
    }

    /// The receipt (type `ATTEST`) that comes inside an attestation over `client_data_hash`.
    #[must_use]
    pub fn receipt(&self, client_data_hash: &[u8], now_ms: i64) -> Vec<u8> {
        Attestation::new(self, client_data_hash, now_ms).receipt_alone()
    }

    /// The same with one flaw.
    #[must_use]
    pub fn flawed_receipt(
        &self,
        flaw: ReceiptFlaw,
        client_data_hash: &[u8],
        now_ms: i64,
    ) -> Vec<u8> {
        let attestation = Attestation::new(self, client_data_hash, now_ms);
        Attestation {
            receipt_flaw: Some(flaw),
            ..attestation
        }
        .receipt_alone()
    }

    /// A receipt (type `RECEIPT`) as Apple gives it in exchange for an older one, with a risk metric.
    #[must_use]
    pub fn refreshed_receipt(
        &self,
        client_data_hash: &[u8],
        risk_metric: u32,
        now_ms: i64,
    ) -> Vec<u8> {
        let attestation = Attestation::new(self, client_data_hash, now_ms);
        Attestation {
            risk_metric: Some(risk_metric),
            ..attestation
        }
        .receipt_alone()
    }

    /// An assertion over `client_data_hash`; the counter grows by one.
    pub fn assert(&mut self, client_data_hash: &[u8]) -> Vec<u8> {
        assertion::make(self, client_data_hash, None)
    }

    /// The same with one flaw. The counter grows too, except where the flaw is the counter.
    pub fn flawed_assertion(&mut self, flaw: AssertionFlaw, client_data_hash: &[u8]) -> Vec<u8> {
        assertion::make(self, client_data_hash, Some(flaw))
    }

    /// The key that flaws put in place of the identity key.
    pub(super) fn other_key(&self) -> SigningKey {
        SigningKey::p256(&self.seed, "other key")
    }

    /// Authenticator data with this app and counter and without attested data.
    pub(super) fn authenticator_data(&self, counter: u32) -> AuthenticatorData {
        AuthenticatorData::new(&self.app_id, counter)
    }
}

impl fmt::Debug for Iphone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Iphone")
            .field("app_id", &self.app_id)
            .field("environment", &self.environment)
            .field("counter", &self.counter)
            .finish_non_exhaustive()
    }
}
