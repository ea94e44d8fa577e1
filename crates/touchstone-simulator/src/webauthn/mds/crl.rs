//! What does a CRL look like (RFC 5280 5)? Version 2, every part of which can be changed.

use crate::der;
use crate::webauthn::ca::{Authority, CertificateSignature, Extension, Name};

const CRL_NUMBER: &[u32] = &[2, 5, 29, 20];
const REASON_CODE: &[u32] = &[2, 5, 29, 21];

/// A certificate that is revoked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revoked {
    /// Its serial, unsigned and big-endian.
    pub serial: Vec<u8>,
    /// Since when (unix milliseconds).
    pub since_ms: i64,
    /// `CRLReason`; `None` leaves it out.
    pub reason: Option<u8>,
}

/// A CRL before it is signed. Clone it to change it.
#[derive(Clone, Debug)]
pub struct Crl {
    /// Who signs.
    pub issuer: Authority,
    /// Another name than that of the issuer.
    pub issuer_name: Option<Name>,
    /// Unix milliseconds.
    pub this_update_ms: i64,
    /// Unix milliseconds; `None` leaves it out.
    pub next_update_ms: Option<i64>,
    /// In the order in which they are written.
    pub revoked: Vec<Revoked>,
    /// The CRL's number; `None` leaves it out.
    pub number: Option<u64>,
    /// Further extensions of the CRL.
    pub extensions: Vec<Extension>,
    /// How the issuer signs.
    pub signature: CertificateSignature,
    /// Flips a bit of the signature.
    pub signature_flipped: bool,
}

impl Crl {
    /// A CRL of this issuer, current from one moment to the other (unix milliseconds), that revokes the
    /// certificates with these serials.
    #[must_use]
    pub fn new(issuer: &Authority, from_ms: i64, to_ms: i64, serials: &[&[u8]]) -> Self {
        let revoked = |serial: &&[u8]| Revoked {
            serial: serial.to_vec(),
            since_ms: from_ms,
            reason: Some(1),
        };
        Self {
            issuer: issuer.clone(),
            issuer_name: None,
            this_update_ms: from_ms,
            next_update_ms: Some(to_ms),
            revoked: serials.iter().map(revoked).collect(),
            number: Some(1),
            extensions: Vec::new(),
            signature: CertificateSignature::Sha256,
            signature_flipped: false,
        }
    }

    /// The CRL, DER.
    #[must_use]
    pub fn der(&self) -> Vec<u8> {
        let algorithm = self.issuer.signature_algorithm(self.signature);
        let to_be_signed = self.to_be_signed(&algorithm);
        let mut signature = self.issuer.sign_bytes(self.signature, &to_be_signed);
        if self.signature_flipped
            && let Some(last) = signature.last_mut()
        {
            *last ^= 1;
        }
        der::sequence(&[&to_be_signed, &algorithm, &der::bit_string(0, &signature)])
    }

    fn to_be_signed(&self, algorithm: &[u8]) -> Vec<u8> {
        let name = self.issuer_name.as_ref();
        let next_update = self.next_update_ms.map_or_else(Vec::new, der::time);
        let revoked: Vec<u8> = self.revoked.iter().flat_map(Revoked::encode).collect();
        let revoked = match revoked.is_empty() {
            true => revoked,
            false => der::sequence(&[&revoked]),
        };
        der::sequence(&[
            &der::integer(&[1]),
            algorithm,
            &name.unwrap_or_else(|| self.issuer.name()).encode(),
            &der::time(self.this_update_ms),
            &next_update,
            &revoked,
            &self.encoded_extensions(),
        ])
    }

    fn encoded_extensions(&self) -> Vec<u8> {
        let number = self.number.map(der::unsigned);
        let number = number.map(|number| Extension::new(CRL_NUMBER, &number));
        let all = number.iter().chain(&self.extensions);
        let encoded: Vec<u8> = all.flat_map(Extension::encode).collect();
        match encoded.is_empty() {
            true => encoded,
            false => der::context(0, &der::sequence(&[&encoded])),
        }
    }
}

impl Revoked {
    fn encode(&self) -> Vec<u8> {
        let reason = self.reason.map_or_else(Vec::new, |reason| {
            let reason = Extension::new(REASON_CODE, &der::enumerated(reason));
            der::sequence(&[&reason.encode()])
        });
        der::sequence(&[
            &der::integer(&self.serial),
            &der::time(self.since_ms),
            &reason,
        ])
    }
}
