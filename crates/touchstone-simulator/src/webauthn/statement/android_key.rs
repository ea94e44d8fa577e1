//! What does an android-key statement look like (WebAuthn L3 8.4)? The credential key signs, and its leaf says
//! where it lives.

use super::{Ceremony, x5c};
use crate::android::SecurityLevel;
use crate::cbor::{self, Cbor};
use crate::key::{SigningKey, derive, sha256};
use crate::webauthn::android_key::{
    AndroidKeyFlaw, KeyDescription, ORIGIN_IMPORTED, PURPOSE_VERIFY,
};
use crate::webauthn::ca::extension::KEY_DESCRIPTION;
use crate::webauthn::ca::{AttestationCa, AttestationChain, CertificateFlaw, Order};
use crate::webauthn::{Algorithm, Credential};

const UNKNOWN_ALGORITHM: i64 = -65_000;

/// An android-key statement.
#[derive(Clone)]
pub struct AndroidKey {
    /// Who vouches for the phone.
    pub ca: AttestationCa,
    /// What the leaf says of the key.
    pub description: KeyDescription,
    /// What is wrong with the certificates.
    pub certificate_flaw: Option<CertificateFlaw>,
    /// Whether the root stands at the end of the chain. Real phones send it.
    pub root_included: bool,
    /// The leaf's serial, unsigned and big-endian; a status list may name it.
    pub leaf_serial: Vec<u8>,
    /// What `alg` says; `None`: what the credential signs with.
    pub algorithm: Option<i64>,
    /// What stands in `sig`; `None`: a signature over the bytes of the ceremony.
    pub signature: Option<Vec<u8>>,
    flaw: Option<AndroidKeyFlaw>,
}

impl AndroidKey {
    /// A key in the trusted execution environment of a phone that this CA vouches for.
    #[must_use]
    pub fn by(ca: AttestationCa) -> Self {
        Self {
            ca,
            description: KeyDescription::default(),
            certificate_flaw: None,
            root_included: true,
            leaf_serial: vec![1],
            algorithm: None,
            signature: None,
            flaw: None,
        }
    }

    /// The statement with one flaw; everything else is made to fit it, signatures included.
    #[must_use]
    pub fn flawed(&self, flaw: AndroidKeyFlaw) -> Self {
        let mut statement = self.clone();
        let KeyDescription {
            level,
            challenge,
            software,
            hardware,
            ..
        } = &mut statement.description;
        match flaw {
            AndroidKeyFlaw::ChallengeOther => *challenge = Some(sha256(b"other").to_vec()),
            AndroidKeyFlaw::ChallengeEmpty => *challenge = Some(Vec::new()),
            AndroidKeyFlaw::AllApplications => hardware.all_applications = true,
            AndroidKeyFlaw::AllApplicationsInSoftware => software.all_applications = true,
            AndroidKeyFlaw::OriginImported => hardware.origin = Some(ORIGIN_IMPORTED),
            AndroidKeyFlaw::OriginImportedInSoftware => software.origin = Some(ORIGIN_IMPORTED),
            AndroidKeyFlaw::OriginMissing => hardware.origin = None,
            AndroidKeyFlaw::PurposeOther => hardware.purposes = vec![PURPOSE_VERIFY],
            AndroidKeyFlaw::PurposeMissing => hardware.purposes.clear(),
            AndroidKeyFlaw::LevelSoftware => *level = SecurityLevel::Software,
            _ => {}
        }
        statement.flaw = Some(flaw);
        statement
    }

    pub(super) fn value(&self, ceremony: &Ceremony<'_>) -> Cbor {
        let attested = self.attested(ceremony);
        let algorithm = match self.flaw {
            Some(AndroidKeyFlaw::AlgorithmUnknown) => UNKNOWN_ALGORITHM,
            Some(AndroidKeyFlaw::AlgorithmOther) => other(attested.algorithm).cose_id(),
            _ => self.algorithm.unwrap_or(attested.algorithm.cose_id()),
        };
        let sign = || self.sign(&attested, ceremony);
        cbor::map([
            ("alg", Cbor::Integer(algorithm)),
            (
                "sig",
                Cbor::Bytes(self.signature.clone().unwrap_or_else(sign)),
            ),
            ("x5c", x5c(&self.chain(&attested, ceremony))),
        ])
    }

    /// The key that the leaf is about.
    fn attested(&self, ceremony: &Ceremony<'_>) -> Credential {
        let mut attested = ceremony.credential.clone();
        if self.flaw == Some(AndroidKeyFlaw::LeafKeyOther) {
            attested.algorithm = Algorithm::Es256;
            attested.key = SigningKey::p256(&derive(&[0; 32], "other"), "android key");
        }
        attested
    }

    fn sign(&self, attested: &Credential, ceremony: &Ceremony<'_>) -> Vec<u8> {
        let mut signature = match self.flaw {
            Some(AndroidKeyFlaw::SignatureOther) => attested.sign(&ceremony.client_data_hash),
            _ => attested.sign(&ceremony.signed_bytes()),
        };
        if self.flaw == Some(AndroidKeyFlaw::SignatureFlipped)
            && let Some(last) = signature.last_mut()
        {
            *last ^= 1;
        }
        signature
    }

    fn chain(&self, attested: &Credential, ceremony: &Ceremony<'_>) -> AttestationChain {
        let mut description = self.description.encode(&ceremony.client_data_hash);
        match self.flaw {
            Some(AndroidKeyFlaw::DescriptionTruncated) => drop(description.pop()),
            Some(AndroidKeyFlaw::DescriptionTrailing) => description.push(0),
            Some(AndroidKeyFlaw::DescriptionEmpty) => description = vec![0x30, 0],
            _ => {}
        }
        let mut chain = self
            .ca
            .android_key(&attested.public_key_info(), &description);
        chain.leaf.serial.clone_from(&self.leaf_serial);
        chain.root_included = self.root_included;
        match self.flaw {
            Some(AndroidKeyFlaw::ChainReversed) => chain.order = Order::LeafLast,
            Some(AndroidKeyFlaw::DescriptionMissing) => chain.leaf.remove(KEY_DESCRIPTION),
            _ => {}
        }
        match self.certificate_flaw {
            Some(flaw) => chain.flawed(flaw, ceremony.now_ms),
            None => chain,
        }
    }
}

/// An algorithm for another kind of key.
fn other(algorithm: Algorithm) -> Algorithm {
    match algorithm {
        Algorithm::Rs256 => Algorithm::Es256,
        _ => Algorithm::Rs256,
    }
}
