//! The signatures inside evidence, verified with nothing around them: what the cryptography library
//! alone takes for them.

use std::hint::black_box;

use anyhow::Context;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_FIXED, ECDSA_P256K1_SHA256_ASN1,
    ECDSA_P384_SHA256_ASN1, ECDSA_P384_SHA384_ASN1, ECDSA_P521_SHA512_ASN1, ED25519, ML_DSA_44,
    ML_DSA_65, ML_DSA_87, RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, RSA_PSS_2048_8192_SHA256,
    RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512, UnparsedPublicKey, VerificationAlgorithm,
};
use touchstone_evidence::signature::{PublicKey, Scheme};
use touchstone_evidence::x509::{Certificate, pem_certificates};

/// A signature, what it is over, and whose it is.
pub struct Signature {
    algorithm: &'static dyn VerificationAlgorithm,
    public_key: Vec<u8>,
    message: Vec<u8>,
    signature: Vec<u8>,
}

impl Signature {
    pub fn new(
        key: &PublicKey<'_>,
        scheme: Scheme,
        message: &[u8],
        signature: &[u8],
    ) -> anyhow::Result<Self> {
        let (algorithm, public_key): (&dyn VerificationAlgorithm, &[u8]) = match (*key, scheme) {
            (PublicKey::P256(key), Scheme::EcdsaSha256) => (&ECDSA_P256_SHA256_ASN1, key),
            (PublicKey::P256(key), Scheme::EcdsaSha256Fixed) => (&ECDSA_P256_SHA256_FIXED, key),
            (PublicKey::P384(key), Scheme::EcdsaSha256) => (&ECDSA_P384_SHA256_ASN1, key),
            (PublicKey::P384(key), Scheme::EcdsaSha384) => (&ECDSA_P384_SHA384_ASN1, key),
            (PublicKey::P521(key), Scheme::EcdsaSha512) => (&ECDSA_P521_SHA512_ASN1, key),
            (PublicKey::Secp256k1(key), Scheme::EcdsaSha256) => (&ECDSA_P256K1_SHA256_ASN1, key),
            (PublicKey::Ed25519(key), Scheme::Ed25519) => (&ED25519, key),
            (PublicKey::MlDsa44(key), Scheme::MlDsa) => (&ML_DSA_44, key),
            (PublicKey::MlDsa65(key), Scheme::MlDsa) => (&ML_DSA_65, key),
            (PublicKey::MlDsa87(key), Scheme::MlDsa) => (&ML_DSA_87, key),
            (PublicKey::Rsa(key), scheme) => (rsa(scheme)?, key),
            _ => anyhow::bail!("the library has no {scheme:?} for this key"),
        };
        Ok(Self {
            algorithm,
            public_key: public_key.to_vec(),
            message: message.to_vec(),
            signature: signature.to_vec(),
        })
    }

    pub fn verify(&self) {
        let key = UnparsedPublicKey::new(self.algorithm, &self.public_key);
        let result = key.verify(black_box(&self.message), black_box(&self.signature));
        assert!(result.is_ok(), "the bare signature holds");
    }
}

fn rsa(scheme: Scheme) -> anyhow::Result<&'static dyn VerificationAlgorithm> {
    Ok(match scheme {
        Scheme::RsaPkcs1Sha1 => &RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY,
        Scheme::RsaPkcs1Sha256 => &RSA_PKCS1_2048_8192_SHA256,
        Scheme::RsaPkcs1Sha384 => &RSA_PKCS1_2048_8192_SHA384,
        Scheme::RsaPkcs1Sha512 => &RSA_PKCS1_2048_8192_SHA512,
        Scheme::RsaPssSha256 => &RSA_PSS_2048_8192_SHA256,
        Scheme::RsaPssSha384 => &RSA_PSS_2048_8192_SHA384,
        Scheme::RsaPssSha512 => &RSA_PSS_2048_8192_SHA512,
        _ => anyhow::bail!("{scheme:?} is not for RSA"),
    })
}

pub fn verify_all(signatures: &[Signature]) {
    for signature in signatures {
        signature.verify();
    }
}

/// The signatures on a chain in DER, leaf first; a root at its end is left out, as nobody looks at
/// its own signature.
pub fn of_chain(chain: &[Vec<u8>], roots_pem: &str) -> anyhow::Result<Vec<Signature>> {
    let roots = pem_certificates(roots_pem).map_err(|line| anyhow::anyhow!("PEM, line {line}"))?;
    let all: Result<Vec<Certificate<'_>>, _> = chain
        .iter()
        .chain(&roots)
        .map(|der| Certificate::parse(der))
        .collect();
    let all = all?;
    let issued = all.iter().take(chain.len());
    issued
        .filter(|subject| subject.issuer != subject.subject)
        .map(|subject| {
            let mut issuers = all.iter();
            let issuer = issuers.find(|issuer| issuer.subject == subject.issuer);
            let key = issuer.and_then(|issuer| issuer.spki.public_key());
            let scheme = subject.scheme().context("a known scheme")?;
            let key = key.context("an issuer with a known key")?;
            Signature::new(&key, scheme, subject.tbs, subject.signature)
        })
        .collect()
}
