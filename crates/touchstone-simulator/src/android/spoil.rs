//! What does each flaw make of a chain? Before it is signed, and after.

use super::ca::factory_name;
use super::chain::{attested, description_extension, filler};
use super::flaw::Flaw;
use super::level::SecurityLevel;
use super::link::{Link, Minting};
use crate::certificate::{self, Certificate};
use crate::der;
use crate::key::{Hash, SigningKey};
use crate::time::{DAY_MS, MINUTE_MS};

const ECDSA_WITH_SHA1: &[u32] = &[1, 2, 840, 10045, 4, 1];
const CHAIN_MAX_BYTES: usize = 32_768;
const CERTIFICATES_MAX: usize = 7;
/// Google's software root key as `SubjectPublicKeyInfo`; whoever trusts it trusts any computer.
const SOFTWARE_ROOT_KEY: &str = "3059301306072a8648ce3d020106082a8648ce3d03010703420004\
    ee5d5ec7e1c0db6d03a67ee6b61bec4d6a5d6a682e0fff7f490e7d771f44226d\
    bdb1affa16cbc7adc577d2569caab7b02d54015d3e432b2a8ed74eec487541a4";

impl Minting<'_> {
    /// The level that the certificates name.
    pub(super) fn named_level(&self) -> SecurityLevel {
        match self.flaw {
            Some(Flaw::LevelNotOfCertificate) => self.phone.level.other(),
            _ => self.phone.level,
        }
    }

    /// Spoils certificates before they are signed; the target is the first.
    pub(super) fn spoil_links(&self, links: &mut Vec<Link>) {
        match self.flaw {
            Some(Flaw::Extended | Flaw::SigningKeyAttests) => self.extend(links, true),
            Some(Flaw::ExtendedPlain) => self.extend(links, false),
            Some(Flaw::ExtendedTwice) => {
                self.extend(links, true);
                self.extend(links, true);
            }
            _ => {}
        }
        let attestation = 1 + usize::from(self.has_attest_key());
        if let Some(link) = links.get_mut(attestation) {
            self.spoil_attestation(&mut link.template);
        }
        if let Some(link) = links.get_mut(attestation + 1)
            && self.flaw == Some(Flaw::ServerExpired)
        {
            link.template.not_after_ms = self.now_ms - MINUTE_MS;
        }
        self.spoil_top(links);
        if let Some(link) = links.first_mut() {
            self.spoil_target(link);
        }
    }

    /// A certificate below the attested key, signed with that key: what an app can forge by itself.
    fn extend(&self, links: &mut Vec<Link>, described: bool) {
        let label = format!("forged {} {:?}", links.len(), self.flaw);
        let key = SigningKey::p256(&self.phone.seed, &label);
        let description = description_extension(&self.right_description().encode());
        let spki = key.public_key_info();
        let mut forged = attested(key, spki, description, links.first());
        if !described {
            forged.template.extensions.pop();
        }
        links.insert(0, forged);
    }

    fn spoil_target(&self, link: &mut Link) {
        let target = &mut link.template;
        match self.flaw {
            Some(Flaw::TargetIssuerOther) => {
                target.issuer = certificate::name("Simulated Attestation CA 2");
            }
            Some(Flaw::TargetSignedByOther) => link.signer = self.phone.other_key(),
            Some(Flaw::DescriptionMissing) => drop(target.extensions.pop()),
            Some(Flaw::DescriptionTwice) => {
                target.extensions.extend(target.extensions.last().cloned())
            }
            Some(Flaw::ChainTooLarge) => target.extensions.push(filler(CHAIN_MAX_BYTES)),
            _ => {}
        }
    }

    fn spoil_attestation(&self, attestation: &mut Certificate) {
        match self.flaw {
            Some(Flaw::AttestationNotYetValid) => attestation.not_before_ms = self.now_ms + DAY_MS,
            Some(Flaw::AttestationExpired) => attestation.not_after_ms = self.now_ms - MINUTE_MS,
            Some(Flaw::AttestationDescribed) => {
                let description = description_extension(&self.right_description().encode());
                attestation.extensions.push(description);
            }
            Some(Flaw::Revoked) => attestation.serial = self.phone.ca.revoked_serial(),
            Some(Flaw::Suspended) => attestation.serial = self.phone.ca.suspended_serial(),
            _ => {}
        }
    }

    /// Spoils the certificate below the root, and the name that the next one has of it.
    fn spoil_top(&self, links: &mut Vec<Link>) {
        if self.flaw == Some(Flaw::IntermediateMissing) {
            links.pop();
        }
        let [.., below, top] = links.as_mut_slice() else {
            return;
        };
        match self.flaw {
            Some(Flaw::RootNameOther) => {
                top.template.issuer = factory_name("Unknown", &top.signer);
            }
            Some(Flaw::TopUnnamed) => {
                top.template.subject = certificate::name("Simulated Intermediate");
                below.template.issuer.clone_from(&top.template.subject);
            }
            Some(Flaw::TopNotYetValid) => top.template.not_before_ms = self.now_ms + DAY_MS,
            Some(Flaw::TopExpired) => top.template.not_after_ms = self.now_ms - MINUTE_MS,
            _ => {}
        }
    }

    /// Spoils the signed chain; the target is the first.
    pub(super) fn spoil_chain(&self, chain: &mut Vec<Vec<u8>>) {
        let top = chain
            .len()
            .saturating_sub(1 + usize::from(self.root_included()));
        let attestation = 1 + usize::from(self.has_attest_key());
        match self.flaw {
            Some(Flaw::Reversed) => chain.reverse(),
            Some(Flaw::ChainOfOne) => chain.truncate(1),
            Some(Flaw::ChainOfEight) => {
                let last = chain.last().cloned().unwrap_or_default();
                chain.resize(CERTIFICATES_MAX + 1, last);
            }
            Some(Flaw::SoftwareRoot) => {
                if let Some(root) = chain.last_mut() {
                    *root = self.software_root();
                }
            }
            Some(Flaw::AttestationSignatureFlipped) => flip_last(chain.get_mut(attestation)),
            Some(Flaw::TopSignatureFlipped) => flip_last(chain.get_mut(top)),
            _ => {}
        }
        if let Some(target) = chain.first_mut() {
            match self.flaw {
                Some(Flaw::TargetTruncated) => drop(target.pop()),
                Some(Flaw::TargetTrailingByte) => target.push(0),
                Some(Flaw::TargetSignatureFlipped) => flip_last(Some(target)),
                Some(Flaw::Sha1Named) => *target = self.sha1_target(),
                _ => {}
            }
        }
    }

    /// The target under the name of SHA-1.
    fn sha1_target(&self) -> Vec<u8> {
        let algorithm = der::sequence(&[&der::object_identifier(ECDSA_WITH_SHA1)]);
        let links = self.links();
        let sign = |link: &Link| {
            let by = |message: &[u8]| link.signer.sign(link.hash, message);
            link.template.signed_with(&algorithm, by)
        };
        links.first().map(sign).unwrap_or_default()
    }

    /// A root that nobody made: the key is Google's, so the signature is anything.
    fn software_root(&self) -> Vec<u8> {
        let ca = self.ca();
        let root = ca.root(self.root());
        let key = data_encoding::HEXLOWER.decode(SOFTWARE_ROOT_KEY.as_bytes());
        let template = Certificate {
            public_key_info: key.unwrap_or_default(),
            ..super::ca::authority_template(&root.name, &root.key)
        };
        template.signed_by(&self.phone.other_key(), Hash::Sha256)
    }
}

fn flip_last(certificate: Option<&mut Vec<u8>>) {
    if let Some(last) = certificate.and_then(|certificate| certificate.last_mut()) {
        *last ^= 1;
    }
}
