//! Decides which signature scheme an AlgorithmIdentifier names (RFC 5280 section 4.1.1.2, RFC 4055, RFC 8410, RFC 9881): the
//! same in certificates and revocation lists. Which schemes may occur is said by each profile.

use super::oid;
use crate::der::{Element, Error, Reader, Tag};
use crate::signature::Scheme;

/// The scheme of a signature whose algorithm is named inside the signed part and beside the signature; `None` when it is
/// unknown, or named differently. Parameters may be absent or NULL, also for ECDSA: genuine chains have both.
pub(super) fn scheme(inside: &[u8], beside: &Element<'_>) -> Option<Scheme> {
    if beside.bytes != inside {
        return None;
    }
    let mut algorithm = beside.reader();
    let name = algorithm.read(Tag::OBJECT_IDENTIFIER).ok()?.contents;
    if name == oid::RSASSA_PSS {
        return pss(algorithm).ok().flatten();
    }
    let parameters = algorithm.optional(Tag::NULL).ok()?;
    if parameters.is_some_and(|null| !null.contents.is_empty()) || !algorithm.is_empty() {
        return None;
    }
    Some(match name {
        oid::ECDSA_WITH_SHA256 => Scheme::EcdsaSha256,
        oid::ECDSA_WITH_SHA384 => Scheme::EcdsaSha384,
        oid::ECDSA_WITH_SHA512 => Scheme::EcdsaSha512,
        oid::SHA1_WITH_RSA => Scheme::RsaPkcs1Sha1,
        oid::SHA256_WITH_RSA => Scheme::RsaPkcs1Sha256,
        oid::SHA384_WITH_RSA => Scheme::RsaPkcs1Sha384,
        oid::SHA512_WITH_RSA => Scheme::RsaPkcs1Sha512,
        oid::ED25519 => Scheme::Ed25519,
        oid::ML_DSA_44 | oid::ML_DSA_65 | oid::ML_DSA_87 => Scheme::MlDsa,
        _ => return None,
    })
}

/// RSASSA-PSS (RFC 4055 section 3.1) with one hash for the message and for MGF1, and a salt of its length.
fn pss(mut algorithm: Reader<'_>) -> Result<Option<Scheme>, Error> {
    let mut parameters = algorithm.open(Tag::SEQUENCE)?;
    algorithm.finish()?;
    let hash = hash(parameters.open(Tag::context(0))?)?;
    let mut generator = parameters.open(Tag::context(1))?.open(Tag::SEQUENCE)?;
    let generator_name = generator.read(Tag::OBJECT_IDENTIFIER)?.contents;
    let generator_hash = self::hash(generator)?;
    let salt_bytes = parameters.open(Tag::context(2))?.read(Tag::INTEGER)?;
    let trailer = parameters.optional(Tag::context(3))?;
    parameters.finish()?;
    let trailer = trailer.map(|field| field.reader().read(Tag::INTEGER));
    let trailer = trailer.transpose()?.map(|field| field.unsigned());
    if generator_name != oid::MGF1 || generator_hash != hash || trailer.transpose()? > Some(1) {
        return Ok(None);
    }
    Ok(match (hash, salt_bytes.unsigned()?) {
        (oid::SHA256, 32) => Some(Scheme::RsaPssSha256),
        (oid::SHA384, 48) => Some(Scheme::RsaPssSha384),
        (oid::SHA512, 64) => Some(Scheme::RsaPssSha512),
        _ => None,
    })
}

/// The name of a hash, whose parameters are absent or NULL.
fn hash<'a>(mut inside: Reader<'a>) -> Result<&'a [u8], Error> {
    let mut algorithm = inside.open(Tag::SEQUENCE)?;
    inside.finish()?;
    let name = algorithm.read(Tag::OBJECT_IDENTIFIER)?.contents;
    algorithm.optional(Tag::NULL)?;
    algorithm.finish()?;
    Ok(name)
}
