//! What does each flaw make of a chain? Before it is signed.

use super::authority::{Authority, AuthorityKey};
use super::chain::{AttestationChain, Order};
use super::extension::{self, Extension};
use super::flaw::{AikFlaw, CertificateFlaw};
use super::leaf::TpmName;
use super::profile::{CertificateProfile, CertificateSignature, Name};
use crate::certificate::Attribute;
use crate::der;
use crate::key::SigningKey;
use crate::time::{DAY_MS, MINUTE_MS};

/// The model of nobody.
const OTHER_AAGUID: [u8; 16] = *b"another model of";
/// `id-kp-serverAuth`.
const SERVER_AUTHENTICATION: &[u32] = &[1, 3, 6, 1, 5, 5, 7, 3, 1];

impl AttestationChain {
    /// The chain with one flaw at `now_ms` (unix milliseconds). One of an intermediate gets as many as it
    /// needs.
    #[must_use]
    pub fn flawed(&self, flaw: CertificateFlaw, now_ms: i64) -> Self {
        let mut chain = self.clone();
        chain.spoil_key(flaw);
        spoil_subject(&mut chain.leaf.subject, flaw);
        spoil_leaf(&mut chain.leaf, flaw, now_ms);
        chain.spoil_authorities(flaw, now_ms);
        chain.spoil_path(flaw);
        chain
    }

    /// The chain of an AIK with one flaw.
    #[must_use]
    pub fn flawed_aik(&self, flaw: AikFlaw) -> Self {
        let mut chain = self.clone();
        let leaf = &mut chain.leaf;
        let mut name = TpmName::default();
        match flaw {
            AikFlaw::SubjectNamed => leaf.subject.put(Attribute::CommonName, "Simulated AIK"),
            AikFlaw::ManufacturerMissing => name.manufacturer = None,
            AikFlaw::ModelMissing => name.model = None,
            AikFlaw::FirmwareMissing => name.version = None,
            AikFlaw::PurposeMissing => leaf.remove(extension::EXTENDED_KEY_USAGE),
            AikFlaw::PurposeOther => {
                leaf.put(Extension::extended_key_usage(&[SERVER_AUTHENTICATION]));
            }
            AikFlaw::NameMissing | AikFlaw::NameOfHost => {}
        }
        match flaw {
            AikFlaw::NameMissing => leaf.remove(extension::SUBJECT_ALTERNATIVE_NAME),
            AikFlaw::NameOfHost => leaf.put(Extension::dns_names(&["tpm.example"])),
            _ => leaf.put(name.extension()),
        }
        chain
    }

    fn spoil_key(&mut self, flaw: CertificateFlaw) {
        let label = "leaf of another curve";
        match flaw {
            CertificateFlaw::LeafKeySecp256k1 => {
                self.replace_key(SigningKey::secp256k1(self.ca.seed(), label));
            }
            CertificateFlaw::LeafKeyP384 => {
                self.replace_key(SigningKey::p384(self.ca.seed(), label));
            }
            _ => {}
        }
    }

    fn spoil_authorities(&mut self, flaw: CertificateFlaw, now_ms: i64) {
        let needed = match flaw {
            CertificateFlaw::IssuersSwapped | CertificateFlaw::PathTooLong => 2,
            CertificateFlaw::IntermediateExpired
            | CertificateFlaw::IntermediateNotYetValid
            | CertificateFlaw::IntermediateNotCa
            | CertificateFlaw::IntermediateUnconstrained
            | CertificateFlaw::IntermediateMaySign
            | CertificateFlaw::IntermediateUnknownCritical
            | CertificateFlaw::LeafAlone => 1,
            _ => 0,
        };
        for number in self.ca.intermediates.len()..needed {
            let name = format!("Simulated Further CA {number}");
            let authority = Authority::new(self.ca.seed(), &name, AuthorityKey::P256);
            self.ca.intermediates.push(authority);
        }
        if flaw == CertificateFlaw::PathTooLong {
            if let Some(upper) = self.ca.intermediates.get_mut(1) {
                upper
                    .profile
                    .put(Extension::basic_constraints(true, Some(0)));
            }
        } else if let Some(lowest) = self.ca.intermediates.first_mut() {
            spoil_intermediate(&mut lowest.profile, flaw, now_ms);
        }
    }

    fn spoil_path(&mut self, flaw: CertificateFlaw) {
        match flaw {
            CertificateFlaw::LeafSignatureFlipped => self.leaf_signature_flipped = true,
            CertificateFlaw::LeafSignedByStranger => {
                let stranger = self.ca.stranger();
                self.leaf_issuer = Some(stranger.issuer().clone());
            }
            CertificateFlaw::IssuersSwapped => self.order = Order::IssuersSwapped,
            CertificateFlaw::AnchorIncluded => self.root_included = true,
            CertificateFlaw::RootOther => self.ca = self.ca.stranger(),
            CertificateFlaw::RootOtherIncluded => {
                self.ca = self.ca.stranger();
                self.root_included = true;
            }
            CertificateFlaw::LeafAlone => self.leaf_alone = true,
            _ => {}
        }
    }
}

fn spoil_subject(subject: &mut Name, flaw: CertificateFlaw) {
    match flaw {
        CertificateFlaw::CountryMissing => subject.remove(Attribute::Country),
        CertificateFlaw::CountryLowerCase => subject.put(Attribute::Country, "ch"),
        CertificateFlaw::CountryLong => subject.put(Attribute::Country, "CHE"),
        CertificateFlaw::OrganizationMissing => subject.remove(Attribute::Organization),
        CertificateFlaw::UnitMissing => subject.remove(Attribute::OrganizationalUnit),
        CertificateFlaw::UnitOther => {
            subject.put(
                Attribute::OrganizationalUnit,
                "Authenticator Attestation CA",
            );
        }
        CertificateFlaw::CommonNameMissing => subject.remove(Attribute::CommonName),
        _ => {}
    }
}

fn spoil_leaf(leaf: &mut CertificateProfile, flaw: CertificateFlaw, now_ms: i64) {
    let aaguid = |value: &[u8]| Extension::new(extension::AAGUID, value);
    match flaw {
        CertificateFlaw::VersionOne => {
            leaf.version = 1;
            leaf.extensions.clear();
        }
        CertificateFlaw::VersionTwo => {
            leaf.version = 2;
            leaf.extensions.clear();
        }
        CertificateFlaw::LeafIsCa => {
            leaf.put(Extension::basic_constraints(true, None));
            leaf.put(Extension::authority_usage());
        }
        CertificateFlaw::AaguidCritical => {
            let known = leaf.extensions.iter_mut();
            known
                .filter(|known| known.oid == extension::AAGUID)
                .for_each(|known| known.critical = true);
        }
        CertificateFlaw::AaguidBare => leaf.put(aaguid(&OTHER_AAGUID)),
        CertificateFlaw::AaguidShort => {
            let [short @ .., _last] = OTHER_AAGUID;
            leaf.put(aaguid(&der::octet_string(&short)));
        }
        CertificateFlaw::AaguidTrailing => {
            let value = [der::octet_string(&OTHER_AAGUID), vec![0]].concat();
            leaf.put(aaguid(&value));
        }
        CertificateFlaw::AaguidOther => leaf.put(Extension::aaguid(OTHER_AAGUID)),
        CertificateFlaw::LeafExpired => leaf.not_after_ms = now_ms - MINUTE_MS,
        CertificateFlaw::LeafNotYetValid => leaf.not_before_ms = now_ms + DAY_MS,
        CertificateFlaw::IssuerNameOther => {
            leaf.issuer = Some(Name::new(&[(
                Attribute::CommonName,
                "Another Attestation CA",
            )]));
        }
        CertificateFlaw::LeafUnknownCritical => leaf.put(Extension::unknown().critical()),
        CertificateFlaw::LeafSha1 => leaf.signature = CertificateSignature::Sha1,
        _ => {}
    }
}

fn spoil_intermediate(profile: &mut CertificateProfile, flaw: CertificateFlaw, now_ms: i64) {
    match flaw {
        CertificateFlaw::IntermediateExpired => profile.not_after_ms = now_ms - DAY_MS,
        CertificateFlaw::IntermediateNotYetValid => profile.not_before_ms = now_ms + DAY_MS,
        CertificateFlaw::IntermediateNotCa => {
            profile.put(Extension::basic_constraints(false, None));
        }
        CertificateFlaw::IntermediateUnconstrained => {
            profile.remove(extension::BASIC_CONSTRAINTS);
        }
        CertificateFlaw::IntermediateMaySign => profile.put(Extension::signing_usage()),
        CertificateFlaw::IntermediateUnknownCritical => {
            profile.put(Extension::unknown().critical());
        }
        _ => {}
    }
}
