//! A BLOB of production size, 400 entries in 3 MB: parsed and verified (M1 to M9) beside the signatures inside it, with the memory that it
//! takes, and taken over by a server from a metadata service on loopback.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context;
use data_encoding::BASE64;
use touchstone_core::{Clock as _, SystemClock, Timestamp};
use touchstone_evidence::mds3::{Blob, Certificates, DEFAULT_SIGNER, Source};
use touchstone_evidence::signature::Scheme;
use touchstone_evidence::x509::{Anchors, Certificate, Crls, Revocation};
use touchstone_outbound::Method;
use touchstone_simulator::webauthn::mds::{MetadataBlob, ScriptedMds};

use crate::bare::{Signature, of_chain, verify_all};
use crate::measure::report;
use crate::memory::{grown_by, mib_of};
use crate::operator::Operator;
use crate::server::{Engine, Server, Settings};

use super::furnish::{NO_METADATA, relying_party, settings};

pub const SEED: [u8; 32] = [8; 32];
const PATIENCE: Duration = Duration::from_secs(30);

pub async fn run() -> anyhow::Result<()> {
    let text = MetadataBlob::production_size(SEED).compact();
    let bytes = text.len();
    println!("webauthn: a BLOB of {bytes} bytes");
    judge(&text)?;
    let before = Server::start(Engine::Sqlite, &settings(NO_METADATA)).await?;
    relying_party(&before).await?;
    let without_mib = before.resident_mib()?;
    let (service, settings) = served(&text).await?;
    let server = Server::start(Engine::Sqlite, &settings).await?;
    let (operator, _) = relying_party(&server).await?;
    let start = Instant::now();
    until_up(&operator).await?;
    let after = start.elapsed() + server.ready_after;
    println!(
        "  taken over by a server that starts: known {:>6.0} ms after its start; resident {:>6.1} MiB, {without_mib:.1} MiB without",
        after.as_secs_f64() * 1e3,
        server.resident_mib()?
    );
    anyhow::ensure!(
        service.calls(ScriptedMds::BLOB) > 0,
        "the service was asked"
    );
    Ok(())
}

/// A metadata service with this BLOB, and a server that asks it.
pub async fn served(blob: &str) -> anyhow::Result<(ScriptedMds, Settings)> {
    let service = ScriptedMds::start().await?;
    service.set_blob(blob);
    let url = service.blob_url();
    let source = format!(
        "enabled = true\nsources = [{{ url = \"{url}\", roots_file = \"mds-root.pem\", signer = \"{DEFAULT_SIGNER}\" }}]"
    );
    let mut settings = settings(&source);
    settings.files.push(("mds-root.pem", root_pem()?));
    Ok((service, settings))
}

/// Waits until the server has the BLOB.
pub async fn until_up(operator: &Operator) -> anyhow::Result<()> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        let path = "/admin/v1/webauthn/mds";
        let seen = operator.call(Method::Get, path, None, None).await?;
        let state = seen.pointer("/items/0/state");
        if state.is_some_and(|state| state == "up") {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    anyhow::bail!("the server does not take over the BLOB")
}

fn judge(text: &str) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("blob.jwt");
    std::fs::write(&file, text)?;
    let mib = mib_of(&file)?;
    println!("  parsed and verified: at most {mib:.1} MiB beside the text");
    let anchors = Anchors::from_der(&[MetadataBlob::production_root(SEED)])?;
    let now = SystemClock.now();
    let verify = || entries(text, &anchors, now);
    anyhow::ensure!(verify()? == 400, "every entry is read");
    let signatures = signatures(text)?;
    let kind = format!("bare {} signatures", signatures.len());
    let bare = || verify_all(&signatures);
    report("BLOB, parsed and verified", &kind, bare, || {
        black_box(verify().is_ok());
    });
    Ok(())
}

/// What a process of its own does for [`mib_of`]: prints by how much it grows.
pub fn print_memory_of(file: &Path) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(file)?;
    let anchors = Anchors::from_der(&[MetadataBlob::production_root(SEED)])?;
    let mib = grown_by(|| entries(&text, &anchors, SystemClock.now()).map(drop))?;
    println!("{mib}");
    Ok(())
}

/// How many entries it holds.
fn entries(text: &str, roots: &Anchors, now: Timestamp) -> anyhow::Result<usize> {
    let source = Source {
        roots,
        signer: Some(DEFAULT_SIGNER),
        revocation: Revocation::Soft,
        crls: &Crls::new(),
    };
    let blob = Blob::parse(black_box(text))?;
    let Certificates::Sent(certificates) = blob.certificates("https://mds.example/")? else {
        anyhow::bail!("the certificates come with it");
    };
    let accepted = blob.judge(&certificates, &source, None, now)?;
    Ok(accepted.payload.entries.len())
}

/// That of the BLOB, and those on its certificates.
fn signatures(text: &str) -> anyhow::Result<Vec<Signature>> {
    let Certificates::Sent(certificates) =
        Blob::parse(text)?.certificates("https://mds.example/")?
    else {
        anyhow::bail!("the certificates come with it");
    };
    let (message, signature) = text.rsplit_once('.').context("three parts")?;
    let leaf = Certificate::parse(certificates.first().context("a leaf")?)?;
    let key = leaf.spki.public_key().context("a key")?;
    let mut signatures = of_chain(&certificates, &root_pem()?)?;
    let signature = data_encoding::BASE64URL_NOPAD.decode(signature.as_bytes())?;
    signatures.push(Signature::new(
        &key,
        Scheme::EcdsaSha256Fixed,
        message.as_bytes(),
        &signature,
    )?);
    Ok(signatures)
}

/// What its signer leads to.
fn root_pem() -> anyhow::Result<String> {
    let root = BASE64.encode(&MetadataBlob::production_root(SEED));
    let lines: Result<Vec<&str>, _> = root
        .as_bytes()
        .chunks(64)
        .map(std::str::from_utf8)
        .collect();
    let lines = lines?.join("\n");
    Ok(format!(
        "-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n"
    ))
}
