//! What does an attestation object look like? Authenticator data, certificates and receipt
//! (spec/mobile.md 4.2), and how each flaw changes them.

use crate::cbor::Cbor;

use super::OTHER_APP_ID;
use super::authenticator_data::{
    self, AttestedCredential, AuthenticatorData, CURVE_P256, CURVE_P384, ES256, ES384,
    FLAG_ATTESTED_DATA,
};
use super::flaw::{AttestationFlaw, ReceiptFlaw};
use super::iphone::Iphone;
use super::leaf;
use super::receipt;
use crate::cbor;
use crate::key::{SigningKey, sha256};
use crate::time::within_calendar;

/// One attestation to be made.
#[derive(Clone, Copy)]
pub(super) struct Attestation<'a> {
    pub(super) iphone: &'a Iphone,
    pub(super) client_data_hash: &'a [u8],
    pub(super) now_ms: i64,
    pub(super) flaw: Option<AttestationFlaw>,
    pub(super) receipt_flaw: Option<ReceiptFlaw>,
    /// Makes the receipt one of type `RECEIPT`.
    pub(super) risk_metric: Option<u32>,
}

impl<'a> Attestation<'a> {
    pub(super) fn new(iphone: &'a Iphone, client_data_hash: &'a [u8], now_ms: i64) -> Self {
        Self {
            iphone,
            client_data_hash,
            now_ms: within_calendar(now_ms),
            flaw: None,
            receipt_flaw: None,
            risk_metric: None,
        }
    }

    /// The encoded attestation object.
    pub(super) fn object(&self) -> Vec<u8> {
        let authenticator_data = self.authenticator_data().bytes();
        let leaf = leaf::issue(self, self.leaf_nonce(&authenticator_data));
        let receipt = receipt::make(self, &leaf);
        let certificates = leaf::path(self, leaf);
        let statement = self.statement(&certificates, &receipt);
        let sent_data = match self.flaw {
            Some(AttestationFlaw::AuthenticatorDataChanged) => {
                let mut data = self.authenticator_data();
                data.counter = 1;
                cbor::bytes(&data.bytes())
            }
            Some(AttestationFlaw::AuthenticatorDataAsText) => cbor::text("authData"),
            _ => cbor::bytes(&authenticator_data),
        };
        let format = match self.flaw {
            Some(AttestationFlaw::FormatOther) => "packed",
            _ => "apple-appattest",
        };
        let mut encoded = cbor::map([
            ("fmt", cbor::text(format)),
            ("attStmt", statement),
            ("authData", sent_data),
        ])
        .encode();
        match self.flaw {
            Some(AttestationFlaw::TrailingByte) => encoded.push(0),
            Some(AttestationFlaw::Truncated) => drop(encoded.pop()),
            _ => {}
        }
        encoded
    }

    /// The receipt that comes inside [`Self::object`].
    pub(super) fn receipt_alone(&self) -> Vec<u8> {
        let nonce = self.leaf_nonce(&self.authenticator_data().bytes());
        receipt::make(self, &leaf::issue(self, nonce))
    }

    /// The key in the leaf, in the credential id and in the COSE key.
    pub(super) fn attested_key(&self) -> SigningKey {
        match self.flaw {
            Some(AttestationFlaw::KeyOther) => self.iphone.other_key(),
            _ => self.iphone.identity_key.clone(),
        }
    }

    fn authenticator_data(&self) -> AuthenticatorData {
        let mut data = self.iphone.authenticator_data(0);
        match self.flaw {
            Some(AttestationFlaw::AppIdOther) => data.app_id = OTHER_APP_ID.to_owned(),
            Some(AttestationFlaw::CounterOne) => data.counter = 1,
            Some(AttestationFlaw::AttestedDataFlagMissing) => data.flags &= !FLAG_ATTESTED_DATA,
            _ => {}
        }
        data.attested = match self.flaw {
            Some(AttestationFlaw::AttestedDataMissing) => None,
            _ => Some(AttestedCredential {
                aaguid: self.aaguid(),
                credential_id: self.credential_id(),
                cose_key: self.cose_key(),
            }),
        };
        data
    }

    fn aaguid(&self) -> [u8; 16] {
        match self.flaw {
            Some(AttestationFlaw::EnvironmentOther) => {
                authenticator_data::aaguid(self.iphone.environment.other())
            }
            Some(AttestationFlaw::AaguidUnknown) => *b"appattestsimulat",
            _ => authenticator_data::aaguid(self.iphone.environment),
        }
    }

    fn credential_id(&self) -> Vec<u8> {
        let key_id = sha256(&self.attested_key().subject_public_key());
        match self.flaw {
            Some(AttestationFlaw::CredentialIdOther) => sha256(&key_id).to_vec(),
            Some(AttestationFlaw::CredentialIdShort) => key_id.into_iter().take(31).collect(),
            _ => key_id.to_vec(),
        }
    }

    fn cose_key(&self) -> Vec<u8> {
        let iphone = self.iphone;
        let point = self.attested_key().subject_public_key();
        let right = authenticator_data::cose_key(ES256, CURVE_P256, &point);
        match self.flaw {
            Some(AttestationFlaw::CoseKeyOther) => {
                let other = iphone.other_key().subject_public_key();
                authenticator_data::cose_key(ES256, CURVE_P256, &other)
            }
            Some(AttestationFlaw::CoseKeyOtherCurve) => {
                let other = SigningKey::p384(&iphone.seed, "other curve").subject_public_key();
                authenticator_data::cose_key(ES384, CURVE_P384, &other)
            }
            Some(AttestationFlaw::CoseKeyOtherAlgorithm) => {
                authenticator_data::cose_key(ES384, CURVE_P256, &point)
            }
            Some(AttestationFlaw::CoseKeyTruncated) => {
                right.iter().copied().take(right.len() - 1).collect()
            }
            Some(AttestationFlaw::CoseKeyTrailingByte) => [right, vec![0]].concat(),
            _ => right,
        }
    }

    /// What the leaf binds: SHA-256(authData || clientDataHash).
    fn leaf_nonce(&self, authenticator_data: &[u8]) -> [u8; 32] {
        match self.flaw {
            Some(AttestationFlaw::NonceOther) => {
                sha256(&[authenticator_data, &sha256(self.client_data_hash)].concat())
            }
            _ => sha256(&[authenticator_data, self.client_data_hash].concat()),
        }
    }

    fn statement(&self, certificates: &[Vec<u8>], receipt: &[u8]) -> Cbor {
        let path = Cbor::Array(certificates.iter().map(|der| cbor::bytes(der)).collect());
        match self.flaw {
            Some(AttestationFlaw::CertificatesMissing) => {
                cbor::map([("receipt", cbor::bytes(receipt))])
            }
            Some(AttestationFlaw::ReceiptMissing) => cbor::map([("x5c", path)]),
            _ => cbor::map([("x5c", path), ("receipt", cbor::bytes(receipt))]),
        }
    }
}
