//! What does a BLOB look like (FIDO MDS 3.1.7)? A JWS over number, date and entries.

use data_encoding::BASE64;
use serde_json::{Value, json};

use super::flaw::BlobFlaw;
use crate::jose::{base64url, jws};
use crate::json::Json;
use crate::webauthn::ca::{AttestationChain, CertificateFlaw, Extension, extension};
use crate::webauthn::jws::{algorithm_name, signature};
use crate::webauthn::statement::stranger_key;

/// How the signer's certificates are given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlobCertificates {
    /// In the header.
    X5c,
    /// At this URL.
    X5u(String),
}

/// A BLOB before it is signed. Clone it to change it.
#[derive(Clone, Debug)]
pub struct MetadataBlob {
    /// Its number.
    pub number: u64,
    /// `YYYY-MM-DD`, or any text.
    pub next_update: String,
    /// JSON of any shape.
    pub entries: Vec<Value>,
    /// Who signs.
    pub signer: AttestationChain,
    /// How the certificates are given.
    pub certificates: BlobCertificates,
    flaw: Option<BlobFlaw>,
}

impl MetadataBlob {
    /// A BLOB without entries.
    #[must_use]
    pub fn new(signer: AttestationChain, number: u64, next_update: &str) -> Self {
        Self {
            number,
            next_update: next_update.to_owned(),
            entries: Vec::new(),
            signer,
            certificates: BlobCertificates::X5c,
            flaw: None,
        }
    }

    /// The same with a further entry.
    #[must_use]
    pub fn with(mut self, entry: Value) -> Self {
        self.entries.push(entry);
        self
    }

    /// The BLOB with one flaw at `now_ms` (unix milliseconds).
    #[must_use]
    pub fn flawed(&self, flaw: BlobFlaw, now_ms: i64) -> Self {
        let mut blob = self.clone();
        let certificate_flaw = match flaw {
            BlobFlaw::RootOther => Some(CertificateFlaw::RootOther),
            BlobFlaw::IntermediateMissing => Some(CertificateFlaw::LeafAlone),
            BlobFlaw::SignerIssuedByStranger => Some(CertificateFlaw::LeafSignedByStranger),
            BlobFlaw::IntermediateNotCa => Some(CertificateFlaw::IntermediateNotCa),
            BlobFlaw::SignerExpired => Some(CertificateFlaw::LeafExpired),
            BlobFlaw::IntermediateExpired => Some(CertificateFlaw::IntermediateExpired),
            _ => None,
        };
        if let Some(flaw) = certificate_flaw {
            blob.signer = blob.signer.flawed(flaw, now_ms);
        }
        let leaf = &mut blob.signer.leaf;
        match flaw {
            BlobFlaw::SignerNameOther => leaf.put(Extension::dns_names(&["other.example"])),
            BlobFlaw::SignerNameMissing => leaf.remove(extension::SUBJECT_ALTERNATIVE_NAME),
            _ => {}
        }
        blob.flaw = Some(flaw);
        blob
    }

    /// The payload, JSON.
    #[must_use]
    pub fn payload(&self) -> Value {
        let mut payload = json!({
            "legalHeader": "Simulated; nobody's metadata.",
            "no": self.number,
            "nextUpdate": self.next_update,
            "entries": self.entries,
        });
        let Some(members) = payload.as_object_mut() else {
            return payload;
        };
        match self.flaw {
            Some(BlobFlaw::NumberMissing) => drop(members.remove("no")),
            Some(BlobFlaw::NumberAsText) => {
                members.insert("no".to_owned(), json!(self.number.to_string()));
            }
            Some(BlobFlaw::NextUpdateMissing) => drop(members.remove("nextUpdate")),
            Some(BlobFlaw::NextUpdateNoDate) => {
                members.insert("nextUpdate".to_owned(), json!("next month"));
            }
            Some(BlobFlaw::EntriesMissing) => drop(members.remove("entries")),
            Some(BlobFlaw::EntriesAsObject) => {
                members.insert("entries".to_owned(), json!({}));
            }
            _ => {}
        }
        payload
    }

    /// The signer's certificates in PEM, as they are found at an `x5u`.
    #[must_use]
    pub fn certificates_pem(&self) -> String {
        let certificates = self.signer.x5c();
        let pem = |der: &Vec<u8>| crate::certificate::pem(der);
        certificates.iter().map(pem).collect()
    }

    /// The compact JWS.
    #[must_use]
    pub fn compact(&self) -> String {
        let header = match self.flaw {
            Some(BlobFlaw::HeaderNotJson) => "a header".to_owned(),
            _ => self.header().to_string(),
        };
        let payload = match self.flaw {
            Some(BlobFlaw::PayloadNotJson) => "entries".to_owned(),
            _ => self.payload().to_string(),
        };
        let compact = jws(&header, payload.as_bytes(), |input| self.sign(input));
        self.spoil_parts(compact)
    }

    fn header(&self) -> Json {
        let algorithm = match self.flaw {
            Some(BlobFlaw::AlgorithmNone) => "none",
            Some(BlobFlaw::AlgorithmHs256) => "HS256",
            _ => algorithm_name(self.signer.algorithm()),
        };
        let mut header = vec![("typ".to_owned(), Json::text("JWT"))];
        if self.flaw != Some(BlobFlaw::AlgorithmMissing) {
            header.push(("alg".to_owned(), Json::text(algorithm)));
        }
        match (&self.certificates, self.flaw) {
            (_, Some(BlobFlaw::CertificatesMissing)) => {}
            (_, Some(BlobFlaw::CertificatesEmpty)) => {
                header.push(("x5c".to_owned(), Json::texts(&[])));
            }
            (BlobCertificates::X5c, _) => {
                let certificates = self.signer.x5c();
                let texts = certificates.iter().map(|der| BASE64.encode(der));
                let texts: Vec<String> = texts.collect();
                header.push(("x5c".to_owned(), Json::texts(&texts)));
            }
            (BlobCertificates::X5u(url), _) => header.push(("x5u".to_owned(), Json::text(url))),
        }
        Json::Object(crate::json::Members(header))
    }

    fn sign(&self, input: &[u8]) -> Vec<u8> {
        let algorithm = self.signer.algorithm();
        let mut made = match self.flaw {
            Some(BlobFlaw::SignedByStranger) => {
                signature(algorithm, &stranger_key(algorithm), input)
            }
            _ => signature(algorithm, self.signer.key(), input),
        };
        if self.flaw == Some(BlobFlaw::SignatureFlipped)
            && let Some(last) = made.last_mut()
        {
            *last ^= 1;
        }
        made
    }

    fn spoil_parts(&self, compact: String) -> String {
        let mut parts: Vec<String> = compact.split('.').map(str::to_owned).collect();
        let other = || {
            let mut other = self.clone();
            other.number = other.number.saturating_add(1);
            base64url(other.payload().to_string().as_bytes())
        };
        match (self.flaw, parts.as_mut_slice()) {
            (Some(BlobFlaw::TwoParts), _) => parts.truncate(2),
            (Some(BlobFlaw::FourParts), _) => parts.push("AA".to_owned()),
            (Some(BlobFlaw::HeaderNotBase64), [header, ..]) => header.push('!'),
            (Some(BlobFlaw::PayloadChanged), [_, payload, _]) => *payload = other(),
            _ => return compact,
        }
        parts.join(".")
    }
}
