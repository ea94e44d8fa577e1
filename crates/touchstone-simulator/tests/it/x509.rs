//! A small reader of certificates for these tests: who signed what, with which key.

use rsa::pkcs1::DecodeRsaPublicKey;
use rsa::{Pkcs1v15Sign, RsaPublicKey};
use sha2::{Digest, Sha256, Sha384};

use crate::ber::{self, Element};
use crate::scene::{p256_verifies, p384_verifies};

const SERIAL: usize = 1;
const ISSUER: usize = 3;
const SUBJECT: usize = 5;
const PUBLIC_KEY: usize = 6;
const EXTENSIONS: usize = 7;

const ECDSA_WITH_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
const ECDSA_WITH_SHA384: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3];
const SHA256_WITH_RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11];

/// A certificate that was read.
pub struct Certificate(Element);

impl Certificate {
    pub fn parse(der: &[u8]) -> Self {
        Self(ber::parse(der))
    }

    /// Every certificate of a PEM text.
    pub fn parse_pem(pem: &str) -> Vec<Self> {
        let blocks = pem.split("-----BEGIN CERTIFICATE-----").skip(1);
        let body = |block: &str| -> String {
            block
                .lines()
                .take_while(|line| !line.starts_with('-'))
                .collect()
        };
        blocks
            .map(|block| {
                data_encoding::BASE64
                    .decode(body(block).as_bytes())
                    .unwrap()
            })
            .map(|der| Self::parse(&der))
            .collect()
    }

    fn part(&self, index: usize) -> &Element {
        self.0.at(&[0, index])
    }

    pub fn serial(&self) -> &[u8] {
        &self.part(SERIAL).content
    }

    pub fn issuer(&self) -> &[u8] {
        &self.part(ISSUER).whole
    }

    pub fn subject(&self) -> &[u8] {
        &self.part(SUBJECT).whole
    }

    /// The texts of the subject, in order.
    pub fn subject_texts(&self) -> Vec<String> {
        let text = |set: &Element| String::from_utf8(set.at(&[0, 1]).content.clone()).unwrap();
        self.part(SUBJECT).children.iter().map(text).collect()
    }

    pub fn spki(&self) -> &[u8] {
        &self.part(PUBLIC_KEY).whole
    }

    /// The bits of the public key.
    pub fn public_key(&self) -> &[u8] {
        &self.part(PUBLIC_KEY).children[1].content[1..]
    }

    /// The value of the extension whose identifier has these content bytes.
    pub fn extension(&self, identifier: &[u8]) -> Option<Vec<u8>> {
        let list = &self.part(EXTENSIONS).children[0].children;
        let found = list
            .iter()
            .find(|extension| extension.children[0].content == identifier)?;
        Some(found.children.last().unwrap().content.clone())
    }

    /// Whether names and signature say that `issuer` signed this.
    pub fn is_signed_by(&self, issuer: &Self) -> bool {
        let message = &self.0.children[0].whole;
        let signature = &self.0.children[2].content[1..];
        let key = issuer.public_key();
        let digest = match &self.0.at(&[1, 0]).content[..] {
            ECDSA_WITH_SHA256 | SHA256_WITH_RSA => Sha256::digest(message).to_vec(),
            ECDSA_WITH_SHA384 => Sha384::digest(message).to_vec(),
            other => panic!("algorithm {other:02x?}"),
        };
        let verified = match key.len() {
            65 => p256_verifies(key, &digest, signature),
            97 => p384_verifies(key, &digest, signature),
            _ => RsaPublicKey::from_pkcs1_der(key)
                .expect("an RSA key")
                .verify(Pkcs1v15Sign::new::<Sha256>(), &digest, signature)
                .is_ok(),
        };
        self.issuer() == issuer.subject() && verified
    }
}
