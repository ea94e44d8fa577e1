//! All outside cases of MDS3: BLOBs of metadata services, revocation lists.

use data_encoding::HEXLOWER;
use touchstone_evidence::mds3::{Blob, Certificates, Payload, Source};
use touchstone_evidence::x509::{Anchors, Certificate, Crl, CrlError, Crls, Revocation};

use crate::case::{Case, run, text};

const AT_LEAST: usize = 12;
const SOURCE_URL: &str = "https://mds.example/";

#[test]
fn every_outside_case_is_answered_as_expected() {
    run("mds3", AT_LEAST, |case| match case.kind.as_str() {
        "blob" => judge_blob(case),
        "crl" => judge_crl(case),
        other => panic!("{}: unknown kind {other}", case.name),
    });
}

fn judge_blob(case: &Case) -> Result<toml::Table, &'static str> {
    let blob = String::from_utf8(case.input("file")).unwrap();
    let roots = Anchors::from_der(&case.inputs("roots")).unwrap();
    let source = Source {
        roots: &roots,
        signer: None,
        revocation: Revocation::from_name(text(&case.expected, "revocation")).unwrap(),
        crls: &Crls::new(),
    };
    let cached = case.expected.get("cached_number");
    let cached = cached.map(|number| number.as_integer().unwrap());
    let blob = Blob::parse(&blob).map_err(|error| error.reason())?;
    let sent = blob.certificates(SOURCE_URL);
    let Certificates::Sent(certificates) = sent.map_err(|error| error.reason())? else {
        panic!("{}: certificates elsewhere", case.name);
    };
    let accepted = blob.judge(&certificates, &source, cached, case.now());
    let accepted = accepted.map_err(|error| error.reason())?;
    assert_eq!(accepted.payload.skipped, 0, "{}", case.name);
    Ok(outcome(&accepted.payload))
}

fn outcome(payload: &Payload) -> toml::Table {
    let count = |number: usize| toml::Value::Integer(number.try_into().unwrap());
    let having = |of: fn(&touchstone_evidence::webauthn::metadata::Entry) -> bool| {
        let entries = payload.entries.iter().map(|listed| &listed.entry);
        count(entries.filter(|entry| of(entry)).count())
    };
    toml::Table::from_iter([
        ("number".to_owned(), toml::Value::Integer(payload.number)),
        (
            "next_update".to_owned(),
            payload.next_update.to_string().into(),
        ),
        ("entries".to_owned(), count(payload.entries_sent())),
        (
            "entries_with_aaguid".to_owned(),
            having(|entry| entry.aaguid.is_some()),
        ),
        (
            "entries_with_key_identifiers".to_owned(),
            having(|entry| !entry.key_ids.is_empty()),
        ),
    ])
}

fn judge_crl(case: &Case) -> Result<toml::Table, &'static str> {
    let issuer = case.input("issuer");
    let issuer = Certificate::parse(&issuer).unwrap();
    let mut crl = Crl::parse(&case.input("crl")).unwrap();
    crl.verify(issuer.subject, &issuer.spki).unwrap();
    crl.check_current(case.now()).map_err(|error| match error {
        CrlError::Expired { .. } => "crl_expired",
        other => panic!("{}: {other}", case.name),
    })?;
    let mut outcome = toml::Table::new();
    for (key, is_revoked) in [
        ("revoked_serial_hex", true),
        ("not_revoked_serial_hex", false),
    ] {
        let digits = text(&case.outcome, key);
        let even = format!("{}{digits}", "0".repeat(digits.len() % 2));
        let serial = HEXLOWER.decode(even.as_bytes()).unwrap();
        assert_eq!(crl.revokes(&serial), is_revoked, "{}: {key}", case.name);
        outcome.insert(key.to_owned(), digits.into());
    }
    let entries = i64::try_from(crl.entries()).unwrap();
    outcome.insert("entries".to_owned(), entries.into());
    Ok(outcome)
}

#[test]
fn a_verified_list_is_known_as_its_issuers_and_nobody_elses() {
    let folder = touchstone_testkit::vectors_dir().join("mds3");
    let read = |file: &str| std::fs::read(folder.join(file)).unwrap();
    let (root, other) = (
        read("crl-root-r3/issuer.der"),
        read("_anchors/globalsign-root-r46.der"),
    );
    let (root, other) = (
        Certificate::parse(&root).unwrap(),
        Certificate::parse(&other).unwrap(),
    );
    let mut crl = Crl::parse(&read("crl-root-r3/crl.der")).unwrap();
    assert!(!crl.is_verified_by(root.subject, &root.spki));
    assert_eq!(crl.verify(root.subject, &root.spki), Ok(()));
    assert!(crl.is_verified_by(root.subject, &root.spki));
    assert!(!crl.is_verified_by(other.subject, &root.spki));
    assert!(!crl.is_verified_by(root.subject, &other.spki));
    assert_eq!(
        crl.verify(root.subject, &other.spki),
        Err(CrlError::SignatureWrong)
    );
    assert_eq!(
        crl.verify(other.subject, &root.spki),
        Err(CrlError::IssuerMismatch)
    );
}
