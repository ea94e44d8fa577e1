//! How is a receipt wrapped? PKCS#7 SignedData in BER as Apple writes it: indefinite lengths, content in
//! chunks of 1,000 bytes, no signed attributes (RFC 2315 9; spec/mobile.md 4.4).

use super::ca::Authority;
use crate::der;
use crate::key::Hash;

const CHUNK_BYTES: usize = 1_000;
const SIGNED_DATA: &[u32] = &[1, 2, 840, 113_549, 1, 7, 2];
const DATA: &[u32] = &[1, 2, 840, 113_549, 1, 7, 1];
const SHA256: &[u32] = &[2, 16, 840, 1, 101, 3, 4, 2, 1];

/// A message before it is encoded.
pub(super) struct SignedData {
    pub(super) content: Vec<u8>,
    /// DER, in the order sent.
    pub(super) certificates: Vec<Vec<u8>>,
    /// Encoded by [`signer_info`].
    pub(super) signer_infos: Vec<Vec<u8>>,
}

impl SignedData {
    pub(super) fn encode(&self) -> Vec<u8> {
        let chunks: Vec<u8> = self
            .content
            .chunks(CHUNK_BYTES)
            .flat_map(der::octet_string)
            .collect();
        let octets = der::indefinite(der::OCTET_STRING_CHUNKS, &chunks);
        let content = [
            der::object_identifier(DATA),
            der::indefinite(der::context_tag(0), &octets),
        ]
        .concat();
        let signed_data = [
            der::integer(&[1]),
            der::set(&[&digest_algorithm()]),
            der::indefinite(der::SEQUENCE, &content),
            der::indefinite(der::context_tag(0), &self.certificates.concat()),
            der::tlv(der::SET, &self.signer_infos.concat()),
        ]
        .concat();
        let inner = der::indefinite(der::SEQUENCE, &signed_data);
        let outer = [
            der::object_identifier(SIGNED_DATA),
            der::indefinite(der::context_tag(0), &inner),
        ]
        .concat();
        der::indefinite(der::SEQUENCE, &outer)
    }
}

/// The entry of one signer, named by issuer and serial.
pub(super) fn signer_info(signer: &Authority, signature: &[u8]) -> Vec<u8> {
    let certificate = &signer.template;
    der::sequence(&[
        &der::integer(&[1]),
        &der::sequence(&[&certificate.issuer, &der::integer(&certificate.serial)]),
        &digest_algorithm(),
        &Hash::Sha256.ecdsa_algorithm(),
        &der::octet_string(signature),
    ])
}

fn digest_algorithm() -> Vec<u8> {
    der::sequence(&[&der::object_identifier(SHA256), &der::NULL])
}
