//! Which certificates vouch for a key? Target, attestation certificate and what stands above them, for both
//! kinds of provisioning.

use super::ca::{NOT_AFTER_MS, NOT_BEFORE_MS, droid, factory_name, serial};
use super::level::{Provisioning, SecurityLevel};
use super::link::{Link, Minting};
use crate::cbor::Cbor;
use crate::certificate::{self, Attribute, Certificate, distinguished_name};
use crate::der;
use crate::key::{Hash, SigningKey, sha256};
use crate::time::DAY_MS;

/// The extension with the KeyDescription.
const KEY_DESCRIPTION: &[u32] = &[1, 3, 6, 1, 4, 1, 11129, 2, 1, 17];
/// The extension with what the server of remote provisioning knows.
const PROVISIONING_INFO: &[u32] = &[1, 3, 6, 1, 4, 1, 11129, 2, 1, 30];
/// 1970-01-01T00:00:00Z and 2048-01-01T00:00:00Z: the dates of every attested key.
const TARGET_NOT_BEFORE_MS: i64 = 0;
const TARGET_NOT_AFTER_MS: i64 = 2_461_449_600_000;

impl Minting<'_> {
    /// The chain, DER, target first, and the target's SPKI.
    pub(super) fn chain(&self) -> (Vec<Vec<u8>>, Vec<u8>) {
        let mut links = self.links();
        self.spoil_links(&mut links);
        let target = links
            .first()
            .map(|link| link.template.public_key_info.clone());
        let mut chain: Vec<Vec<u8>> = links.iter().map(Link::signed).collect();
        if self.root_included() {
            chain.push(self.ca().root(self.root()).certificate.clone());
        }
        self.spoil_chain(&mut chain);
        (chain, target.unwrap_or_default())
    }

    /// The certificates below the root, target first, not signed yet.
    pub(super) fn links(&self) -> Vec<Link> {
        let mut upper = match self.provisioning() {
            Provisioning::Factory => self.factory(),
            Provisioning::Remote => self.remote(),
        };
        let mut links = Vec::new();
        if self.has_attest_key() {
            let key = SigningKey::p256(&self.phone.seed, "attest key");
            let description = description_extension(&self.attest_key_description());
            let link = attested(
                key.clone(),
                key.public_key_info(),
                description,
                upper.first(),
            );
            upper.insert(0, link);
        }
        let description = description_extension(&self.target_description());
        let phone = self.phone;
        links.push(attested(
            phone.signing_key(),
            phone.spki(),
            description,
            upper.first(),
        ));
        links.append(&mut upper);
        links
    }

    /// Attestation certificate and intermediate, as made in a factory.
    fn factory(&self) -> Vec<Link> {
        let level = self.named_level();
        let key = self.attestation_key();
        let mut top = self.top(level);
        if let Some(not_after_ms) = self.phone.not_after_ms {
            top.template.not_after_ms = not_after_ms;
        }
        let template = Certificate {
            not_after_ms: self.phone.not_after_ms.unwrap_or(NOT_AFTER_MS),
            ..authority(factory_name(level.word(), &key), &key, &top)
        };
        vec![link(template, key, &top), top]
    }

    /// Attestation certificate, server and CA2, as given by the server of remote provisioning.
    fn remote(&self) -> Vec<Link> {
        let level = self.named_level();
        let top = self.top(level);
        let server_key = self.ca().server_key().clone();
        let server = Certificate {
            not_before_ms: self.now_ms - 20 * DAY_MS,
            not_after_ms: self.phone.not_after_ms.unwrap_or(self.now_ms + 50 * DAY_MS),
            ..authority(droid("Droid CA3"), &server_key, &top)
        };
        let server = link(server, server_key, &top);
        let key = self.attestation_key();
        let number = sha256(&key.subject_public_key());
        let name = distinguished_name(&[
            (
                Attribute::CommonName,
                &data_encoding::HEXLOWER.encode(&serial(&number)),
            ),
            (Attribute::Organization, level.word()),
        ]);
        let mut attestation = Certificate {
            not_before_ms: self.now_ms - 7 * DAY_MS,
            not_after_ms: self.phone.not_after_ms.unwrap_or(self.now_ms + 21 * DAY_MS),
            ..authority(name, &key, &server)
        };
        attestation.extensions.extend(self.provisioning_info());
        vec![link(attestation, key, &server), server, top]
    }

    /// The certificate directly below the root.
    fn top(&self, level: SecurityLevel) -> Link {
        let ca = self.ca();
        let (root, kind) = (ca.root(self.root()), self.root());
        let top = ca.top(self.provisioning(), level);
        let template = top.template(root);
        Link {
            key: top.key.clone(),
            signer: root.key.clone(),
            hash: kind.hash(),
            kept: Some((template.clone(), top.certificate(root, kind))),
            template,
        }
    }

    fn attestation_key(&self) -> SigningKey {
        SigningKey::p256(&self.phone.seed, "attestation key")
    }

    /// How many certificates the server gave to the phone within 30 days: CBOR, not wrapped in anything.
    fn provisioning_info(&self) -> Option<Vec<u8>> {
        let issued = self.phone.certificates_issued_30_days?;
        let issued = i64::try_from(issued).unwrap_or(i64::MAX);
        let info = Cbor::Map(vec![(1.into(), issued.into())]);
        Some(certificate::extension(PROVISIONING_INFO, &info.encode()))
    }
}

/// The extension that makes an attestation of a certificate.
pub(super) fn description_extension(description: &[u8]) -> Vec<u8> {
    certificate::extension(KEY_DESCRIPTION, description)
}

/// The certificate of a key that KeyMint made, issued by the holder of `issuer`.
pub(super) fn attested(
    key: SigningKey,
    public_key_info: Vec<u8>,
    description: Vec<u8>,
    issuer: Option<&Link>,
) -> Link {
    let issuer_name = issuer.map(|issuer| issuer.template.subject.clone());
    let signer = issuer.map_or_else(|| key.clone(), |issuer| issuer.key.clone());
    Link {
        template: Certificate {
            serial: vec![1],
            issuer: issuer_name.unwrap_or_else(target_name),
            subject: target_name(),
            not_before_ms: TARGET_NOT_BEFORE_MS,
            not_after_ms: TARGET_NOT_AFTER_MS,
            public_key_info,
            extensions: vec![certificate::signing_usage(), description],
        },
        key,
        signer,
        hash: Hash::Sha256,
        kept: None,
    }
}

/// The name that every attested key has.
fn target_name() -> Vec<u8> {
    distinguished_name(&[(Attribute::CommonName, "Android Keystore Key")])
}

/// A certificate that may issue others, issued by the holder of `issuer`.
fn authority(subject: Vec<u8>, key: &SigningKey, issuer: &Link) -> Certificate {
    Certificate {
        serial: serial(&sha256(&key.subject_public_key())),
        issuer: issuer.template.subject.clone(),
        subject,
        not_before_ms: NOT_BEFORE_MS,
        not_after_ms: NOT_AFTER_MS,
        public_key_info: key.public_key_info(),
        extensions: vec![
            certificate::authority_constraints(),
            certificate::authority_key_identifier(&issuer.key),
            certificate::subject_key_identifier(key),
            certificate::authority_usage(),
        ],
    }
}

fn link(template: Certificate, key: SigningKey, issuer: &Link) -> Link {
    let hash = match issuer.key {
        SigningKey::P384(_) => Hash::Sha384,
        _ => Hash::Sha256,
    };
    Link {
        template,
        key,
        signer: issuer.key.clone(),
        hash,
        kept: None,
    }
}

/// The DER of an extension that fills a certificate up.
pub(super) fn filler(bytes: usize) -> Vec<u8> {
    const FILLER: &[u32] = &[2, 25, 1];
    certificate::extension(FILLER, &der::octet_string(&vec![0; bytes]))
}
