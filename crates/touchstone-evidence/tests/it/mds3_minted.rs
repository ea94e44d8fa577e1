//! Minted BLOBs: every reason for which one is refused, and what a payload may hold.

use data_encoding::{BASE64, BASE64URL_NOPAD};
use rcgen::{CertificateParams, KeyPair, PKCS_ED25519, SigningKey};
use serde_json::{Value, json};
use touchstone_evidence::mds3::{Accepted, Blob, CHECKS, Certificates, Error, Source, reread};
use touchstone_evidence::x509::{Anchors, Crls, Revocation};

use crate::huawei::leaf_params;
use crate::minted::{Authority, authority_params, now};

pub const URL: &str = "https://mds.example/blob";
pub const SIGNER: &str = "mds.example";

/// A BLOB, and what of it may be wrong.
pub struct Minted {
    pub root: Authority,
    pub intermediate: Authority,
    key: KeyPair,
    /// In DER, leaf first.
    pub chain: Vec<Vec<u8>>,
    pub header: Value,
    pub payload: String,
    pub signer: Option<&'static str>,
    pub revocation: Revocation,
    pub crls: Crls,
    pub cached_number: Option<i64>,
}

pub fn payload() -> Value {
    json!({"no": 7, "nextUpdate": "2025-07-01", "legalHeader": "terms", "entries": []})
}

fn entry(aaguid: &str) -> Value {
    json!({"aaguid": aaguid, "metadataStatement": {"description": "a key"}, "statusReports": []})
}

impl Minted {
    pub fn new() -> Self {
        Self::with_leaf(leaf_params("signer", &[SIGNER]))
    }

    pub fn with_leaf(leaf: CertificateParams) -> Self {
        Self::issued(Authority::root(authority_params("root")), leaf)
    }

    /// With an intermediate below `root`.
    pub fn below(root: &Authority) -> Self {
        let root = root.issued_again(authority_params("newer"));
        Self::issued(root, leaf_params("signer", &[SIGNER]))
    }

    fn issued(root: Authority, leaf: CertificateParams) -> Self {
        let intermediate = Authority::below(authority_params("intermediate"), &root);
        let key = KeyPair::generate_for(&PKCS_ED25519).unwrap();
        let chain = vec![intermediate.issue(&leaf, &key), intermediate.der.clone()];
        Self {
            root,
            intermediate,
            key,
            chain,
            header: json!({"alg": "EdDSA", "typ": "JWT"}),
            payload: payload().to_string(),
            signer: Some(SIGNER),
            revocation: Revocation::Off,
            crls: Crls::new(),
            cached_number: None,
        }
    }

    pub fn with_entries(entries: &[Value]) -> Self {
        let mut payload = payload();
        payload["entries"] = entries.into();
        Self {
            payload: payload.to_string(),
            ..Self::new()
        }
    }

    pub fn text(&self) -> String {
        let mut header = self.header.clone();
        if header.get("x5c").is_none() {
            let chain: Vec<String> = self.chain.iter().map(|der| BASE64.encode(der)).collect();
            header["x5c"] = chain.into();
        }
        let encode = |text: &str| BASE64URL_NOPAD.encode(text.as_bytes());
        let message = format!("{}.{}", encode(&header.to_string()), encode(&self.payload));
        let signature = self.key.sign(message.as_bytes()).unwrap();
        format!("{message}.{}", BASE64URL_NOPAD.encode(&signature))
    }

    pub fn judge(&self) -> Result<Accepted, Error> {
        self.judge_under(&self.root.anchors())
    }

    pub fn judge_under(&self, roots: &Anchors) -> Result<Accepted, Error> {
        self.judge_text(&self.text(), roots)
    }

    fn judge_text(&self, text: &str, roots: &Anchors) -> Result<Accepted, Error> {
        let source = Source {
            roots,
            signer: self.signer,
            revocation: self.revocation,
            crls: &self.crls,
        };
        let blob = Blob::parse(text)?;
        let certificates = match blob.certificates(URL)? {
            Certificates::Sent(certificates) => certificates,
            Certificates::At(_) => self.chain.clone(),
        };
        blob.judge(&certificates, &source, self.cached_number, now())
    }

    pub fn reason(&self) -> &'static str {
        self.judge().unwrap_err().reason()
    }
}

#[test]
fn a_right_blob_is_accepted_and_can_be_read_again() {
    let aaguid = "00000000-0000-0000-0000-000000000001";
    let minted = Minted::with_entries(&[entry(aaguid)]);
    let accepted = minted.judge().unwrap().payload;
    assert_eq!((accepted.number, accepted.entries.len()), (7, 1));
    assert_eq!(accepted.legal_header.as_deref(), Some("terms"));
    assert_eq!(accepted.entries[0].json, entry(aaguid).to_string());
    assert_eq!(reread(&minted.text()), Ok(accepted));
}

#[test]
fn what_is_no_jws_or_too_long_is_refused() {
    let minted = Minted::new();
    let roots = minted.root.anchors();
    let text = minted.text();
    let two_parts = text.rsplit_once('.').unwrap().0;
    for text in [
        "",
        "...",
        two_parts,
        &format!("{text}."),
        &format!("{text}="),
    ] {
        let refused = minted.judge_text(text, &roots).unwrap_err();
        assert_eq!(refused.reason(), "blob_malformed", "{}", text.len());
    }
    let long = format!("{}.{}", "A".repeat(16 * 1_024 * 1_024), "A.A");
    assert_eq!(minted.judge_text(&long, &roots).unwrap_err().check(), "M1");
    assert!(minted.judge_text(&format!("{text}\r\n"), &roots).is_ok());
}

#[test]
fn algorithms_that_are_not_listed_are_refused() {
    for alg in ["none", "HS256", "ES512", "PS512", "eddsa", ""] {
        let mut minted = Minted::new();
        minted.header["alg"] = alg.into();
        assert_eq!(minted.reason(), "blob_alg_unsupported", "{alg}");
    }
}

#[test]
fn certificates_must_come_with_it_or_from_its_source() {
    let mut minted = Minted::new();
    for x5c in [
        json!([]),
        json!("text"),
        json!([7]),
        json!(["*"]),
        json!(vec!["MAA="; 9]),
    ] {
        minted.header["x5c"] = x5c;
        assert_eq!(minted.reason(), "blob_certificates_missing");
    }
    let certificates = |header: Value| {
        let parts = ["{}".as_bytes(), b"s"].map(|part| BASE64URL_NOPAD.encode(part));
        let header = BASE64URL_NOPAD.encode(header.to_string().as_bytes());
        let text = format!("{header}.{}", parts.join("."));
        Blob::parse(&text).unwrap().certificates(URL)
    };
    let at = |x5u: &str| certificates(json!({"alg": "EdDSA", "x5u": x5u}));
    let own = "https://mds.example/certificates.pem";
    assert_eq!(at(own), Ok(Certificates::At(own.to_owned())));
    assert_eq!(at("https://other.example/c"), Err(Error::X5uForeignOrigin));
    assert_eq!(
        certificates(json!({"alg": "EdDSA"})),
        Err(Error::CertificatesMissing)
    );
}

#[test]
fn fetched_certificates_are_pem_and_bounded() {
    let pem = include_str!("../../anchors/fido_metadata_service_roots.pem");
    assert_eq!(Certificates::fetched(pem).unwrap().len(), 2);
    let nine = pem.repeat(5);
    for text in [
        "",
        "no certificate",
        pem.split("-----END").next().unwrap(),
        &nine,
        &" ".repeat(1_048_577),
    ] {
        assert_eq!(Certificates::fetched(text), Err(Error::CertificatesMissing));
    }
}

#[test]
fn the_signature_is_by_the_leaf_over_header_and_payload() {
    let minted = Minted::new();
    let text = minted.text();
    let roots = minted.root.anchors();
    let (message, signature) = text.rsplit_once('.').unwrap();
    let mut changed = BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap();
    changed[0] ^= 1;
    let changed = format!("{message}.{}", BASE64URL_NOPAD.encode(&changed));
    let refused = minted.judge_text(&changed, &roots).unwrap_err();
    assert_eq!(refused.reason(), "blob_signature_invalid");
    let mut other_key = Minted::new();
    other_key.key = KeyPair::generate_for(&PKCS_ED25519).unwrap();
    assert_eq!(other_key.reason(), "blob_signature_invalid");
    for (member, value) in [("alg", json!("RS256")), ("crit", json!(["exp"]))] {
        let mut minted = Minted::new();
        minted.header[member] = value;
        assert_eq!(minted.reason(), "blob_signature_invalid", "{member}");
    }
}

#[test]
fn a_payload_without_its_members_is_refused() {
    let base = payload();
    let with = |name: &str, value: Value| {
        let mut payload = base.clone();
        payload[name] = value;
        payload.to_string()
    };
    let mut refused = vec![
        String::new(),
        "[]".to_owned(),
        with("no", json!("7")),
        with("no", json!(7.5)),
        with("nextUpdate", json!("2025-02-30")),
        with("nextUpdate", json!("1 July 2025")),
        with("nextUpdate", json!(20_250_701)),
        with("entries", json!({})),
        r#"{"no":7,"no":8,"nextUpdate":"2025-07-01","entries":[]}"#.to_owned(),
        r#"{"no":7,"nextUpdate":"2025-07-01","entries":[{]}"#.to_owned(),
        format!("{base}x"),
        with("entries", json!(vec![1; 65_537])),
    ];
    for name in ["no", "nextUpdate", "entries"] {
        let mut without = base.clone();
        without.as_object_mut().unwrap().remove(name);
        refused.push(without.to_string());
    }
    let mut minted = Minted::new();
    for payload in refused {
        minted.payload = payload;
        assert_eq!(
            minted.reason(),
            "blob_payload_malformed",
            "{:.80}",
            minted.payload
        );
    }
}

#[test]
fn one_corrupt_entry_among_good_ones_is_skipped_and_counted() {
    let one = "00000000-0000-0000-0000-000000000001";
    let two = "00000000-0000-0000-0000-000000000002";
    let mut damaged = entry(two);
    damaged["metadataStatement"]["attestationTypes"] = json!("basic_full");
    let uaf = json!({"aaid": "1234#5678", "metadataStatement": {}, "statusReports": []});
    let again = entry(one);
    let minted = Minted::with_entries(&[entry(one), damaged, json!(7), uaf, again, entry(two)]);
    let payload = minted.judge().unwrap().payload;
    let aaguids: Vec<String> = payload
        .entries
        .iter()
        .map(|listed| listed.entry.aaguid.unwrap().to_string())
        .collect();
    assert_eq!(aaguids, [one, two]);
    assert_eq!(
        (payload.skipped, payload.left_out, payload.entries_sent()),
        (3, 1, 6)
    );
}

#[test]
fn an_entry_nested_deep_in_what_is_unknown_is_read() {
    let mut strange = entry("00000000-0000-0000-0000-000000000001");
    let nested = format!("{}1{}", "[".repeat(20), "]".repeat(20));
    strange["unknown"] = serde_json::from_str(&nested).unwrap();
    strange["metadataStatement"]["vendor"] = json!(u64::MAX);
    let payload = Minted::with_entries(&[strange]).judge().unwrap().payload;
    assert_eq!((payload.entries.len(), payload.skipped), (1, 0));
}

#[test]
fn only_a_greater_number_replaces_the_one_at_hand() {
    let mut minted = Minted::new();
    for (cached, reason) in [(7, "blob_number_unchanged"), (8, "blob_number_regressed")] {
        minted.cached_number = Some(cached);
        assert_eq!(minted.reason(), reason);
    }
    minted.cached_number = Some(6);
    assert!(minted.judge().is_ok());
}

#[test]
fn every_error_names_a_check_of_the_list() {
    let errors = [
        Error::AlgorithmUnsupported,
        Error::CertificatesMissing,
        Error::X5uForeignOrigin,
        Error::ChainUntrusted,
        Error::SignerMismatch,
        Error::CertRevoked { index: 0 },
        Error::RevocationUnknown { index: 0 },
        Error::CrlExpired { index: 0 },
        Error::PayloadMalformed,
        Error::NumberUnchanged { number: 1 },
    ];
    for error in errors {
        assert!(
            CHECKS.iter().any(|(check, _)| *check == error.check()),
            "{error}"
        );
    }
}
