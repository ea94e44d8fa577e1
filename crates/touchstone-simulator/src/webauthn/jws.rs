//! How is a JWS signed with an algorithm of COSE (RFC 7518 3.1)?

use super::Algorithm;
use crate::jose;
use crate::key::SigningKey;

/// The value of `alg`; `none` for what JOSE has no name for here.
pub(super) fn algorithm_name(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Es256 => "ES256",
        Algorithm::Es384 => "ES384",
        Algorithm::EdDsa => "EdDSA",
        Algorithm::Rs256 => "RS256",
        Algorithm::Rs384 => "RS384",
        Algorithm::Rs512 => "RS512",
        Algorithm::Ps256 => "PS256",
        _ => "none",
    }
}

/// The signature over a signing input; ECDSA gives r and s in place of DER.
pub(super) fn signature(algorithm: Algorithm, key: &SigningKey, input: &[u8]) -> Vec<u8> {
    match key {
        SigningKey::P256(_) => jose::es256(key, input),
        SigningKey::P384(_) => {
            let signature = p384::ecdsa::Signature::from_der(&algorithm.sign(key, input));
            signature.map_or_else(|_| Vec::new(), |signature| signature.to_bytes().to_vec())
        }
        _ => algorithm.sign(key, input),
    }
}
