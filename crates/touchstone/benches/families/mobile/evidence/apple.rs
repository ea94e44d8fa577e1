//! App Attest: an attestation (A1 to A11) and an assertion (B1, B4 to B6).

use std::hint::black_box;

use anyhow::Context;
use touchstone_core::Timestamp;
use touchstone_evidence::app_attest::{self, Environments, assertion, attestation};
use touchstone_evidence::cbor::{Item, Keys, parse};
use touchstone_evidence::digest::sha256;
use touchstone_evidence::signature::{PublicKey, Scheme};
use touchstone_evidence::x509::Anchors;
use touchstone_simulator::apple::{self, AppleCa, Iphone};

use super::NOW_MS;
use crate::bare::{Signature, of_chain, verify_all};
use crate::measure::report;

const APP_ID: &str = "TESTTEAM01.com.example.app";

pub fn run() -> anyhow::Result<()> {
    let ca = AppleCa::new([1; 32]);
    let mut iphone = Iphone::new(&ca, [2; 32], APP_ID, apple::Environment::Production);
    let hash = sha256(&[b"client data"]);
    let object = iphone.attest(&hash, NOW_MS);
    judge_attestation(&ca, &iphone, &object, &hash)?;
    judge_assertion(&mut iphone, &hash)
}

fn judge_attestation(
    ca: &AppleCa,
    iphone: &Iphone,
    object: &[u8],
    hash: &[u8; 32],
) -> anyhow::Result<()> {
    let anchors = Anchors::from_pem(&ca.app_attest_root_pem())?;
    let apps = [attestation::App {
        rp_id_hash: app_attest::rp_id_hash(APP_ID),
        client_data_hash: hash,
        environments: Environments {
            production: true,
            development: false,
        },
    }];
    let key_id = iphone.key_id();
    let expected = attestation::Expected {
        key_id: &key_id,
        apps: &apps,
    };
    let now = Timestamp::from_unix_ms(NOW_MS);
    attestation::verify(object, &expected, &anchors, now).context("the attestation is accepted")?;
    let signatures = of_chain(&certificates(object)?, &ca.app_attest_root_pem())?;
    let bare = || verify_all(&signatures);
    report("Apple attestation", "bare 2 signatures", bare, || {
        black_box(attestation::verify(black_box(object), &expected, &anchors, now).is_ok());
    });
    Ok(())
}

fn judge_assertion(iphone: &mut Iphone, hash: &[u8; 32]) -> anyhow::Result<()> {
    let evidence = iphone.assert(hash);
    let public_key: [u8; 65] = iphone
        .public_key()
        .try_into()
        .map_err(|_| anyhow::anyhow!("a point has 65 bytes"))?;
    let expected = assertion::Expected {
        app_id_hash: app_attest::rp_id_hash(APP_ID),
        client_data_hash: hash,
        public_key: &public_key,
        counter_floor: 0,
    };
    let verify = |evidence: &[u8]| {
        assertion::parse(evidence).and_then(|parsed| assertion::verify(&parsed, &expected))
    };
    verify(&evidence).context("the assertion is accepted")?;
    let signature = assertion_signature(&evidence, hash, &public_key)?;
    let bare = || signature.verify();
    report("Apple assertion", "bare signature", bare, || {
        black_box(verify(black_box(&evidence)).is_ok());
    });
    Ok(())
}

fn assertion_signature(evidence: &[u8], hash: &[u8], key: &[u8; 65]) -> anyhow::Result<Signature> {
    let document = parse(evidence, Keys::Text)?;
    let data = member(document, "authenticatorData")?;
    let signature = member(document, "signature")?;
    let message = sha256(&[&data, hash]);
    Signature::new(
        &PublicKey::P256(key),
        Scheme::EcdsaSha256,
        &message,
        &signature,
    )
}

fn member(document: Item<'_>, name: &str) -> anyhow::Result<Vec<u8>> {
    let bytes = document.get(name).and_then(Item::bytes);
    Ok(bytes.context("a byte string")?.to_vec())
}

/// The certificates of an attestation object, leaf first.
fn certificates(object: &[u8]) -> anyhow::Result<Vec<Vec<u8>>> {
    let document = parse(object, Keys::Text)?;
    let statement = document.get("attStmt").context("attStmt")?;
    let x5c = statement.get("x5c").and_then(Item::elements);
    let x5c = x5c.context("x5c")?;
    Ok(x5c
        .filter_map(|item| item.bytes().map(|bytes| bytes.to_vec()))
        .collect())
}
