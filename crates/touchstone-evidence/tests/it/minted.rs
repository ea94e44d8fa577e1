//! Mints Apple-like chains and attestations for tests, right or wrong in one place.

use minicbor::Encoder;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CustomExtension, DnType,
    IsCa, Issuer, KeyPair, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384,
    PublicKeyData, SigningKey, date_time_ymd,
};
use touchstone_evidence::Timestamp;
use touchstone_evidence::digest::sha256;
use touchstone_evidence::x509::Anchors;

pub const NONCE_EXTENSION: &[u64] = &[1, 2, 840, 113_635, 100, 8, 2];

/// Certificates are valid in the year 2025 only.
pub fn now() -> Timestamp {
    "2025-06-01T00:00:00Z".parse().unwrap()
}

/// An authority that can issue.
pub struct Authority {
    params: CertificateParams,
    key: KeyPair,
    pub der: Vec<u8>,
}

pub fn params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = date_time_ymd(2025, 1, 1);
    params.not_after = date_time_ymd(2026, 1, 1);
    params
}

pub fn authority_params(name: &str) -> CertificateParams {
    let mut params = params(name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

pub fn p384() -> KeyPair {
    KeyPair::generate_for(&PKCS_ECDSA_P384_SHA384).unwrap()
}

pub fn p256() -> KeyPair {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap()
}

impl Authority {
    pub fn root(params: CertificateParams) -> Self {
        Self::root_with(params, p384())
    }

    pub fn root_with(params: CertificateParams, key: KeyPair) -> Self {
        let der = params.self_signed(&key).unwrap().der().to_vec();
        Self { params, key, der }
    }

    pub fn below(params: CertificateParams, issuer: &Self) -> Self {
        Self::below_with(params, p384(), issuer)
    }

    pub fn below_with(params: CertificateParams, key: KeyPair, issuer: &Self) -> Self {
        let der = issuer.issue(&params, &key);
        Self { params, key, der }
    }

    /// The same key in another self-signed certificate.
    pub fn issued_again(&self, params: CertificateParams) -> Self {
        let key = KeyPair::try_from(self.key.serialize_der()).unwrap();
        let der = params.self_signed(&key).unwrap().der().to_vec();
        Self { params, key, der }
    }

    /// The name and key of this authority, certified by another.
    pub fn certified_by(&self, other: &Self) -> Vec<u8> {
        other.issue(&self.params, &self.key)
    }

    /// Another certificate for the same key.
    pub fn reissued(&self, params: CertificateParams, issuer: &Self) -> Vec<u8> {
        issuer.issue(&params, &self.key)
    }

    /// A revocation list in DER.
    pub fn crl(&self, params: CertificateRevocationListParams) -> Vec<u8> {
        let issuer = Issuer::from_params(&self.params, &self.key);
        params.signed_by(&issuer).unwrap().der().to_vec()
    }

    /// Signs with ECDSA on P-384 with SHA-384.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.key.sign(message).unwrap()
    }

    pub fn issue(&self, params: &CertificateParams, key: &impl PublicKeyData) -> Vec<u8> {
        let issuer = Issuer::from_params(&self.params, &self.key);
        params.signed_by(key, &issuer).unwrap().der().to_vec()
    }

    pub fn anchors(&self) -> Anchors {
        Anchors::from_der(&[&self.der]).unwrap()
    }
}

/// An attestation, and what of it may be wrong.
pub struct Attestation {
    pub root: Authority,
    pub intermediate: Authority,
    pub key: KeyPair,
    pub app_id: &'static str,
    pub client_data_hash: Vec<u8>,
    pub aaguid: [u8; 16],
    pub counter: u32,
    pub credential_id: Option<[u8; 32]>,
    pub cose_point: Option<Vec<u8>>,
    pub leaf: CertificateParams,
    pub nonce_extension: bool,
    pub trailing: Vec<u8>,
}

impl Attestation {
    pub fn new() -> Self {
        let root = Authority::root(authority_params("root"));
        let intermediate = Authority::below(authority_params("intermediate"), &root);
        let mut leaf = params("leaf");
        leaf.is_ca = IsCa::ExplicitNoCa;
        Self {
            root,
            intermediate,
            key: p256(),
            app_id: "TESTTEAM01.com.example.app",
            client_data_hash: vec![9; 32],
            aaguid: *b"appattestdevelop",
            counter: 0,
            credential_id: None,
            cose_point: None,
            leaf,
            nonce_extension: true,
            trailing: Vec::new(),
        }
    }

    pub fn point(&self) -> [u8; 65] {
        self.key.public_key_raw().try_into().unwrap()
    }

    pub fn key_id(&self) -> [u8; 32] {
        sha256(&[&self.point()])
    }

    pub fn auth_data(&self) -> Vec<u8> {
        let mut data = sha256(&[self.app_id.as_bytes()]).to_vec();
        data.push(0x40);
        data.extend(self.counter.to_be_bytes());
        data.extend(self.aaguid);
        data.extend([0, 32]);
        data.extend(self.credential_id.unwrap_or_else(|| self.key_id()));
        let point = self
            .cose_point
            .clone()
            .unwrap_or_else(|| self.point().to_vec());
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(&point[1..33]);
        data.extend([0x22, 0x58, 0x20]);
        data.extend(&point[33..]);
        data
    }

    pub fn evidence(&self) -> Vec<u8> {
        let auth_data = self.auth_data();
        let mut leaf = self.leaf.clone();
        if self.nonce_extension {
            let nonce = sha256(&[&auth_data, &self.client_data_hash]);
            let value = [&[0x30, 0x24, 0xa1, 0x22, 0x04, 0x20], nonce.as_slice()].concat();
            leaf.custom_extensions
                .push(CustomExtension::from_oid_content(NONCE_EXTENSION, value));
        }
        let leaf = self.intermediate.issue(&leaf, &self.key);
        let mut e = Encoder::new(Vec::new());
        e.map(3)
            .unwrap()
            .str("fmt")
            .unwrap()
            .str("apple-appattest")
            .unwrap();
        e.str("attStmt")
            .unwrap()
            .map(2)
            .unwrap()
            .str("x5c")
            .unwrap()
            .array(2)
            .unwrap();
        e.bytes(&leaf)
            .unwrap()
            .bytes(&self.intermediate.der)
            .unwrap();
        e.str("receipt").unwrap().bytes(b"receipt").unwrap();
        e.str("authData").unwrap().bytes(&auth_data).unwrap();
        [e.into_writer(), self.trailing.clone()].concat()
    }
}
