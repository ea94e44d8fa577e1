//! Decides which COSE algorithms there are (RFC 9053, RFC 8812, RFC 9864, draft-ietf-cose-dilithium), and which scheme
//! each means for which kind of key (spec webauthn.md sections 4.2 and 4.3).

use crate::signature::{PublicKey, Scheme};

/// A signature algorithm of COSE.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
    /// ECDSA on P-521 with SHA-512.
    Es512,
    /// ECDSA on secp256k1 with SHA-256.
    Es256k,
    /// Ed25519; `EdDSA` never means Ed448 here.
    EdDsa,
    /// Ed448.
    Ed448,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    Rs384,
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    Rs512,
    /// RSASSA-PSS with SHA-256.
    Ps256,
    /// RSASSA-PSS with SHA-384.
    Ps384,
    /// RSASSA-PSS with SHA-512.
    Ps512,
    /// RSASSA-PKCS1-v1_5 with SHA-1.
    Rs1,
    /// ML-DSA-44.
    MlDsa44,
    /// ML-DSA-65.
    MlDsa65,
    /// ML-DSA-87.
    MlDsa87,
}

impl Algorithm {
    /// Every algorithm, also those that this build lacks.
    pub const ALL: [Self; 16] = [
        Self::Es256,
        Self::EdDsa,
        Self::Es384,
        Self::Es512,
        Self::Ps256,
        Self::Ps384,
        Self::Ps512,
        Self::Es256k,
        Self::MlDsa44,
        Self::MlDsa65,
        Self::MlDsa87,
        Self::Ed448,
        Self::Rs256,
        Self::Rs384,
        Self::Rs512,
        Self::Rs1,
    ];

    /// The number in `alg`.
    pub const fn id(self) -> i64 {
        match self {
            Self::Es256 => -7,
            Self::EdDsa => -8,
            Self::Es384 => -35,
            Self::Es512 => -36,
            Self::Ps256 => -37,
            Self::Ps384 => -38,
            Self::Ps512 => -39,
            Self::Es256k => -47,
            Self::MlDsa44 => -48,
            Self::MlDsa65 => -49,
            Self::MlDsa87 => -50,
            Self::Ed448 => -53,
            Self::Rs256 => -257,
            Self::Rs384 => -258,
            Self::Rs512 => -259,
            Self::Rs1 => -65_535,
        }
    }

    /// The name that COSE registers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
            Self::Es384 => "ES384",
            Self::Es512 => "ES512",
            Self::Ps256 => "PS256",
            Self::Ps384 => "PS384",
            Self::Ps512 => "PS512",
            Self::Es256k => "ES256K",
            Self::MlDsa44 => "ML-DSA-44",
            Self::MlDsa65 => "ML-DSA-65",
            Self::MlDsa87 => "ML-DSA-87",
            Self::Ed448 => "Ed448",
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::Rs1 => "RS1",
        }
    }

    /// Whether this build can verify it: cargo features `ed448` and `mldsa`.
    pub const fn is_implemented(self) -> bool {
        match self {
            Self::Ed448 => cfg!(feature = "ed448"),
            Self::MlDsa44 | Self::MlDsa65 | Self::MlDsa87 => cfg!(feature = "mldsa"),
            _ => true,
        }
    }

    /// The algorithms that this build can verify.
    pub fn implemented() -> impl Iterator<Item = Self> {
        Self::ALL
            .into_iter()
            .filter(|algorithm| algorithm.is_implemented())
    }

    /// The algorithm with that number, if this build can verify it.
    pub fn from_id(id: i64) -> Option<Self> {
        Self::implemented().find(|algorithm| algorithm.id() == id)
    }

    /// The scheme that it means for `key`; `None` when the kind of key, its curve included, is another.
    pub const fn scheme_for(self, key: &PublicKey<'_>) -> Option<Scheme> {
        Some(match (self, key) {
            (Self::Es256, PublicKey::P256(_)) => Scheme::EcdsaSha256,
            (Self::Es384, PublicKey::P384(_)) => Scheme::EcdsaSha384,
            (Self::Es512, PublicKey::P521(_)) => Scheme::EcdsaSha512,
            (Self::Es256k, PublicKey::Secp256k1(_)) => Scheme::EcdsaSha256,
            (Self::EdDsa, PublicKey::Ed25519(_)) => Scheme::Ed25519,
            (Self::Ed448, PublicKey::Ed448(_)) => Scheme::Ed448,
            (Self::MlDsa44, PublicKey::MlDsa44(_)) => Scheme::MlDsa,
            (Self::MlDsa65, PublicKey::MlDsa65(_)) => Scheme::MlDsa,
            (Self::MlDsa87, PublicKey::MlDsa87(_)) => Scheme::MlDsa,
            (_, PublicKey::Rsa(_)) => return self.rsa_scheme(),
            _ => return None,
        })
    }

    const fn rsa_scheme(self) -> Option<Scheme> {
        Some(match self {
            Self::Rs256 => Scheme::RsaPkcs1Sha256,
            Self::Rs384 => Scheme::RsaPkcs1Sha384,
            Self::Rs512 => Scheme::RsaPkcs1Sha512,
            Self::Ps256 => Scheme::RsaPssSha256,
            Self::Ps384 => Scheme::RsaPssSha384,
            Self::Ps512 => Scheme::RsaPssSha512,
            Self::Rs1 => Scheme::RsaPkcs1Sha1,
            _ => return None,
        })
    }
}
