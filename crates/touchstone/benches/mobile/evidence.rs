//! CPU per attestation and per assertion, over the bare signature verifications that they contain. Goal: at most 1.3 times.

use std::hint::black_box;
use std::time::Instant;

use anyhow::Context;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P384_SHA256_ASN1, ECDSA_P384_SHA384_ASN1, UnparsedPublicKey,
    VerificationAlgorithm,
};
use touchstone_core::Timestamp;
use touchstone_evidence::app_attest::{self, Environments, assertion, attestation};
use touchstone_evidence::digest::sha256;
use touchstone_evidence::signature::{PublicKey, Scheme};
use touchstone_evidence::x509::{Anchors, Certificate};
use touchstone_simulator::apple::{self, AppleCa, Iphone};

const NOW_MS: i64 = 1_777_474_200_000;
const APP_ID: &str = "TESTTEAM01.com.example.app";
const ROUNDS: usize = 15;
const CALLS_PER_ROUND: u32 = 60;

/// Something verified and the bare signatures inside it.
struct Signature {
    algorithm: &'static dyn VerificationAlgorithm,
    public_key: Vec<u8>,
    message: Vec<u8>,
    signature: Vec<u8>,
}

pub fn run() -> anyhow::Result<()> {
    let ca = AppleCa::new([1; 32]);
    let mut iphone = Iphone::new(&ca, [2; 32], APP_ID, apple::Environment::Production);
    let hash = sha256(&[b"client data"]);
    println!("evidence alone, microseconds of CPU per call (median of {ROUNDS} rounds)");
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
    let signatures = certificate_signatures(object, &ca.app_attest_root_pem())?;
    report("attestation (A1 to A11)", &signatures, || {
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
    let signatures = [assertion_signature(&evidence, hash, &public_key)?];
    report("assertion (B1, B4 to B6)", &signatures, || {
        black_box(verify(black_box(&evidence)).is_ok());
    });
    Ok(())
}

fn assertion_signature(evidence: &[u8], hash: &[u8], key: &[u8; 65]) -> anyhow::Result<Signature> {
    let map: std::collections::BTreeMap<String, Vec<u8>> = read_cbor_map(evidence)?;
    let data = map.get("authenticatorData").context("authenticatorData")?;
    Ok(Signature {
        algorithm: &ECDSA_P256_SHA256_ASN1,
        public_key: key.to_vec(),
        message: sha256(&[data, hash]).to_vec(),
        signature: map.get("signature").context("signature")?.clone(),
    })
}

/// A map of two byte strings with short text keys is all that an assertion is.
fn read_cbor_map(evidence: &[u8]) -> anyhow::Result<std::collections::BTreeMap<String, Vec<u8>>> {
    use touchstone_evidence::cbor::{Item, Keys, parse};
    let document = parse(evidence, Keys::Text)?;
    let member = |name: &str| {
        let bytes = document
            .get(name)
            .and_then(Item::bytes)
            .context("a byte string")?;
        anyhow::Ok((name.to_owned(), bytes.to_vec()))
    };
    ["authenticatorData", "signature"]
        .into_iter()
        .map(member)
        .collect()
}

/// Leaf by intermediate (P-384 with SHA-256), intermediate by root (P-384 with SHA-384).
fn certificate_signatures(object: &[u8], root_pem: &str) -> anyhow::Result<Vec<Signature>> {
    use touchstone_evidence::cbor::{Item, Keys, parse};
    let document = parse(object, Keys::Text)?;
    let statement = document.get("attStmt").context("attStmt")?;
    let x5c = statement
        .get("x5c")
        .and_then(Item::elements)
        .context("x5c")?;
    let ders: Vec<Vec<u8>> = x5c
        .filter_map(|item| item.bytes().map(|bytes| bytes.to_vec()))
        .collect();
    let [leaf, intermediate] = ders.as_slice() else {
        anyhow::bail!("two certificates")
    };
    let (leaf, intermediate) = (Certificate::parse(leaf)?, Certificate::parse(intermediate)?);
    let root = pem_to_der(root_pem)?;
    let root = Certificate::parse(&root)?;
    Ok(vec![
        signature(&intermediate, &leaf)?,
        signature(&root, &intermediate)?,
    ])
}

fn signature(issuer: &Certificate<'_>, subject: &Certificate<'_>) -> anyhow::Result<Signature> {
    let Some(PublicKey::P384(public_key)) = issuer.spki.public_key() else {
        anyhow::bail!("Apple's authorities have P-384 keys");
    };
    let algorithm: &dyn VerificationAlgorithm = match subject.scheme() {
        Some(Scheme::EcdsaSha256) => &ECDSA_P384_SHA256_ASN1,
        Some(Scheme::EcdsaSha384) => &ECDSA_P384_SHA384_ASN1,
        _ => anyhow::bail!("Apple's certificates are signed with ECDSA"),
    };
    let (message, signature) = (subject.tbs.to_vec(), subject.signature.to_vec());
    Ok(Signature {
        algorithm,
        public_key: public_key.to_vec(),
        message,
        signature,
    })
}

fn pem_to_der(pem: &str) -> anyhow::Result<Vec<u8>> {
    let body: String = pem
        .lines()
        .filter(|line| !line.starts_with("-----"))
        .collect();
    Ok(data_encoding::BASE64.decode(body.as_bytes())?)
}

fn report(what: &str, signatures: &[Signature], whole: impl Fn()) {
    let bare = || {
        for one in signatures {
            let key = UnparsedPublicKey::new(one.algorithm, &one.public_key);
            let result = key.verify(black_box(&one.message), black_box(&one.signature));
            assert!(result.is_ok(), "the bare signature holds");
        }
    };
    let (mut whole_us, mut bare_us) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        whole_us.push(microseconds(&whole));
        bare_us.push(microseconds(&bare));
    }
    let (whole_us, bare_us) = (median(whole_us), median(bare_us));
    let ratio = whole_us / bare_us;
    println!(
        "  {what:<28} {whole_us:>8.1}   bare signatures {bare_us:>8.1}   ratio {ratio:.2} (goal <= 1.30)"
    );
}

fn microseconds(work: &impl Fn()) -> f64 {
    let start = Instant::now();
    for _ in 0..CALLS_PER_ROUND {
        work();
    }
    start.elapsed().as_secs_f64() * 1e6 / f64::from(CALLS_PER_ROUND)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
