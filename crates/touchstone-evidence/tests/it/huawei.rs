//! Mints SysIntegrity tokens for tests, right or wrong in one place.

use std::sync::LazyLock;

use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaEncoding, RsaKeyPair};
use aws_lc_rs::test::rand::FixedByteRandom;
use data_encoding::{BASE64, BASE64URL_NOPAD};
use rcgen::{CertificateParams, IsCa, KeyPair, PKCS_RSA_SHA256, SanType};
use serde_json::{Value, json};
use touchstone_evidence::Timestamp;
use touchstone_evidence::sys_integrity::{App, Error, Expected, Facts, Verified, verify};
use touchstone_evidence::x509::Anchors;

use crate::minted::{Authority, authority_params, now, params};

pub const SERVICE: &str = "sysintegrity.platform.hicloud.com";
pub const NONCE: &[u8] = b"the final nonce, of 32 bytes ...";
pub const SIGNER: [u8; 32] = [7; 32];
pub const APP_ID: &str = "100123456";

/// Making an RSA key is slow, so the tests share two.
pub static LEAF_KEY: LazyLock<KeyPair> = LazyLock::new(rsa);
pub static OTHER_KEY: LazyLock<KeyPair> = LazyLock::new(rsa);

pub fn rsa() -> KeyPair {
    KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap()
}

/// The parameters of a leaf with these DNS names.
pub fn leaf_params(common_name: &str, dns_names: &[&str]) -> CertificateParams {
    let mut params = params(common_name);
    params.is_ca = IsCa::ExplicitNoCa;
    let name = |name: &&str| SanType::DnsName((*name).try_into().unwrap());
    params.subject_alt_names = dns_names.iter().map(name).collect();
    params
}

/// A token, and what of it may be wrong.
pub struct Token {
    pub root: Authority,
    /// In DER, leaf first.
    pub chain: Vec<Vec<u8>>,
    pub header: Value,
    pub payload: Value,
    /// In place of the payload.
    pub payload_text: Option<String>,
    pub signing_key: &'static KeyPair,
    pub encoding: &'static dyn RsaEncoding,
}

impl Token {
    pub fn new() -> Self {
        let root = Authority::root(authority_params("root"));
        let intermediate = Authority::below(authority_params("intermediate"), &root);
        Self::with_chain(root, &intermediate, leaf_params("leaf", &[SERVICE]))
    }

    /// A leaf below `intermediate`, which is below `root`.
    pub fn with_chain(root: Authority, intermediate: &Authority, leaf: CertificateParams) -> Self {
        let leaf = intermediate.issue(&leaf, &*LEAF_KEY);
        Self {
            root,
            chain: vec![leaf, intermediate.der.clone()],
            header: json!({"alg": "RS256"}),
            payload: json!({
                "nonce": BASE64.encode(NONCE),
                "timestampMs": now().unix_ms(),
                "apkPackageName": "com.example.app",
                "apkCertificateDigestSha256": [BASE64.encode(&SIGNER)],
                "apkDigestSha256": "unused",
                "appId": APP_ID,
                "basicIntegrity": true,
            }),
            payload_text: None,
            signing_key: &LEAF_KEY,
            encoding: &RSA_PKCS1_SHA256,
        }
    }

    pub fn ps256(mut self) -> Self {
        self.header["alg"] = "PS256".into();
        self.encoding = &RSA_PSS_SHA256;
        self
    }

    /// With a member of the payload as the caller says; `null` takes it away.
    pub fn with(mut self, name: &str, value: Value) -> Self {
        let members = self.payload.as_object_mut().unwrap();
        members.remove(name);
        if !value.is_null() {
            members.insert(name.to_owned(), value);
        }
        self
    }

    /// With a member of the header as the caller says.
    pub fn with_header(mut self, name: &str, value: Value) -> Self {
        self.header[name] = value;
        self
    }

    pub fn mint(&self) -> String {
        let mut header = self.header.clone();
        if header.get("x5c").is_none() {
            let encoded: Vec<String> = self.chain.iter().map(|der| BASE64.encode(der)).collect();
            header["x5c"] = json!(encoded);
        }
        let payload = self.payload_text.clone();
        let payload = payload.unwrap_or_else(|| self.payload.to_string());
        let encode = |text: &str| BASE64URL_NOPAD.encode(text.as_bytes());
        let message = format!("{}.{}", encode(&header.to_string()), encode(&payload));
        let key = RsaKeyPair::from_pkcs8(&self.signing_key.serialize_der()).unwrap();
        let mut signature = vec![0; key.public_modulus_len()];
        // The provider signs with its own generator, whatever it is handed.
        let unused = FixedByteRandom { byte: 0 };
        key.sign(self.encoding, &unused, message.as_bytes(), &mut signature)
            .unwrap();
        format!("{message}.{}", BASE64URL_NOPAD.encode(&signature))
    }

    pub fn judge(&self) -> Result<Facts, Error> {
        self.judge_at(now())
    }

    pub fn judge_at(&self, now: Timestamp) -> Result<Facts, Error> {
        judge(&self.mint(), &self.root.anchors(), now).map(|verified| verified.facts)
    }

    pub fn judge_for(&self, final_nonce: &[u8], app: App<'_>) -> Result<Facts, Error> {
        let apps = &[app];
        let expected = Expected { final_nonce, apps };
        let judged = verify(&self.mint(), &expected, &self.root.anchors(), now());
        judged.map(|verified| verified.facts)
    }

    /// The reason of its refusal.
    pub fn reason(&self) -> &'static str {
        self.judge().unwrap_err().reason()
    }
}

pub const APP: App<'_> = App {
    package_name: "com.example.app",
    signers: &[SIGNER, [8; 32]],
    huawei_app_id: Some(APP_ID),
    max_age_s: 600,
    future_skew_s: 60,
};

pub fn judge(token: &str, anchors: &Anchors, now: Timestamp) -> Result<Verified, Error> {
    let other = App {
        package_name: "com.example.other",
        ..APP
    };
    let expected = Expected {
        final_nonce: NONCE,
        apps: &[other, APP],
    };
    verify(token, &expected, anchors, now)
}
