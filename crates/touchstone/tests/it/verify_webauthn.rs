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

/// Writes a list of this number that revokes these serials.
fn write_list(desk: &Desk, file: &str, ca: &AttestationCa, number: u64, serials: &[&[u8]]) {
    let made_ms = NOW_MS - 86_400_000 + i64::try_from(number).unwrap();
    let mut list = Crl::new(ca.issuer(), made_ms, NOW_MS + 86_400_000, serials);
    list.number = Some(number);
    std::fs::write(desk.place.file(file), list.der()).unwrap();
}

fn with_lists<'a>(lists: &[&'a str]) -> Vec<&'a str> {
    let named = lists.iter().flat_map(|list| ["--crl", *list]);
    ENFORCED.into_iter().chain(named).collect()
}

fn ask_hard(desk: &Desk) {
    let hard = json!({"attestation": {"mode": "enforced", "revocation": "hard"}});
    desk.place.write("policy.json", &hard.to_string());
}

#[test]
fn a_revocation_list_counts_when_the_issuer_signed_it() {
    let mut desk = Desk::new();
    let (own, serial) = (desk.chain.ca.clone(), desk.chain.leaf.serial.clone());
    write_list(&desk, "list.crl", &own, 1, &[&serial]);
    refused(&desk.registered(&with_lists(&["list.crl"])), "cert_revoked");
    ask_hard(&desk);
    refused(&desk.registered(&ENFORCED), "revocation_unknown");
    write_list(&desk, "list.crl", &own, 1, &[]);
    let ended = desk.registered(&with_lists(&["list.crl"]));
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(!ended.out.contains("revocation_unknown"), "{}", ended.out);
    desk.place.write("list.crl", "no list");
    desk.registered(&with_lists(&["list.crl"]))
        .refused(2, "holds no revocation list");
}

#[test]
fn what_no_list_speaks_of_is_told() {
    let ended = Desk::new().registered(&ENFORCED);
    assert_eq!(ended.code, 0, "{ended:?}");
    let told = "revocation_unknown: [0]";
    assert!(ended.out.contains(told), "{}", ended.out);
}

#[test]
fn a_list_that_no_known_issuer_signed_is_told_beside_whatever_list() {
    let mut desk = Desk::new();
    let (own, serial) = (desk.chain.ca.clone(), desk.chain.leaf.serial.clone());
    write_list(&desk, "good.crl", &own, 1, &[&serial]);
    write_list(&desk, "forged.crl", &maker().stranger(), 2, &[]);
    for lists in [
        &["forged.crl"][..],
        &["good.crl", "forged.crl"],
        &["forged.crl", "good.crl"],
    ] {
        let ended = desk.registered(&with_lists(lists));
        ended.refused(2, "forged.crl is not signed by an issuer that is known");
    }
}

#[test]
fn of_two_lists_the_newer_counts_in_either_order() {
    let mut desk = Desk::new();
    let (own, serial) = (desk.chain.ca.clone(), desk.chain.leaf.serial.clone());
    let orders = [["one.crl", "two.crl"], ["two.crl", "one.crl"]];
    write_list(&desk, "one.crl", &own, 1, &[]);
    write_list(&desk, "two.crl", &own, 2, &[&serial]);
    for lists in orders {
        refused(&desk.registered(&with_lists(&lists)), "cert_revoked");
    }
    write_list(&desk, "one.crl", &own, 1, &[&serial]);
    write_list(&desk, "two.crl", &own, 2, &[]);
    ask_hard(&desk);
    for lists in orders {
        let ended = desk.registered(&with_lists(&lists));
        assert_eq!(ended.code, 0, "{ended:?}");
    }
}

#[test]
fn of_two_lists_of_one_number_the_one_that_revokes_counts() {
    let mut desk = Desk::new();
    let (own, serial) = (desk.chain.ca.clone(), desk.chain.leaf.serial.clone());
    write_list(&desk, "one.crl", &own, 1, &[]);
    write_list(&desk, "two.crl", &own, 1, &[&serial]);
    for lists in [["one.crl", "two.crl"], ["two.crl", "one.crl"]] {
        refused(&desk.registered(&with_lists(&lists)), "cert_revoked");
    }
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
