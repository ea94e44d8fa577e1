//! Decides which signature schemes there are: how the message is hashed and what kind of key signs.

/// A signature scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// ECDSA with SHA-256, signature in DER.
    EcdsaSha256,
    /// ECDSA with SHA-384, signature in DER.
    EcdsaSha384,
    /// ECDSA with SHA-512, signature in DER.
    EcdsaSha512,
    /// ECDSA with SHA-256, signature as r and s of 32 bytes each: ES256 of RFC 7518 section 3.4, P-256 only.
    EcdsaSha256Fixed,
    /// ECDSA with SHA-384, signature as r and s of 48 bytes each: ES384 of RFC 7518 section 3.4, P-384 only.
    EcdsaSha384Fixed,
    /// RSASSA-PKCS1-v1_5 with SHA-1: broken for documents that a stranger can shape; only where a relying party asks
    /// for it (spec webauthn.md section 4.2).
    RsaPkcs1Sha1,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    RsaPkcs1Sha256,
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    RsaPkcs1Sha384,
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    RsaPkcs1Sha512,
    /// RSASSA-PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes: PS256 of RFC 7518 section 3.5.
    RsaPssSha256,
    /// RSASSA-PSS with SHA-384, MGF1 with SHA-384 and a salt of 48 bytes.
    RsaPssSha384,
    /// RSASSA-PSS with SHA-512, MGF1 with SHA-512 and a salt of 64 bytes.
    RsaPssSha512,
    /// Ed25519 (RFC 8032 section 5.1), signature of 64 bytes.
    Ed25519,
    /// Ed448 (RFC 8032 section 5.2) without context, signature of 114 bytes; cargo feature `ed448`.
    Ed448,
    /// ML-DSA-44, -65 or -87 (FIPS 204) without context, as the key says; cargo feature `mldsa`.
    MlDsa,
}

impl Scheme {
    /// Every scheme.
    pub const ALL: [Self; 15] = [
        Self::EcdsaSha256,
        Self::EcdsaSha384,
        Self::EcdsaSha512,
        Self::EcdsaSha256Fixed,
        Self::EcdsaSha384Fixed,
        Self::RsaPkcs1Sha1,
        Self::RsaPkcs1Sha256,
        Self::RsaPkcs1Sha384,
        Self::RsaPkcs1Sha512,
        Self::RsaPssSha256,
        Self::RsaPssSha384,
        Self::RsaPssSha512,
        Self::Ed25519,
        Self::Ed448,
        Self::MlDsa,
    ];

    /// Whether signatures are an `Ecdsa-Sig-Value` in DER (RFC 3279 section 2.2.3).
    pub(super) const fn is_ecdsa_in_der(self) -> bool {
        matches!(
            self,
            Self::EcdsaSha256 | Self::EcdsaSha384 | Self::EcdsaSha512
        )
    }
}
