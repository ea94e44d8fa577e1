//! `touchstone verify webauthn` with messages of a simulated authenticator.

use serde_json::{Value, json};
use touchstone_simulator::webauthn::ca::{AttestationCa, AttestationChain, Extension};
use touchstone_simulator::webauthn::mds::{
    BlobFlaw, Crl, MetadataBlob, MetadataEntry, StatusReport,
};
use touchstone_simulator::webauthn::statement::Packed;
use touchstone_simulator::webauthn::{Algorithm, Authenticator, Flaw, Statement};

use crate::harness::{Ended, Place};

const NOW: &str = "2026-04-29T14:50:00Z";
const NOW_MS: i64 = 1_777_474_200_000;
const ORIGIN: &str = "https://siven.ch";
const CHALLENGE: &str = "AAECAwQFBgcICQoLDA0ODw";
const MODEL: [u8; 16] = [7; 16];
const CRL: &str = "http://ca.example/list.crl";

struct Desk {
    place: Place,
    authenticator: Authenticator,
    chain: AttestationChain,
}

impl Desk {
    fn new() -> Self {
        let mut chain = maker().packed(MODEL, Algorithm::Es256);
        chain.leaf.put(Extension::crl_distribution_point(CRL));
        let statement = Statement::Packed(Packed::by(chain.clone()));
        let place = Place::new();
        place.write("roots.pem", &maker().root_pem());
        let enforced = json!({"attestation": {"mode": "enforced"}});
        place.write("policy.json", &enforced.to_string());
        Self {
            place,
            authenticator: Authenticator::new([3; 32], MODEL, statement, NOW_MS),
            chain,
        }
    }

    fn registration(&mut self, flaw: Option<&str>) {
        let options = json!({
            "rp": {"id": "siven.ch", "name": "Siven"}, "challenge": CHALLENGE,
            "user": {"id": "dXNlcg", "name": "jeff", "displayName": "Jeff"},
            "pubKeyCredParams": [{"type": "public-key", "alg": -7}], "attestation": "direct",
        });
        let made = self.authenticator.register(&options, ORIGIN).unwrap();
        let body = match flaw {
            Some(flaw) => made.flawed(flaw.parse::<Flaw>().unwrap()),
            None => made.message().to_string().into_bytes(),
        };
        std::fs::write(self.place.file("message.json"), body).unwrap();
    }

    fn judge(&self, ceremony: &str, arguments: &[&str]) -> Ended {
        let common = [
            "verify",
            "webauthn",
            ceremony,
            "message.json",
            "--rp-id=siven.ch",
            "--origin=https://siven.ch",
            "--now",
            NOW,
        ];
        self.place.run(&[&common[..], arguments].concat())
    }

    /// A right registration with these arguments.
    fn registered(&mut self, arguments: &[&str]) -> Ended {
        self.registration(None);
        let challenge = ["--challenge", CHALLENGE];
        self.judge("registration", &[&challenge[..], arguments].concat())
    }
}

fn maker() -> AttestationCa {
    AttestationCa::new([22; 32])
}

#[track_caller]
fn refused(ended: &Ended, reason: &str) {
    let said = format!("refused: {reason} ");
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.out.contains(&said), "{reason}: {}", ended.out);
}

const ENFORCED: [&str; 2] = ["--policy=policy.json", "--anchors=roots.pem"];

#[test]
fn a_registration_is_accepted_with_every_check() {
    let mut desk = Desk::new();
    let ended = desk.registered(&ENFORCED);
    assert_eq!(ended.code, 0, "{ended:?}");
    for line in [
        "E19 ok", "C7  ok", "C15 ok", "A14 ok", "K4  ok", "P9  ok", "T12 ok", "accepted",
    ] {
        assert!(ended.out.contains(line), "{line}: {}", ended.out);
    }
    assert!(ended.out.contains("trust: trusted"), "{}", ended.out);
    let ended = desk.registered(&[&ENFORCED[..], &["--json"]].concat());
    let told: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(told["outcome"], "valid");
    assert_eq!(told["facts"]["anchor"], "configured");
}

#[test]
fn every_part_of_a_registration_is_judged() {
    for flaw in [
        "envelope.id_missing",
        "client_data.origin_other",
        "object.format_missing",
        "auth_data.rp_id_other",
        "packed.signature_flipped",
        "certificate.root_other",
    ] {
        let known: Flaw = flaw.parse().unwrap_or_else(|_| {
            let all: Vec<String> = Flaw::all().map(|flaw| flaw.to_string()).collect();
            panic!("{flaw} is none of {all:?}")
        });
        let mut desk = Desk::new();
        desk.registration(Some(flaw));
        let challenge = ["--challenge", CHALLENGE];
        let ended = desk.judge("registration", &[&challenge[..], &ENFORCED].concat());
        refused(&ended, known.expected_reason());
        let failed = format!("{:<4}FAILED", known.check());
        assert!(ended.out.contains(&failed), "{flaw}: {}", ended.out);
    }
}

#[test]
fn another_challenge_or_origin_is_refused() {
    let mut desk = Desk::new();
    desk.registration(None);
    let ended = desk.judge("registration", &["--challenge=AAEC"]);
    refused(&ended, "challenge_mismatch");
    let elsewhere = ["--challenge", CHALLENGE, "--rp-id=siven.example"];
    let ended = desk.judge("registration", &elsewhere);
    assert_eq!(ended.code, 2, "given twice: {ended:?}");
}

#[test]
fn what_the_policy_only_watches_is_told_and_refuses_nothing() {
    let mut desk = Desk::new();
    let ended = desk.registered(&[]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(ended.out.contains("trust: uncertain"), "{}", ended.out);
    let stranger = maker().stranger().root_pem();
    desk.place.write("stranger.pem", &stranger);
    let ended = desk.registered(&["--anchors=stranger.pem"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(ended.out.contains("T11 FAILED"), "{}", ended.out);
    assert!(
        ended.out.contains("untrusted:chain_untrusted"),
        "{}",
        ended.out
    );
}

/// A BLOB about the model with this report, in a file beside its roots.
fn publish(desk: &Desk, report: Option<&str>) -> MetadataBlob {
    let ca = AttestationCa::new([21; 32]);
    desk.place.write("mds.pem", &ca.root_pem());
    let mut entry = MetadataEntry::new(MODEL, "Model A", &maker().root_der());
    if let Some(report) = report {
        entry = entry.with_report(StatusReport::new(report));
    }
    let signer = ca.metadata_signer("mds.example", Algorithm::Es256);
    let blob = MetadataBlob::new(signer, 3, "2026-05-20").with(entry.json());
    desk.place.write("blob.jwt", &blob.compact());
    blob
}

const BY_BLOB: [&str; 3] = [
    "--policy=policy.json",
    "--blob=blob.jwt",
    "--blob-roots=mds.pem",
];

#[test]
fn a_blob_says_who_vouches_for_the_model_and_what_is_reported() {
    let mut desk = Desk::new();
    publish(&desk, None);
    let ended = desk.registered(&BY_BLOB);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(ended.out.contains("anchor: metadata"), "{}", ended.out);
    publish(&desk, Some("REVOKED"));
    refused(&desk.registered(&BY_BLOB), "metadata_status_undesired");
}

#[test]
fn a_blob_that_does_not_hold_is_not_used() {
    let mut desk = Desk::new();
    let blob = publish(&desk, None);
    let ended = desk.registered(&["--blob=blob.jwt"]);
    ended.refused(2, "blob_chain_untrusted");
    let flipped = blob.flawed(BlobFlaw::SignatureFlipped, NOW_MS);
    desk.place.write("blob.jwt", &flipped.compact());
    desk.registered(&BY_BLOB)
        .refused(2, "blob_signature_invalid");
}

#[test]
fn a_revocation_list_counts_when_the_issuer_signed_it() {
    let mut desk = Desk::new();
    let serial = desk.chain.leaf.serial.clone();
    let (own, stranger) = (desk.chain.ca.clone(), maker().stranger());
    let list = |ca: &AttestationCa, serials: &[&[u8]]| {
        Crl::new(ca.issuer(), NOW_MS, NOW_MS + 86_400_000, serials).der()
    };
    let with_list = [&ENFORCED[..], &["--crl=list.crl"]].concat();
    let file = desk.place.file("list.crl");
    let put = |der: Vec<u8>| std::fs::write(&file, der).unwrap();
    put(list(&own, &[&serial]));
    refused(&desk.registered(&with_list), "cert_revoked");
    put(list(&stranger, &[&serial]));
    assert_eq!(desk.registered(&with_list).code, 0);
    let hard = json!({"attestation": {"mode": "enforced", "revocation": "hard"}});
    desk.place.write("policy.json", &hard.to_string());
    refused(&desk.registered(&with_list), "revocation_unknown");
    put(list(&own, &[]));
    assert_eq!(desk.registered(&with_list).code, 0);
    put(b"no list".to_vec());
    desk.registered(&with_list)
        .refused(2, "holds no revocation list");
}

/// An authentication, its message and the credential's key in files.
fn signed_in(desk: &mut Desk, flaw: Option<&str>) {
    let ended = desk.registered(&["--json"]);
    let told: Value = serde_json::from_str(&ended.out).unwrap();
    let key = told["facts"]["public_key"].as_str().unwrap();
    desk.place.write("key", key);
    let options = json!({"rpId": "siven.ch", "challenge": CHALLENGE, "allowCredentials": [
        {"type": "public-key", "id": told["facts"]["credential_id"]},
    ]});
    let made = desk.authenticator.sign_in(&options, ORIGIN).unwrap();
    let body = match flaw {
        Some(flaw) => made.flawed(flaw.parse::<Flaw>().unwrap()),
        None => made.message().to_string().into_bytes(),
    };
    std::fs::write(desk.place.file("message.json"), body).unwrap();
}

const BY_KEY: [&str; 3] = ["--challenge", CHALLENGE, "--public-key=key"];

#[test]
fn an_assertion_is_judged_by_the_key_and_the_counter() {
    let mut desk = Desk::new();
    signed_in(&mut desk, None);
    let judge = |desk: &Desk, more: &[&str]| desk.judge("assertion", &[&BY_KEY[..], more].concat());
    let ended = judge(&desk, &["--sign-count=1"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    for line in ["E18 ok", "G10 ok", "G11 ok", "accepted", "sign_count: 2"] {
        assert!(ended.out.contains(line), "{line}: {}", ended.out);
    }
    refused(&judge(&desk, &["--sign-count=2"]), "counter_regressed");
    let eligible = ["--backup-eligible=true"];
    refused(&judge(&desk, &eligible), "backup_eligibility_changed");
    signed_in(&mut desk, Some("assertion.signature_flipped"));
    refused(&judge(&desk, &[]), "signature_invalid");
}

#[test]
fn a_registration_is_no_assertion() {
    let mut desk = Desk::new();
    desk.registration(None);
    desk.place.write("key", "pQECAyYgASFYIGsX0fLhLEJH");
    refused(
        &desk.judge("assertion", &BY_KEY),
        "authenticator_data_missing",
    );
}

#[test]
fn what_cannot_be_read_is_told() {
    let mut desk = Desk::new();
    desk.place
        .write("policy.json", r#"{"attestation": {"mode": "perhaps"}}"#);
    desk.registered(&ENFORCED).refused(2, "attestation.mode");
    desk.registered(&["--entry=roots.pem"])
        .refused(2, "roots.pem holds no entry");
    let ended = desk.judge("registration", &["--challenge=!"]);
    ended.refused(2, "must be base64url");
}
