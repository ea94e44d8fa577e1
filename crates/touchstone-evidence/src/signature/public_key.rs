//! Decides which kinds of public key there are, and how their bytes are given to a verifier.

/// A public key that can verify; only its shape is checked until it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublicKey<'a> {
    /// P-256: the uncompressed point.
    P256(&'a [u8; 65]),
    /// P-384: the uncompressed point.
    P384(&'a [u8; 97]),
    /// P-521: the uncompressed point.
    P521(&'a [u8; 133]),
    /// secp256k1: the uncompressed point.
    Secp256k1(&'a [u8; 65]),
    /// RSA: the `RSAPublicKey` of PKCS #1 in DER.
    Rsa(&'a [u8]),
    /// Ed25519: the compressed point.
    Ed25519(&'a [u8; 32]),
    /// Ed448: the compressed point.
    Ed448(&'a [u8; 57]),
    /// ML-DSA-44: the encoded key.
    MlDsa44(&'a [u8; 1_312]),
    /// ML-DSA-65: the encoded key.
    MlDsa65(&'a [u8; 1_952]),
    /// ML-DSA-87: the encoded key.
    MlDsa87(&'a [u8; 2_592]),
}

impl<'a> PublicKey<'a> {
    /// The bytes as the library takes them.
    pub(crate) const fn bytes(&self) -> &'a [u8] {
        match self {
            Self::P256(point) | Self::Secp256k1(point) => *point,
            Self::P384(point) => *point,
            Self::P521(point) => *point,
            Self::Rsa(key) => key,
            Self::Ed25519(point) => *point,
            Self::Ed448(point) => *point,
            Self::MlDsa44(key) => *key,
            Self::MlDsa65(key) => *key,
            Self::MlDsa87(key) => *key,
        }
    }
}
