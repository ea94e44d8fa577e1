//! What does the metadata service know of a model (FIDO MDS 3.1.1, FIDO Metadata Statement 4)?

use data_encoding::{BASE64, HEXLOWER};
use serde_json::{Value, json};

use super::report::StatusReport;
use crate::webauthn::Algorithm;

/// An entry of a BLOB, or a statement of its own.
#[derive(Clone, Debug)]
pub struct MetadataEntry {
    /// The model; `None` for one of U2F.
    pub aaguid: Option<[u8; 16]>,
    /// SHA-1 of the public key bits of U2F's batch certificates.
    pub key_ids: Vec<[u8; 20]>,
    /// What people read.
    pub description: String,
    /// `basic_full`, `basic_surrogate`, `attca`, `anonca`, or any text.
    pub attestation_types: Vec<String>,
    /// The names of [`algorithm_name`], or any text.
    pub algorithms: Vec<String>,
    /// DER.
    pub roots: Vec<Vec<u8>>,
    /// In the order in which they are written.
    pub status_reports: Vec<StatusReport>,
    /// Integers of 64 bits in `authenticatorGetInfo`.
    pub vendor_prototype_config_commands: Vec<u64>,
    /// Whether white space stands inside the certificates, as in some published entries.
    pub spaced_certificates: bool,
    /// A data URL.
    pub icon: Option<String>,
    /// More members of the statement, or others in place of those above.
    pub more: Vec<(String, Value)>,
}

impl MetadataEntry {
    /// A certified model whose full and surrogate attestations with ES256 lead to this root (DER).
    #[must_use]
    pub fn new(aaguid: [u8; 16], description: &str, root: &[u8]) -> Self {
        Self {
            aaguid: Some(aaguid),
            key_ids: Vec::new(),
            description: description.to_owned(),
            attestation_types: ["basic_full", "basic_surrogate"].map(str::to_owned).into(),
            algorithms: vec![algorithm_name(Algorithm::Es256).to_owned()],
            roots: vec![root.to_vec()],
            status_reports: vec![StatusReport::since("FIDO_CERTIFIED_L1", "2020-01-01")],
            vendor_prototype_config_commands: Vec::new(),
            spaced_certificates: false,
            icon: None,
            more: Vec::new(),
        }
    }

    /// A U2F model that is known by the keys of its batch certificates.
    #[must_use]
    pub fn u2f(key_ids: &[[u8; 20]], description: &str, root: &[u8]) -> Self {
        Self {
            aaguid: None,
            key_ids: key_ids.to_vec(),
            attestation_types: vec!["basic_full".to_owned()],
            ..Self::new([0; 16], description, root)
        }
    }

    /// The same with other attestation types.
    #[must_use]
    pub fn with_types(self, types: &[&str]) -> Self {
        let attestation_types = types.iter().map(|name| (*name).to_owned()).collect();
        Self {
            attestation_types,
            ..self
        }
    }

    /// The same with the names of these algorithms.
    #[must_use]
    pub fn with_algorithms(self, algorithms: &[Algorithm]) -> Self {
        let name = |algorithm: &Algorithm| algorithm_name(*algorithm).to_owned();
        Self {
            algorithms: algorithms.iter().map(name).collect(),
            ..self
        }
    }

    /// The same with a further report.
    #[must_use]
    pub fn with_report(mut self, report: StatusReport) -> Self {
        self.status_reports.push(report);
        self
    }

    /// The metadata statement alone, JSON.
    #[must_use]
    pub fn statement(&self) -> Value {
        let family = if self.aaguid.is_some() {
            "fido2"
        } else {
            "u2f"
        };
        let roots = self.roots.iter().map(|der| self.certificate(der));
        let mut statement = json!({
            "legalHeader": "Simulated; nobody's metadata.",
            "description": self.description,
            "authenticatorVersion": 2,
            "protocolFamily": family,
            "schema": 3,
            "upv": [{"major": 1, "minor": 0}],
            "authenticationAlgorithms": self.algorithms,
            "publicKeyAlgAndEncodings": ["cose"],
            "attestationTypes": self.attestation_types,
            "userVerificationDetails": [[{"userVerificationMethod": "passcode_external"}]],
            "keyProtection": ["hardware", "secure_element"],
            "matcherProtection": ["on_chip"],
            "cryptoStrength": 128,
            "attachmentHint": ["external", "wired"],
            "tcDisplay": [],
            "attestationRootCertificates": roots.collect::<Vec<String>>(),
        });
        if let Some(aaguid) = &self.aaguid {
            put(&mut statement, "aaguid", json!(aaguid_text(aaguid)));
            put(
                &mut statement,
                "authenticatorGetInfo",
                self.get_info(aaguid),
            );
        }
        if !self.key_ids.is_empty() {
            let name = "attestationCertificateKeyIdentifiers";
            put(&mut statement, name, self.key_id_texts());
        }
        if let Some(icon) = &self.icon {
            put(&mut statement, "icon", json!(icon));
        }
        for (name, value) in &self.more {
            put(&mut statement, name, value.clone());
        }
        statement
    }

    /// The entry of a BLOB, JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        let reports = self.status_reports.iter().map(StatusReport::json);
        let mut entry = json!({
            "metadataStatement": self.statement(),
            "statusReports": reports.collect::<Vec<Value>>(),
            "timeOfLastStatusChange": "2020-01-01",
        });
        if let Some(aaguid) = &self.aaguid {
            put(&mut entry, "aaguid", json!(aaguid_text(aaguid)));
        }
        if !self.key_ids.is_empty() {
            let name = "attestationCertificateKeyIdentifiers";
            put(&mut entry, name, self.key_id_texts());
        }
        entry
    }

    fn key_id_texts(&self) -> Value {
        let texts = self.key_ids.iter().map(|id| HEXLOWER.encode(id));
        json!(texts.collect::<Vec<String>>())
    }

    fn get_info(&self, aaguid: &[u8; 16]) -> Value {
        let mut info = json!({
            "versions": ["FIDO_2_0", "FIDO_2_1"],
            "extensions": ["hmac-secret", "credProtect"],
            "aaguid": HEXLOWER.encode(aaguid),
            "options": {"plat": false, "rk": true, "clientPin": true, "up": true},
            "maxMsgSize": 1200,
        });
        if !self.vendor_prototype_config_commands.is_empty() {
            let commands = json!(self.vendor_prototype_config_commands);
            put(&mut info, "vendorPrototypeConfigCommands", commands);
        }
        info
    }

    fn certificate(&self, der: &[u8]) -> String {
        let text = BASE64.encode(der);
        if !self.spaced_certificates {
            return text;
        }
        let mut spaced = String::from("\n");
        for (position, character) in text.chars().enumerate() {
            if position > 0 && position.is_multiple_of(64) {
                spaced.push_str("\r\n ");
            }
            spaced.push(character);
        }
        spaced
    }
}

/// The name of an algorithm in metadata (FIDO Registry 3.6.1); ML-DSA has none.
#[must_use]
pub fn algorithm_name(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Es256 => "secp256r1_ecdsa_sha256_raw",
        Algorithm::Es384 => "secp384r1_ecdsa_sha384_raw",
        Algorithm::Es512 => "secp521r1_ecdsa_sha512_raw",
        Algorithm::Es256k => "secp256k1_ecdsa_sha256_raw",
        Algorithm::EdDsa => "ed25519_eddsa_sha512_raw",
        Algorithm::Ed448 => "ed448_eddsa_sha512_raw",
        Algorithm::Rs256 => "rsassa_pkcsv15_sha256_raw",
        Algorithm::Rs384 => "rsassa_pkcsv15_sha384_raw",
        Algorithm::Rs512 => "rsassa_pkcsv15_sha512_raw",
        Algorithm::Rs1 => "rsassa_pkcsv15_sha1_raw",
        Algorithm::Ps256 => "rsassa_pss_sha256_raw",
        Algorithm::Ps384 => "rsassa_pss_sha384_raw",
        Algorithm::Ps512 => "rsassa_pss_sha512_raw",
        Algorithm::MlDsa44 | Algorithm::MlDsa65 | Algorithm::MlDsa87 => "unnamed",
    }
}

/// An AAGUID as UUID text.
#[must_use]
pub fn aaguid_text(aaguid: &[u8; 16]) -> String {
    let hex = HEXLOWER.encode(aaguid);
    let mut text = String::new();
    for (position, character) in hex.chars().enumerate() {
        if matches!(position, 8 | 12 | 16 | 20) {
            text.push('-');
        }
        text.push(character);
    }
    text
}

/// The entry of a model of UAF, which only has an AAID.
#[must_use]
pub fn uaf_entry(aaid: &str) -> Value {
    json!({
        "aaid": aaid,
        "metadataStatement": {"aaid": aaid, "protocolFamily": "uaf", "description": "A UAF model"},
        "statusReports": [{"status": "NOT_FIDO_CERTIFIED"}],
        "timeOfLastStatusChange": "2020-01-01",
    })
}

/// Entries that no reader can make sense of, each for another reason.
#[must_use]
pub fn corrupt_entries() -> Vec<Value> {
    let good = MetadataEntry::new([0xc0; 16], "A corrupt entry", &[]).json();
    let changed = |pointer: &str, value: Value| {
        let mut entry = good.clone();
        if let Some(place) = entry.pointer_mut(pointer) {
            *place = value;
        }
        entry
    };
    vec![
        json!("an entry"),
        json!(null),
        changed("/aaguid", json!("not a UUID")),
        changed("/aaguid", json!(7)),
        changed("/statusReports", json!("none")),
        changed("/metadataStatement", json!(["a statement"])),
        changed("/metadataStatement/attestationRootCertificates", json!([7])),
    ]
}

fn put(object: &mut Value, name: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(name.to_owned(), value);
    }
}
