//! What does the leaf of each format say? The right ones; flaws change them.

use super::AttestationCa;
use super::chain::AttestationChain;
use super::extension::{self, Extension};
use super::profile::{CertificateProfile, Name};
use crate::certificate::Attribute;
use crate::der;
use crate::key::{RsaFile, SigningKey};
use crate::webauthn::Algorithm;

/// What the subject of a packed leaf must say.
const ORGANIZATIONAL_UNIT: &str = "Authenticator Attestation";
/// The host that SafetyNet's leaves name.
pub const SAFETYNET_HOST: &str = "attest.android.com";
/// The parts of a TPM's name (TCG EK Credential Profile 3.1.2).
const TPM_MANUFACTURER: &[u32] = &[2, 23, 133, 2, 1];
const TPM_MODEL: &[u32] = &[2, 23, 133, 2, 2];
const TPM_VERSION: &[u32] = &[2, 23, 133, 2, 3];

/// What the AIK certificate says of the TPM in its subject alternative name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TpmName {
    /// `id:` and eight hexadecimal digits; `None` leaves it out, which is wrong.
    pub manufacturer: Option<String>,
    /// Any text.
    pub model: Option<String>,
    /// `id:` and the firmware's version.
    pub version: Option<String>,
    /// One RDN of all parts instead of one each.
    pub one_rdn: bool,
}

impl Default for TpmName {
    /// Microsoft's simulated TPM.
    fn default() -> Self {
        Self {
            manufacturer: Some("id:4D534654".to_owned()),
            model: Some("Simulated".to_owned()),
            version: Some("id:00020000".to_owned()),
            one_rdn: false,
        }
    }
}

impl TpmName {
    /// The extension that carries the name.
    #[must_use]
    pub fn extension(&self) -> Extension {
        let parts = [
            (TPM_MANUFACTURER, &self.manufacturer),
            (TPM_MODEL, &self.model),
            (TPM_VERSION, &self.version),
        ];
        let part = |(arcs, text): (&[u32], &Option<String>)| {
            let text = text.as_deref()?;
            let identifier = der::object_identifier(arcs);
            Some(der::sequence(&[&identifier, &der::utf8_string(text)]))
        };
        let parts = parts.into_iter().filter_map(part);
        let name = match self.one_rdn {
            true => der::set(&[&parts.collect::<Vec<_>>().concat()]),
            false => parts.flat_map(|part| der::set(&[&part])).collect(),
        };
        Extension::directory_name(&der::sequence(&[&name]))
    }
}

impl AttestationCa {
    /// A batch certificate of a model with this AAGUID, for packed statements (L3 8.2.1).
    #[must_use]
    pub fn packed(&self, aaguid: [u8; 16], algorithm: Algorithm) -> AttestationChain {
        let mut chain = self.signing_leaf("Simulated Authenticator", algorithm);
        chain.leaf.put(Extension::aaguid(aaguid));
        chain
    }

    /// A batch certificate for fido-u2f statements. The root issues it: only one certificate may be sent.
    #[must_use]
    pub fn fido_u2f(&self) -> AttestationChain {
        let mut root_alone = self.clone();
        root_alone.intermediates.clear();
        let mut chain = root_alone.signing_leaf("Simulated U2F Authenticator", Algorithm::Es256);
        chain.leaf.subject = Name::new(&[(Attribute::CommonName, "Simulated U2F 51a0")]);
        chain
    }

    /// An anonymous certificate of the credential key with this `SubjectPublicKeyInfo` (DER), which binds
    /// the nonce. Its chain cannot sign for that key.
    #[must_use]
    pub fn apple(&self, credential_key_info: &[u8], nonce: [u8; 32]) -> AttestationChain {
        let mut chain = self.signing_leaf("Simulated Apple Anonymous", Algorithm::Es256);
        chain.leaf.subject = Name::new(&[
            (Attribute::CommonName, "credential"),
            (Attribute::OrganizationalUnit, "AAA Certification"),
            (Attribute::Organization, "Touchstone Simulator"),
        ]);
        chain.leaf.public_key_info = credential_key_info.to_vec();
        chain.leaf.put(Extension::apple_nonce(&nonce));
        chain
    }

    /// The certificate of a TPM's attestation identity key (L3 8.3.1).
    #[must_use]
    pub fn aik(&self, algorithm: Algorithm) -> AttestationChain {
        let mut chain = self.signing_leaf("Simulated AIK", algorithm);
        chain.leaf.subject = Name::default();
        chain.leaf.put(TpmName::default().extension());
        let purposes = [extension::AIK_PURPOSE];
        chain.leaf.put(Extension::extended_key_usage(&purposes));
        chain
    }

    /// The certificate of an Android key with this `SubjectPublicKeyInfo` and KeyDescription, both DER. Its
    /// chain cannot sign for that key.
    #[must_use]
    pub fn android_key(&self, credential_key_info: &[u8], description: &[u8]) -> AttestationChain {
        let mut chain = self.signing_leaf("Simulated Android Key", Algorithm::Es256);
        chain.leaf.subject = Name::new(&[(Attribute::CommonName, "Android Keystore Key")]);
        chain.leaf.serial = vec![1];
        chain.leaf.public_key_info = credential_key_info.to_vec();
        chain.leaf.extensions = vec![
            Extension::signing_usage(),
            Extension::key_description(description),
        ];
        chain
    }

    /// The certificate of Google's attestation service, for android-safetynet.
    #[must_use]
    pub fn safetynet(&self, algorithm: Algorithm) -> AttestationChain {
        self.host(SAFETYNET_HOST, algorithm)
    }

    /// The certificate of whoever signs BLOBs under this DNS name.
    #[must_use]
    pub fn metadata_signer(&self, dns_name: &str, algorithm: Algorithm) -> AttestationChain {
        self.host(dns_name, algorithm)
    }

    fn host(&self, dns_name: &str, algorithm: Algorithm) -> AttestationChain {
        let mut chain = self.signing_leaf(dns_name, algorithm);
        chain.leaf.subject.remove(Attribute::OrganizationalUnit);
        chain.leaf.put(Extension::dns_names(&[dns_name]));
        chain
    }

    /// A leaf whose key comes from the seed and the name.
    fn signing_leaf(&self, common_name: &str, algorithm: Algorithm) -> AttestationChain {
        let key = match algorithm.key(&self.seed, common_name) {
            SigningKey::Rsa(_) => SigningKey::rsa(RsaFile::WebauthnAttestation),
            key => key,
        };
        let name = Name::new(&[
            (Attribute::Country, "CH"),
            (Attribute::Organization, "Touchstone Simulator"),
            (Attribute::OrganizationalUnit, ORGANIZATIONAL_UNIT),
            (Attribute::CommonName, common_name),
        ]);
        let mut leaf = CertificateProfile::new(name, key.public_key_info());
        leaf.extensions = vec![
            Extension::basic_constraints(false, None),
            Extension::authority_key_identifier(self.issuer().key()),
            Extension::signing_usage(),
        ];
        AttestationChain::new(self, leaf, key, algorithm)
    }
}
