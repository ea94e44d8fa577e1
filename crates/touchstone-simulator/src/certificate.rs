//! What does a certificate look like? X.509, written field by field (RFC 5280 4.1), version 3 unless asked.

use crate::der;
use crate::key::{Hash, SigningKey, sha256};

const SUBJECT_KEY_IDENTIFIER: &[u32] = &[2, 5, 29, 14];
const KEY_USAGE: &[u32] = &[2, 5, 29, 15];
const SUBJECT_ALTERNATIVE_NAME: &[u32] = &[2, 5, 29, 17];
const BASIC_CONSTRAINTS: &[u32] = &[2, 5, 29, 19];
const AUTHORITY_KEY_IDENTIFIER: &[u32] = &[2, 5, 29, 35];
/// `dNSName` in `GeneralName`.
const DNS_NAME_TAG: u8 = 0x82;
const ORGANIZATION: &str = "Touchstone Simulator";
const ORGANIZATIONAL_UNIT: &str = "Simulated Certification";

/// A part of a distinguished name (X.520 6.2 to 6.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// CN.
    CommonName,
    /// A number that tells holders of one name apart.
    SerialNumber,
    /// C, written as PrintableString.
    Country,
    /// O.
    Organization,
    /// OU.
    OrganizationalUnit,
    /// What the holder is.
    Title,
}

impl Attribute {
    fn arcs(self) -> [u32; 4] {
        let last = match self {
            Self::CommonName => 3,
            Self::SerialNumber => 5,
            Self::Country => 6,
            Self::Organization => 10,
            Self::OrganizationalUnit => 11,
            Self::Title => 12,
        };
        [2, 5, 4, last]
    }
}

/// A certificate before it is signed. The bytes of names, key and extensions are DER.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Certificate {
    /// Unsigned, big-endian.
    pub(crate) serial: Vec<u8>,
    pub(crate) issuer: Vec<u8>,
    pub(crate) subject: Vec<u8>,
    pub(crate) not_before_ms: i64,
    pub(crate) not_after_ms: i64,
    /// `SubjectPublicKeyInfo`.
    pub(crate) public_key_info: Vec<u8>,
    pub(crate) extensions: Vec<Vec<u8>>,
}

impl Certificate {
    /// The signed certificate, DER.
    pub(crate) fn signed_by(&self, key: &SigningKey, hash: Hash) -> Vec<u8> {
        let algorithm = key.signature_algorithm(hash);
        self.signed_with(&algorithm, |message| key.sign(hash, message))
    }

    /// The certificate with what `sign` makes of it, under the name of `algorithm` (DER).
    pub(crate) fn signed_with(&self, algorithm: &[u8], sign: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
        self.signed_in_version(3, algorithm, sign)
    }

    /// The same in another version, as people count them; what makes no sense in it is written all the same.
    pub(crate) fn signed_in_version(
        &self,
        version: u8,
        algorithm: &[u8],
        sign: impl Fn(&[u8]) -> Vec<u8>,
    ) -> Vec<u8> {
        let version = match version {
            0 | 1 => Vec::new(),
            later => der::tlv(der::context_tag(0), &der::integer(&[later - 1])),
        };
        let extensions = match self.extensions.concat() {
            none if none.is_empty() => none,
            some => der::tlv(der::context_tag(3), &der::sequence(&[&some])),
        };
        let to_be_signed = der::sequence(&[
            &version,
            &der::integer(&self.serial),
            algorithm,
            &self.issuer,
            &der::sequence(&[
                &der::time(self.not_before_ms),
                &der::time(self.not_after_ms),
            ]),
            &self.subject,
            &self.public_key_info,
            &extensions,
        ]);
        let signature = der::bit_string(0, &sign(&to_be_signed));
        der::sequence(&[&to_be_signed, algorithm, &signature])
    }
}

/// The distinguished name of something simulated.
pub(crate) fn name(common_name: &str) -> Vec<u8> {
    distinguished_name(&[
        (Attribute::CommonName, common_name),
        (Attribute::OrganizationalUnit, ORGANIZATIONAL_UNIT),
        (Attribute::Organization, ORGANIZATION),
    ])
}

/// A distinguished name of one attribute each, in the order given.
pub(crate) fn distinguished_name(attributes: &[(Attribute, &str)]) -> Vec<u8> {
    let part = |(attribute, text): &(Attribute, &str)| {
        let value = match attribute {
            Attribute::Country => der::printable_string(text),
            _ => der::utf8_string(text),
        };
        let identifier = der::object_identifier(&attribute.arcs());
        der::set(&[&der::sequence(&[&identifier, &value])])
    };
    let parts: Vec<u8> = attributes.iter().flat_map(part).collect();
    der::sequence(&[&parts])
}

/// An extension that may be ignored; `value` is the DER inside its OCTET STRING.
pub(crate) fn extension(arcs: &[u32], value: &[u8]) -> Vec<u8> {
    der::sequence(&[&der::object_identifier(arcs), &der::octet_string(value)])
}

/// An extension that a reader must understand.
pub(crate) fn critical_extension(arcs: &[u32], value: &[u8]) -> Vec<u8> {
    let id = der::object_identifier(arcs);
    der::sequence(&[&id, &der::boolean(true), &der::octet_string(value)])
}

/// Basic constraints of an authority.
pub(crate) fn authority_constraints() -> Vec<u8> {
    critical_extension(BASIC_CONSTRAINTS, &der::sequence(&[&der::boolean(true)]))
}

/// Basic constraints of an end entity.
pub(crate) fn end_entity_constraints() -> Vec<u8> {
    critical_extension(BASIC_CONSTRAINTS, &der::sequence(&[]))
}

/// Key usage `keyCertSign` and `cRLSign`.
pub(crate) fn authority_usage() -> Vec<u8> {
    critical_extension(KEY_USAGE, &der::bit_string(1, &[0x06]))
}

/// Key usage `digitalSignature`.
pub(crate) fn signing_usage() -> Vec<u8> {
    critical_extension(KEY_USAGE, &der::bit_string(7, &[0x80]))
}

/// The one DNS name of an end entity.
pub(crate) fn dns_name(name: &str) -> Vec<u8> {
    let name = der::tlv(DNS_NAME_TAG, name.as_bytes());
    extension(SUBJECT_ALTERNATIVE_NAME, &der::sequence(&[&name]))
}

/// Subject key identifier of a key.
pub(crate) fn subject_key_identifier(key: &SigningKey) -> Vec<u8> {
    extension(
        SUBJECT_KEY_IDENTIFIER,
        &der::octet_string(&key_identifier(key)),
    )
}

/// Authority key identifier that points to the issuer's key.
pub(crate) fn authority_key_identifier(issuer: &SigningKey) -> Vec<u8> {
    let identifier = der::tlv(0x80, &key_identifier(issuer));
    extension(AUTHORITY_KEY_IDENTIFIER, &der::sequence(&[&identifier]))
}

/// The leftmost 160 bits of SHA-256 over the public key (RFC 7093 2).
pub(crate) fn key_identifier(key: &SigningKey) -> Vec<u8> {
    sha256(&key.subject_public_key())
        .into_iter()
        .take(20)
        .collect()
}

/// The certificate as PEM.
pub(crate) fn pem(certificate: &[u8]) -> String {
    crate::pem::pem("CERTIFICATE", certificate)
}
