//! Mints TPM statements for tests, right or wrong in one place.

use rcgen::{
    CertificateParams, CustomExtension, DistinguishedName, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    SigningKey,
};
use touchstone_evidence::digest::Hash;

use crate::android_der::{element, sequence, set};
use crate::minted::{Authority, authority_params, p256, params};
use crate::webauthn_minted::{AAGUID, Credential, bytes, int, map, text, x5c};

pub const AAGUID_EXTENSION: &[u64] = &[1, 3, 6, 1, 4, 1, 45_724, 1, 1, 4];
const SUBJECT_ALT_NAME: &[u64] = &[2, 5, 29, 17];

pub fn sized(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap().to_be_bytes();
    [&length, bytes].concat()
}

fn words(values: &[u16]) -> Vec<u8> {
    values
        .iter()
        .flat_map(|value| value.to_be_bytes())
        .collect()
}

/// The public area of a point on curve number 3, its name made with SHA-256.
pub fn ecc_area(name_algorithm: u16, x: &[u8], y: &[u8]) -> Vec<u8> {
    let parts = [
        words(&[0x23, name_algorithm]),
        vec![0, 6, 4, 0x72],
        sized(&[9; 32]),
        words(&[0x10, 0x10, 3, 0x10]),
        sized(x),
        sized(y),
    ];
    parts.concat()
}

/// The public area of an RSA key.
pub fn rsa_area(modulus: &[u8], exponent: u32) -> Vec<u8> {
    let parts = [
        words(&[1, 0x0b]),
        vec![0, 6, 4, 0x72],
        sized(&[]),
        words(&[0x10, 0x10, 2_048]),
        exponent.to_be_bytes().to_vec(),
        sized(modulus),
    ];
    parts.concat()
}

/// A subject alternative name with one directoryName that holds these attributes of 2.23.133.2.
pub fn device_name(attributes: &[(u8, &str)]) -> Vec<u8> {
    let attributes = attributes.iter().map(|(kind, value)| {
        let kind = element(&[6], &[0x67, 0x81, 5, 2, *kind]);
        let value = element(&[0x0c], value.as_bytes());
        set(&[sequence(&[kind, value])])
    });
    let name = sequence(&attributes.collect::<Vec<_>>());
    sequence(&[element(&[0xa4], &name)])
}

pub fn with_extension(
    mut params: CertificateParams,
    name: &[u64],
    critical: bool,
    value: Vec<u8>,
) -> CertificateParams {
    let mut extension = CustomExtension::from_oid_content(name, value);
    extension.set_criticality(critical);
    params.custom_extensions.push(extension);
    params
}

/// An attestation key's certificate without the names of a TPM.
pub fn nameless_aik() -> CertificateParams {
    let mut aik = params("replaced");
    aik.distinguished_name = DistinguishedName::new();
    aik.is_ca = IsCa::ExplicitNoCa;
    aik.extended_key_usages = vec![ExtendedKeyUsagePurpose::Other(vec![2, 23, 133, 8, 3])];
    aik
}

pub fn named_aik(alternative_name: Vec<u8>) -> CertificateParams {
    with_extension(nameless_aik(), SUBJECT_ALT_NAME, true, alternative_name)
}

pub const DEVICE: [(u8, &str); 3] = [(1, "id:4E544300"), (2, "NPCT75x"), (3, "id:13")];

/// A right certificate of an attestation key, the AAGUID in it.
pub fn aik() -> CertificateParams {
    let value = element(&[4], &AAGUID);
    with_extension(
        named_aik(device_name(&DEVICE)),
        AAGUID_EXTENSION,
        false,
        value,
    )
}

/// A TPM statement, and what of it may be wrong.
pub struct Tpm {
    pub credential: Credential,
    pub root: Authority,
    pub aik_key: KeyPair,
    pub aik: CertificateParams,
    pub version: &'static str,
    pub algorithm: i64,
    pub pub_area: Vec<u8>,
    pub magic: u32,
    pub kind: u16,
    pub extra_data: Vec<u8>,
    pub name: Vec<u8>,
    pub behind_cert_info: Vec<u8>,
    pub signed: Option<Vec<u8>>,
    pub first_in_chain: bool,
    pub patch_aik: fn(Vec<u8>) -> Vec<u8>,
}

impl Tpm {
    pub fn new() -> Self {
        let credential = Credential::new();
        let (x, y) = credential.point()[1..].split_at(32);
        Self::with_area(ecc_area(0x0b, x, y), credential)
    }

    /// With a name made of this area by SHA-256.
    pub fn with_area(pub_area: Vec<u8>, credential: Credential) -> Self {
        Self {
            root: Authority::root_with(authority_params("root"), p256()),
            aik_key: p256(),
            aik: aik(),
            version: "2.0",
            algorithm: -7,
            magic: 0xff54_4347,
            kind: 0x8017,
            extra_data: Hash::Sha256.of(&[&credential.signed()]).as_ref().to_vec(),
            name: name(0x0b, Hash::Sha256, &pub_area),
            behind_cert_info: Vec::new(),
            signed: None,
            first_in_chain: true,
            patch_aik: |der| der,
            pub_area,
            credential,
        }
    }

    pub fn cert_info(&self) -> Vec<u8> {
        let parts = [
            self.magic.to_be_bytes().to_vec(),
            self.kind.to_be_bytes().to_vec(),
            sized(&[1; 34]),
            sized(&self.extra_data),
            vec![3; 25],
            sized(&self.name),
            sized(&[5; 34]),
            self.behind_cert_info.clone(),
        ];
        parts.concat()
    }

    /// The members of the statement.
    pub fn members(&self) -> Vec<(&'static str, Vec<u8>)> {
        let cert_info = self.cert_info();
        let signed = self.signed.as_ref().unwrap_or(&cert_info);
        let aik = (self.patch_aik)(self.root.issue(&self.aik, &self.aik_key));
        let mut chain = vec![aik, self.root.der.clone()];
        if !self.first_in_chain {
            chain.reverse();
        }
        vec![
            ("ver", text(self.version)),
            ("alg", int(self.algorithm)),
            ("x5c", x5c(&chain)),
            ("sig", bytes(&self.aik_key.sign(signed).unwrap())),
            ("certInfo", bytes(&cert_info)),
            ("pubArea", bytes(&self.pub_area)),
        ]
    }

    pub fn object(&self) -> Vec<u8> {
        self.credential.object("tpm", &map(&self.members()))
    }
}

/// A name: the number of the hash, and the hash over the area.
pub fn name(number: u16, hash: Hash, area: &[u8]) -> Vec<u8> {
    [&number.to_be_bytes(), hash.of(&[area]).as_ref()].concat()
}
