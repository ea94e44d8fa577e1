//! Android Key Attestation: chains of both kinds (K1 to K16) with a status list of 10,000 entries
//! in force, a proof of possession (K18), and the KeyDescription alone.

use std::hint::black_box;

use anyhow::Context;
use touchstone_core::Timestamp;
use touchstone_evidence::android_key::description::KeyDescription;
use touchstone_evidence::android_key::{self, App, Expected, Policy, Rules, StatusList};
use touchstone_evidence::signature::Scheme;
use touchstone_evidence::x509::{Anchors, Certificate, SubjectPublicKeyInfo, oid};
use touchstone_simulator::android::{AndroidPhone, GoogleCa, Provisioning, SecurityLevel};

use super::status_list::list;
use super::{FINAL_NONCE, NOW_MS, PACKAGE, SIGNER};
use crate::bare::{Signature, of_chain, verify_all};
use crate::measure::report;

/// What stands before the nonce in the signed message of a proof of possession.
const POSSESSION_CONTEXT: &[u8] = b"touchstone-android-key-v1\0";

pub fn run() -> anyhow::Result<()> {
    let ca = GoogleCa::new([2; 32]);
    let status = StatusList::parse(list().as_bytes())?;
    let phone = |provisioning| {
        let level = SecurityLevel::Tee;
        AndroidPhone::new(&ca, [6; 32], PACKAGE, SIGNER, provisioning, level)
    };
    let (factory, remote) = (phone(Provisioning::Factory), phone(Provisioning::Remote));
    let roots = ca.roots_pem();
    judge_chain("Android factory chain", &factory, &roots, &status)?;
    judge_chain("Android remote chain", &remote, &roots, &status)?;
    let possession = possession_signature(&remote)?;
    judge_possession(&remote, &possession)?;
    read_description(&remote, &possession)
}

fn judge_chain(
    what: &str,
    phone: &AndroidPhone,
    roots_pem: &str,
    status: &StatusList,
) -> anyhow::Result<()> {
    let anchors = Anchors::from_pem(roots_pem)?;
    let chain = phone.chain(&FINAL_NONCE, NOW_MS);
    let ders: Vec<&[u8]> = chain.iter().map(Vec::as_slice).collect();
    let policy = Policy::default();
    let apps = [App {
        package_name: PACKAGE,
        signers: &[SIGNER],
        policy: &policy,
    }];
    let expected = Expected {
        challenge: &FINAL_NONCE,
        apps: &apps,
        rules: Rules::default(),
        status: Some(status),
    };
    let now = Timestamp::from_unix_ms(NOW_MS);
    android_key::verify(&ders, &expected, &anchors, now).context("the chain is accepted")?;
    let signatures = of_chain(&chain, roots_pem)?;
    let kind = format!("bare {} signatures", signatures.len());
    let bare = || verify_all(&signatures);
    report(what, &kind, bare, || {
        black_box(android_key::verify(black_box(&ders), &expected, &anchors, now).is_ok());
    });
    Ok(())
}

fn possession_signature(phone: &AndroidPhone) -> anyhow::Result<Signature> {
    let spki = phone.spki();
    let key = SubjectPublicKeyInfo::from_der(&spki)?.public_key();
    let message = [POSSESSION_CONTEXT, &FINAL_NONCE].concat();
    let signature = phone.sign(&FINAL_NONCE);
    Signature::new(
        &key.context("a key")?,
        Scheme::EcdsaSha256,
        &message,
        &signature,
    )
}

fn judge_possession(phone: &AndroidPhone, bare: &Signature) -> anyhow::Result<()> {
    let (spki, signature) = (phone.spki(), phone.sign(&FINAL_NONCE));
    let verify = || android_key::verify_possession(black_box(&spki), &FINAL_NONCE, &signature);
    verify().context("the proof is accepted")?;
    let bare = || bare.verify();
    report(
        "Android proof of possession",
        "bare signature",
        bare,
        || {
            black_box(verify().is_ok());
        },
    );
    Ok(())
}

fn read_description(phone: &AndroidPhone, p256: &Signature) -> anyhow::Result<()> {
    let chain = phone.chain(&FINAL_NONCE, NOW_MS);
    let target = Certificate::parse(chain.first().context("a target")?)?;
    let extension = target.extension(oid::ANDROID_KEY_DESCRIPTION)?;
    let value = extension.context("a KeyDescription")?.value;
    KeyDescription::parse(value).context("the description is read")?;
    let what = format!("KeyDescription of {} bytes, read", value.len());
    let bare = || p256.verify();
    report(&what, "one P-256 verification", bare, || {
        black_box(KeyDescription::parse(black_box(value)).is_ok());
    });
    Ok(())
}
