//! The signatures inside a registration: that of its statement, and those on its certificates.

use anyhow::Context;
use data_encoding::BASE64URL_NOPAD;
use touchstone_evidence::cose;
use touchstone_evidence::signature::{PublicKey, Scheme};
use touchstone_evidence::webauthn::registration::Verified;
use touchstone_evidence::webauthn::statement::VerifiedStatement;
use touchstone_evidence::x509::{Certificate, SubjectPublicKeyInfo};
use touchstone_simulator::webauthn::{Algorithm, Cbor, Credential, Registration};

use crate::bare::{Signature, of_chain};
use crate::webauthn::authenticators::ca;

/// Every signature that has to be verified, one by one.
pub fn of(registration: &Registration, verified: &Verified) -> anyhow::Result<Vec<Signature>> {
    let object = registration.seal().object;
    let (format, statement) = parts(&object)?;
    let elements = match statement {
        Cbor::Array(elements) => elements.iter().map(parts).collect::<Result<_, _>>()?,
        _ => vec![(format, statement)],
    };
    let mut signatures = Vec::new();
    for ((format, statement), verified) in elements.iter().zip(&verified.statement.elements) {
        signatures.extend(of_statement(registration, format, statement, verified)?);
        signatures.extend(of_chain(&verified.x5c, &ca().root_pem())?);
    }
    Ok(signatures)
}

/// A signature of what most authenticators sign with, over as much as they sign.
pub fn of_one_p256() -> anyhow::Result<Signature> {
    let credential = Credential::new(Algorithm::Es256, &[3; 32], "one");
    let message = [7; 200];
    let info = credential.public_key_info();
    let signature = credential.sign(&message);
    signed(&info, Scheme::EcdsaSha256, &message, &signature)
}

fn parts(object: &Cbor) -> anyhow::Result<(&str, &Cbor)> {
    let Some(Cbor::Text(format)) = object.get("fmt") else {
        anyhow::bail!("a format");
    };
    Ok((format, object.get("attStmt").context("a statement")?))
}

fn of_statement(
    registration: &Registration,
    format: &str,
    statement: &Cbor,
    verified: &VerifiedStatement,
) -> anyhow::Result<Option<Signature>> {
    let bytes = |name: &str| match statement.get(name) {
        Some(Cbor::Bytes(bytes)) => Ok(bytes.as_slice()),
        _ => Err(anyhow::anyhow!("{format} without {name}")),
    };
    let credential = registration.credential.public_key_info();
    let leaf = verified.x5c.first();
    let leaf = leaf.map(|der| Certificate::parse(der).map(|leaf| leaf.spki.der.to_vec()));
    let signer = leaf.transpose()?.unwrap_or_else(|| credential.clone());
    let ceremony = registration.ceremony();
    let message = match format {
        "none" | "apple" => return Ok(None),
        "tpm" => bytes("certInfo")?.to_vec(),
        "android-safetynet" => return of_jws(&signer, bytes("response")?).map(Some),
        "fido-u2f" => [
            &[0],
            registration.auth_data.rp_id_hash.as_slice(),
            &ceremony.client_data_hash,
            ceremony.credential_id(),
            point(&credential)?,
        ]
        .concat(),
        _ => ceremony.signed_bytes(),
    };
    let algorithm = verified.algorithm.context("an algorithm")?;
    let scheme = with_key(&signer, |key| {
        let algorithm = cose::Algorithm::from_id(algorithm)?;
        algorithm.scheme_for(key)
    })?;
    signed(
        &signer,
        scheme.context("a scheme")?,
        &message,
        bytes("sig")?,
    )
    .map(Some)
}

fn of_jws(signer: &[u8], response: &[u8]) -> anyhow::Result<Signature> {
    let (message, signature) = std::str::from_utf8(response)?
        .rsplit_once('.')
        .context("three parts")?;
    let signature = BASE64URL_NOPAD.decode(signature.as_bytes())?;
    signed(
        signer,
        Scheme::RsaPkcs1Sha256,
        message.as_bytes(),
        &signature,
    )
}

/// The uncompressed point of a key on P-256.
fn point(public_key_info: &[u8]) -> anyhow::Result<&[u8]> {
    let at = public_key_info.len().checked_sub(65).context("a point")?;
    public_key_info.get(at..).context("a point")
}

fn signed(
    signer: &[u8],
    scheme: Scheme,
    message: &[u8],
    signature: &[u8],
) -> anyhow::Result<Signature> {
    with_key(signer, |key| {
        Signature::new(key, scheme, message, signature)
    })?
}

fn with_key<T>(
    public_key_info: &[u8],
    make: impl FnOnce(&PublicKey<'_>) -> T,
) -> anyhow::Result<T> {
    let info = SubjectPublicKeyInfo::from_der(public_key_info)?;
    Ok(make(&info.public_key().context("a key")?))
}
