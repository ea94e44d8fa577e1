//! What does a tpm statement look like (WebAuthn L3 8.3)? The TPM made the credential key, and its attestation
//! identity key says so.

use super::{Ceremony, x5c};
use crate::cbor::{self, Cbor};
use crate::key::{Hash, sha256};
use crate::webauthn::Algorithm;
use crate::webauthn::ca::AttestationChain;
use crate::webauthn::tpm::{self, TpmAttest, TpmFlaw, TpmKey, TpmPublic};

/// `TPM_ALG_SM3_256` and `TPM_ALG_AES`.
const ALG_SM3: u16 = 0x0012;
const ALG_AES: u16 = 0x0006;
const ALG_SYMMETRIC_CIPHER: u16 = 0x0025;
const ATTEST_QUOTE: u16 = 0x8018;
const UNKNOWN_ALGORITHM: i64 = -65_000;

/// A tpm statement.
#[derive(Clone)]
pub struct Tpm {
    /// What stands in `ver`.
    pub version: String,
    /// The certificates of the attestation identity key.
    pub chain: AttestationChain,
    /// The public area; `None`: the right one of the credential key.
    pub public: Option<TpmPublic>,
    /// The hash of the object's name where `public` is `None`.
    pub name_alg: u16,
    /// The certification.
    pub attest: TpmAttest,
    /// What `alg` says; `None`: what the attestation identity key signs with.
    pub algorithm: Option<i64>,
    /// What stands in `sig`; `None`: a signature over the certification.
    pub signature: Option<Vec<u8>>,
    flaw: Option<TpmFlaw>,
}

impl Tpm {
    /// Attested by a TPM with this attestation identity key.
    #[must_use]
    pub fn by(chain: AttestationChain) -> Self {
        Self {
            version: "2.0".to_owned(),
            chain,
            public: None,
            name_alg: tpm::ALG_SHA256,
            attest: TpmAttest::default(),
            algorithm: None,
            signature: None,
            flaw: None,
        }
    }

    /// The statement with one flaw; everything else is made to fit it, signature included.
    #[must_use]
    pub fn flawed(&self, flaw: TpmFlaw) -> Self {
        let mut statement = self.clone();
        match flaw {
            TpmFlaw::VersionOther => statement.version = "1.2".to_owned(),
            TpmFlaw::CertInfoTrailing => statement.attest.trailing.push(0),
            TpmFlaw::MagicOther => statement.attest.magic = 0x0054_4347,
            TpmFlaw::TypeOther => statement.attest.kind = ATTEST_QUOTE,
            TpmFlaw::AlgorithmUnknown => statement.algorithm = Some(UNKNOWN_ALGORITHM),
            TpmFlaw::ExtraDataMissing => statement.attest.extra_data = Some(Vec::new()),
            TpmFlaw::NameAlgUnknown => statement.name_alg = ALG_SM3,
            _ => {}
        }
        statement.flaw = Some(flaw);
        statement
    }

    pub(super) fn value(&self, ceremony: &Ceremony<'_>) -> Cbor {
        let own = self.chain.algorithm().cose_id();
        let algorithm = self.algorithm.unwrap_or(own);
        let pub_area = self.pub_area(ceremony);
        let cert_info = self.cert_info(ceremony, algorithm, &pub_area);
        let signature = || self.sign(ceremony, &cert_info);
        let signature = self.signature.clone().unwrap_or_else(signature);
        cbor::map([
            ("ver", cbor::text(&self.version)),
            ("alg", Cbor::Integer(algorithm)),
            ("x5c", x5c(&self.chain)),
            ("sig", Cbor::Bytes(signature)),
            ("certInfo", cbor::bytes(&cert_info)),
            ("pubArea", cbor::bytes(&pub_area)),
        ])
    }

    /// Empty for a key that no TPM has.
    fn pub_area(&self, ceremony: &Ceremony<'_>) -> Vec<u8> {
        let right = || {
            let public = TpmPublic::of(&ceremony.credential.key);
            public.map(|public| TpmPublic {
                name_alg: self.name_alg,
                ..public
            })
        };
        let Some(mut public) = self.public.clone().or_else(right) else {
            return Vec::new();
        };
        match self.flaw {
            Some(TpmFlaw::PubAreaTrailing) => public.trailing.push(0),
            Some(TpmFlaw::PubAreaOfOtherKind) => public.kind = ALG_SYMMETRIC_CIPHER,
            Some(TpmFlaw::SymmetricDetailsMissing) => public.symmetric = (ALG_AES, Vec::new()),
            Some(TpmFlaw::UniqueOther) => spoil_unique(&mut public.key),
            Some(TpmFlaw::ParametersOther) => spoil_parameters(&mut public.key),
            _ => {}
        }
        let mut area = public.encode();
        if self.flaw == Some(TpmFlaw::PubAreaTruncated) {
            area.pop();
        }
        area
    }

    fn cert_info(&self, ceremony: &Ceremony<'_>, algorithm: i64, pub_area: &[u8]) -> Vec<u8> {
        let own = self.chain.algorithm();
        let hash = Algorithm::of_cose_id(algorithm).unwrap_or(own).hash();
        let message = ceremony.signed_bytes();
        let extra_data = match self.flaw {
            Some(TpmFlaw::ExtraDataOther) => hash.digest(&sha256(&message)),
            Some(TpmFlaw::ExtraDataOfOtherHash) => other(hash).digest(&message),
            _ => hash.digest(&message),
        };
        let name_alg = self
            .public
            .as_ref()
            .map_or(self.name_alg, |public| public.name_alg);
        let name = match self.flaw {
            Some(TpmFlaw::NameOther) => tpm::name(name_alg, name_alg, &[pub_area, &[0]].concat()),
            Some(TpmFlaw::NameOfOtherHash) => tpm::name(name_alg, other_alg(name_alg), pub_area),
            Some(TpmFlaw::NameBare) => tpm::name(name_alg, name_alg, pub_area).split_off(2),
            _ => tpm::name(name_alg, name_alg, pub_area),
        };
        let mut cert_info = self.attest.encode(&extra_data, &name);
        if self.flaw == Some(TpmFlaw::CertInfoTruncated) {
            cert_info.pop();
        }
        cert_info
    }

    fn sign(&self, ceremony: &Ceremony<'_>, cert_info: &[u8]) -> Vec<u8> {
        let mut signature = match self.flaw {
            Some(TpmFlaw::SignedOther) => self.chain.sign(&ceremony.signed_bytes()),
            _ => self.chain.sign(cert_info),
        };
        if self.flaw == Some(TpmFlaw::SignatureFlipped)
            && let Some(last) = signature.last_mut()
        {
            *last ^= 1;
        }
        signature
    }
}

fn spoil_unique(key: &mut TpmKey) {
    let (TpmKey::Rsa { modulus: bytes, .. } | TpmKey::Ecc { x: bytes, .. }) = key;
    if let Some(last) = bytes.last_mut() {
        *last ^= 2;
    }
}

fn spoil_parameters(key: &mut TpmKey) {
    match key {
        TpmKey::Rsa { exponent, .. } => *exponent = 3,
        TpmKey::Ecc { curve, .. } => *curve = if *curve == 3 { 4 } else { 3 },
    }
}

fn other(hash: Hash) -> Hash {
    match hash {
        Hash::Sha256 => Hash::Sha1,
        _ => Hash::Sha256,
    }
}

fn other_alg(name_alg: u16) -> u16 {
    match name_alg {
        tpm::ALG_SHA256 => tpm::ALG_SHA1,
        _ => tpm::ALG_SHA256,
    }
}
