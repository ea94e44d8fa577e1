//! Minted packed statements: what P1 to P9 refuse, and in which order.

use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DistinguishedName, DnType, IsCa, KeyPair,
    SigningKey,
};
use touchstone_evidence::webauthn::registration::{Error, Verified};
use touchstone_evidence::webauthn::statement::packed::{Attribute, CHECKS_FULL, CHECKS_SELF};
use touchstone_evidence::webauthn::statement::{self, StatementPolicy, packed};
use touchstone_evidence::webauthn::{AttestationType, FormatSetting};

use crate::minted::{Authority, authority_params, p256, p384, params};
use crate::webauthn_minted::{
    AAGUID, Credential, array, bytes, int, judge, map, refusal, text, x5c,
};
use crate::webauthn_tpm_minted::AAGUID_EXTENSION;

/// A packed statement with certificates, right until something is changed.
struct Full {
    credential: Credential,
    key: KeyPair,
    leaf: CertificateParams,
    algorithm: i64,
    message: Option<Vec<u8>>,
    version: u8,
    member: Option<(&'static str, Vec<u8>)>,
}

impl Full {
    fn new() -> Self {
        let mut leaf = params("");
        leaf.distinguished_name = subject("CH", "Siven", "Authenticator Attestation", "One");
        leaf.custom_extensions = vec![aaguid_extension(&[&[4, 16], &AAGUID[..]].concat())];
        Self {
            credential: Credential::new(),
            key: p256(),
            leaf,
            algorithm: -7,
            message: None,
            version: 2,
            member: None,
        }
    }

    fn object(&self) -> Vec<u8> {
        let authority = Authority::root(authority_params("authority"));
        let mut leaf = authority.issue(&self.leaf, &self.key);
        let version = [0xa0, 3, 2, 1, 2];
        let at = leaf.windows(5).position(|bytes| bytes == version).unwrap();
        leaf[at + 4] = self.version;
        let message = self.message.clone();
        let message = message.unwrap_or_else(|| self.credential.signed());
        let mut members = vec![
            ("alg", int(self.algorithm)),
            ("sig", bytes(&self.key.sign(&message).unwrap())),
            ("x5c", x5c(&[leaf])),
        ];
        members.extend(self.member.clone());
        self.credential.object("packed", &map(&members))
    }

    fn judge(&self) -> Result<Verified, Error> {
        judge(&self.object(), &StatementPolicy::default())
    }

    fn refusal(&self) -> (&'static str, &'static str) {
        refusal(&self.object())
    }
}

fn aaguid_extension(value: &[u8]) -> CustomExtension {
    CustomExtension::from_oid_content(AAGUID_EXTENSION, value.to_vec())
}

fn subject(country: &str, organization: &str, unit: &str, name: &str) -> DistinguishedName {
    let mut subject = DistinguishedName::new();
    let attributes = [
        (DnType::CountryName, country),
        (DnType::OrganizationName, organization),
        (DnType::OrganizationalUnitName, unit),
        (DnType::CommonName, name),
    ];
    for (kind, value) in attributes {
        if value != "absent" {
            subject.push(kind, value);
        }
    }
    subject
}

#[test]
fn a_right_statement_is_accepted_with_its_facts() {
    let statement = Full::new().judge().unwrap().statement;
    assert_eq!(statement.setting, FormatSetting::PackedFull);
    assert_eq!(statement.attestation_type, AttestationType::Basic);
    let [element] = statement.elements.as_slice() else {
        panic!("one element");
    };
    assert_eq!(element.algorithm, Some(-7));
    assert_eq!(element.x5c.len(), 1);
    assert!(element.aaguid_in_leaf);
}

#[test]
fn the_leaf_need_not_carry_the_aaguid() {
    let mut full = Full::new();
    full.leaf.custom_extensions.clear();
    let statement = full.judge().unwrap().statement;
    assert!(!statement.elements[0].aaguid_in_leaf);
}

#[test]
fn members_are_there_and_of_their_types() {
    let credential = Credential::new();
    let right = [
        ("alg", int(-7)),
        ("sig", bytes(b"x")),
        ("x5c", x5c(&[vec![0x30, 0]])),
    ];
    let without = |name: &str| {
        let left: Vec<_> = right
            .iter()
            .filter(|(of, _)| *of != name)
            .cloned()
            .collect();
        refusal(&credential.object("packed", &map(&left)))
    };
    let with = |name: &str, value: Vec<u8>| {
        let changed = right.clone().map(|(of, old)| {
            let value = if of == name { value.clone() } else { old };
            (of, value)
        });
        refusal(&credential.object("packed", &map(&changed)))
    };
    assert_eq!(without("alg"), ("P1", "att_stmt_field_missing"));
    assert_eq!(without("sig"), ("P1", "att_stmt_field_missing"));
    let malformed = ("P1", "att_stmt_field_malformed");
    for (name, value) in [
        ("alg", text("ES256")),
        ("alg", bytes(b"\x26")),
        ("sig", text("x")),
        ("sig", bytes(b"")),
        ("x5c", bytes(b"x")),
        ("x5c", array(&[])),
        ("x5c", array(&[text("x")])),
        ("x5c", array(&[bytes(b"")])),
        ("x5c", x5c(&vec![vec![0x30, 0]; 9])),
    ] {
        assert_eq!(with(name, value), malformed, "{name}");
    }
    assert_eq!(with("alg", int(-7)), ("P1", "attestation_cert_malformed"));
    let long = x5c(&[vec![0x30; 16_385]]);
    assert_eq!(with("x5c", long), ("P1", "attestation_cert_malformed"));
}

#[test]
fn every_certificate_must_be_readable() {
    let mut full = Full::new();
    full.member = Some(("x", int(0)));
    assert!(full.judge().is_ok(), "unknown members are ignored");
    let authority = Authority::root(authority_params("authority"));
    let leaf = authority.issue(&full.leaf, &full.key);
    let signature = full.key.sign(&full.credential.signed()).unwrap();
    let members = [
        ("alg", int(-7)),
        ("sig", bytes(&signature)),
        ("x5c", x5c(&[leaf, vec![0x30, 0]])),
    ];
    let object = full.credential.object("packed", &map(&members));
    assert_eq!(refusal(&object), ("P1", "attestation_cert_malformed"));
}

#[test]
fn ecdaa_is_not_supported() {
    let mut full = Full::new();
    full.member = Some(("ecdaaKeyId", bytes(b"x")));
    assert_eq!(full.refusal(), ("P1", "packed_ecdaa_unsupported"));
}

#[test]
fn the_algorithm_is_implemented_and_for_the_leaf_key() {
    let under = |algorithm| {
        Full {
            algorithm,
            ..Full::new()
        }
        .refusal()
    };
    assert_eq!(under(-42), ("P2", "attestation_alg_unsupported"));
    for other in [-8, -35, -36, -47, -257] {
        assert_eq!(under(other), ("P4", "attestation_alg_key_mismatch"));
    }
    let key = p384();
    let p384 = Full { key, ..Full::new() };
    assert_eq!(p384.refusal(), ("P4", "attestation_alg_key_mismatch"));
    let algorithm = -35;
    assert!(Full { algorithm, ..p384 }.judge().is_ok());
}

#[test]
fn the_leaf_signs_authenticator_data_and_client_data_hash() {
    let message = Some(Credential::new().signed());
    let full = Full {
        message,
        ..Full::new()
    };
    assert_eq!(full.refusal(), ("P5", "attestation_signature_invalid"));
}

#[test]
fn the_leaf_is_of_version_3() {
    for version in [0, 1, 3] {
        let full = Full {
            version,
            ..Full::new()
        };
        assert_eq!(full.refusal(), ("P6", "attestation_cert_version"));
    }
}

#[test]
fn the_subject_is_that_of_an_attestation_key() {
    let unit = "Authenticator Attestation";
    let refused = |country, organization, unit, name| {
        let mut full = Full::new();
        full.leaf.distinguished_name = subject(country, organization, unit, name);
        let error = full.judge().unwrap_err();
        assert_eq!(
            (error.check(), error.reason()),
            ("P7", "attestation_cert_subject")
        );
        match error {
            Error::Statement {
                source: statement::Error::Packed(packed::Error::Subject { attribute }),
                ..
            } => attribute,
            other => panic!("{other:?}"),
        }
    };
    for country in ["absent", "ch", "CHE", "C1", "C"] {
        assert_eq!(refused(country, "Siven", unit, "One"), Attribute::Country);
    }
    for organization in ["absent", ""] {
        assert_eq!(
            refused("CH", organization, unit, "One"),
            Attribute::Organization
        );
    }
    for wrong in [
        "absent",
        "authenticator attestation",
        "Authenticator Attestation ",
    ] {
        assert_eq!(
            refused("CH", "Siven", wrong, "One"),
            Attribute::OrganizationalUnit
        );
    }
    for name in ["absent", ""] {
        assert_eq!(refused("CH", "Siven", unit, name), Attribute::CommonName);
    }
}

#[test]
fn the_leaf_is_no_authority() {
    let mut full = Full::new();
    full.leaf.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    assert_eq!(full.refusal(), ("P8", "attestation_cert_is_ca"));
    full.leaf.is_ca = IsCa::ExplicitNoCa;
    assert!(full.judge().is_ok());
}

#[test]
fn the_aaguid_of_the_leaf_is_not_critical_well_formed_and_that_of_the_credential() {
    let refused = |extensions: Vec<CustomExtension>| {
        let mut full = Full::new();
        full.leaf.custom_extensions = extensions;
        full.refusal()
    };
    let right = [&[4, 16], &AAGUID[..]].concat();
    let mut critical = aaguid_extension(&right);
    critical.set_criticality(true);
    assert_eq!(
        refused(vec![critical]),
        ("P9", "attestation_cert_aaguid_critical")
    );
    let malformed = ("P9", "attestation_cert_aaguid_malformed");
    for wrong in [
        AAGUID.to_vec(),
        right[..17].to_vec(),
        [right.as_slice(), &[0]].concat(),
        [&[4, 15], &AAGUID[1..]].concat(),
        Vec::new(),
    ] {
        assert_eq!(refused(vec![aaguid_extension(&wrong)]), malformed);
    }
    let twice = vec![aaguid_extension(&right), aaguid_extension(&right)];
    assert_eq!(refused(twice), malformed);
    let other = aaguid_extension(&[&[4, 16][..], &[0; 16]].concat());
    assert_eq!(
        refused(vec![other]),
        ("P9", "attestation_cert_aaguid_mismatch")
    );
}

/// Everything is wrong at once; then the fault of one check after the other is mended.
#[test]
fn checks_run_in_the_printed_order() {
    for (position, (number, _)) in CHECKS_FULL.iter().enumerate() {
        let wrong = |check: usize| check >= position;
        let mut full = Full::new();
        full.member = wrong(0).then(|| ("ecdaaKeyId", bytes(b"x")));
        full.algorithm = match (wrong(1), wrong(2)) {
            (true, _) => -42,
            (false, true) => -35,
            (false, false) => -7,
        };
        full.message = wrong(3).then(|| b"other".to_vec());
        full.version = if wrong(4) { 1 } else { 2 };
        if wrong(5) {
            full.leaf.distinguished_name = DistinguishedName::new();
        }
        if wrong(6) {
            full.leaf.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        }
        full.leaf.custom_extensions = vec![aaguid_extension(&AAGUID)];
        assert_eq!(full.refusal().0, *number);
    }
}

/// A statement by the credential's own key.
fn by_itself(algorithm: i64, signature: impl FnOnce(&Credential) -> Vec<u8>) -> Vec<u8> {
    let credential = Credential::new();
    let signature = signature(&credential);
    let members = [("alg", int(algorithm)), ("sig", bytes(&signature))];
    credential.object("packed", &map(&members))
}

#[test]
fn the_credentials_own_key_signs_under_its_own_algorithm() {
    let sign = |credential: &Credential| credential.key.sign(&credential.signed()).unwrap();
    let verified = judge(&by_itself(-7, sign), &StatementPolicy::default()).unwrap();
    assert_eq!(verified.statement.setting, FormatSetting::PackedSelf);
    assert_eq!(verified.attestation_type(), AttestationType::SelfAttested);
    let refused = |algorithm| refusal(&by_itself(algorithm, sign));
    assert_eq!(refused(-42), ("P2", "attestation_alg_unsupported"));
    for other in [-8, -35, -47, -257] {
        assert_eq!(refused(other), ("P3", "packed_self_alg_mismatch"));
    }
    let other = |_: &Credential| sign(&Credential::new());
    assert_eq!(
        refusal(&by_itself(-7, other)),
        ("P3", "attestation_signature_invalid")
    );
    let longer = |credential: &Credential| [sign(credential), vec![0]].concat();
    assert_eq!(
        refusal(&by_itself(-7, longer)),
        ("P3", "attestation_signature_invalid")
    );
    assert_eq!(CHECKS_SELF.last().unwrap().0, "P3");
}
