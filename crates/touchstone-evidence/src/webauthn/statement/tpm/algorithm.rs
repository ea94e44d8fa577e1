//! Names the algorithms of TPM structures (TCG Algorithm Registry section 6.2, TPM_ALG_ID), and decides which
//! hash goes with a signature.

use super::super::{Error, chain};
use crate::cose::Algorithm;
use crate::digest::Hash;

/// RSA: a type of object.
pub(super) const RSA: u16 = 0x0001;
/// Triple DES.
pub(super) const TDES: u16 = 0x0003;
/// SHA-1.
const SHA1: u16 = 0x0004;
/// AES.
pub(super) const AES: u16 = 0x0006;
/// MGF1: a mask generation function.
pub(super) const MGF1: u16 = 0x0007;
/// SHA-256.
const SHA256: u16 = 0x000b;
/// SHA-384.
const SHA384: u16 = 0x000c;
/// SHA-512.
const SHA512: u16 = 0x000d;
/// No algorithm.
pub(super) const NULL: u16 = 0x0010;
/// SM4.
pub(super) const SM4: u16 = 0x0013;
/// RSASSA-PKCS1-v1_5.
pub(super) const RSASSA: u16 = 0x0014;
/// RSAES-PKCS1-v1_5.
pub(super) const RSAES: u16 = 0x0015;
/// RSASSA-PSS.
pub(super) const RSAPSS: u16 = 0x0016;
/// RSAES-OAEP.
pub(super) const OAEP: u16 = 0x0017;
/// ECDSA.
pub(super) const ECDSA: u16 = 0x0018;
/// Elliptic curve Diffie-Hellman.
pub(super) const ECDH: u16 = 0x0019;
/// Anonymous ECDSA.
pub(super) const ECDAA: u16 = 0x001a;
/// SM2.
pub(super) const SM2: u16 = 0x001b;
/// Elliptic curve Schnorr.
pub(super) const ECSCHNORR: u16 = 0x001c;
/// Two-phase elliptic curve key exchange.
pub(super) const ECMQV: u16 = 0x001d;
/// Key derivation of SP 800-56A.
pub(super) const KDF1_SP800_56A: u16 = 0x0020;
/// Key derivation of IEEE 1363a.
pub(super) const KDF2: u16 = 0x0021;
/// Key derivation of SP 800-108.
pub(super) const KDF1_SP800_108: u16 = 0x0022;
/// Elliptic curves: a type of object.
pub(super) const ECC: u16 = 0x0023;
/// Camellia.
pub(super) const CAMELLIA: u16 = 0x0026;

/// The hash of that number; `None` when it is none of SHA-1, SHA-256, SHA-384 and SHA-512.
pub(super) const fn hash(number: u16) -> Option<Hash> {
    match number {
        SHA1 => Some(Hash::Sha1),
        SHA256 => Some(Hash::Sha256),
        SHA384 => Some(Hash::Sha384),
        SHA512 => Some(Hash::Sha512),
        _ => None,
    }
}

/// The signature algorithm of that COSE number and the hash that is part of it; algorithms without one are none that a
/// TPM has here.
pub(super) fn of_signature(id: i64, check: &'static str) -> Result<(Algorithm, Hash), Error> {
    let algorithm = chain::algorithm(id, check)?;
    let hash = match algorithm {
        Algorithm::Rs1 => Hash::Sha1,
        Algorithm::Es256 | Algorithm::Es256k | Algorithm::Rs256 | Algorithm::Ps256 => Hash::Sha256,
        Algorithm::Es384 | Algorithm::Rs384 | Algorithm::Ps384 => Hash::Sha384,
        Algorithm::Es512 | Algorithm::Rs512 | Algorithm::Ps512 => Hash::Sha512,
        Algorithm::EdDsa
        | Algorithm::Ed448
        | Algorithm::MlDsa44
        | Algorithm::MlDsa65
        | Algorithm::MlDsa87 => {
            let algorithm = id;
            return Err(Error::AlgorithmUnsupported { check, algorithm });
        }
    };
    Ok((algorithm, hash))
}
