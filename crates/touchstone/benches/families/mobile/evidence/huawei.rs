//! SysIntegrity: a token with its chain (H1 to H10), signed with each of the two algorithms.

use std::hint::black_box;

use anyhow::Context;
use data_encoding::{BASE64, BASE64URL_NOPAD};
use touchstone_core::Timestamp;
use touchstone_evidence::signature::Scheme;
use touchstone_evidence::sys_integrity::{self, App, Expected};
use touchstone_evidence::x509::{Anchors, Certificate};
use touchstone_simulator::huawei::{Algorithm, HuaweiApp, HuaweiCa};

use super::{FINAL_NONCE, NOW_MS, PACKAGE, SIGNER};
use crate::bare::{Signature, of_chain, verify_all};
use crate::measure::report;

const HUAWEI_APP_ID: &str = "104529313";

pub fn run() -> anyhow::Result<()> {
    let ca = HuaweiCa::new([3; 32]);
    let mut app = HuaweiApp::new(&ca, [5; 32], PACKAGE, SIGNER, HUAWEI_APP_ID);
    judge(&ca, &app, "Huawei RS256", Scheme::RsaPkcs1Sha256)?;
    app.algorithm = Algorithm::Ps256;
    judge(&ca, &app, "Huawei PS256", Scheme::RsaPssSha256)
}

fn judge(ca: &HuaweiCa, app: &HuaweiApp, what: &str, scheme: Scheme) -> anyhow::Result<()> {
    let anchors = Anchors::from_pem(&ca.roots_pem())?;
    let token = app.text(&FINAL_NONCE, NOW_MS);
    let apps = [App {
        package_name: PACKAGE,
        signers: &[SIGNER],
        huawei_app_id: Some(HUAWEI_APP_ID),
        max_age_s: 600,
        future_skew_s: 60,
    }];
    let expected = Expected {
        final_nonce: &FINAL_NONCE,
        apps: &apps,
    };
    let now = Timestamp::from_unix_ms(NOW_MS);
    sys_integrity::verify(&token, &expected, &anchors, now).context("the token is accepted")?;
    let signatures = signatures(&token, &ca.roots_pem(), scheme)?;
    let kind = format!("bare {} signatures", signatures.len());
    let bare = || verify_all(&signatures);
    report(what, &kind, bare, || {
        let token = black_box(token.as_str());
        black_box(sys_integrity::verify(token, &expected, &anchors, now).is_ok());
    });
    Ok(())
}

/// That of the token by the leaf, and those on the certificates.
fn signatures(token: &str, roots_pem: &str, scheme: Scheme) -> anyhow::Result<Vec<Signature>> {
    let (message, signature) = token.rsplit_once('.').context("a signature")?;
    let (header, _) = message.split_once('.').context("a header")?;
    let header = BASE64URL_NOPAD.decode(header.as_bytes())?;
    let header: serde_json::Value = serde_json::from_slice(&header)?;
    let x5c = header.get("x5c").and_then(serde_json::Value::as_array);
    let texts = x5c.context("x5c")?.iter().filter_map(|text| text.as_str());
    let chain: Result<Vec<_>, _> = texts.map(|text| BASE64.decode(text.as_bytes())).collect();
    let chain = chain?;
    let leaf = Certificate::parse(chain.first().context("a leaf")?)?;
    let key = leaf.spki.public_key().context("a leaf key")?;
    let signature = BASE64URL_NOPAD.decode(signature.as_bytes())?;
    let mut signatures = of_chain(&chain, roots_pem)?;
    let signature = Signature::new(&key, scheme, message.as_bytes(), &signature)?;
    signatures.push(signature);
    Ok(signatures)
}
