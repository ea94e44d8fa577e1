//! Which attestation statement goes with a credential (spec/webauthn.md 4.3)? A value of this type is a recipe:
//! the statement itself is made when the message is sealed, over the bytes as they then are.

mod android_key;
mod apple;
mod compound;
mod fido_u2f;
mod packed;
mod safetynet;
mod tpm;

pub use android_key::AndroidKey;
pub use apple::{Apple, AppleNonce};
pub use compound::Compound;
pub use fido_u2f::FidoU2f;
pub use packed::{Packed, Signer};
pub(super) use packed::{stranger_key, stranger_signature};
pub use safetynet::SafetyNet;
pub use tpm::Tpm;

use super::auth_data::AuthData;
use super::ca::AttestationChain;
use super::credential::Credential;
use crate::cbor::Cbor;

/// What a statement is made over.
#[derive(Clone, Copy)]
pub struct Ceremony<'a> {
    /// The authenticator data as they are sent.
    pub auth_data: &'a AuthData,
    /// SHA-256 of the client data.
    pub client_data_hash: [u8; 32],
    /// The new credential.
    pub credential: &'a Credential,
    /// When the registration is made (unix milliseconds).
    pub now_ms: i64,
}

impl Ceremony<'_> {
    /// authData and the hash of the client data, one behind the other: what most formats sign.
    #[must_use]
    pub fn signed_bytes(&self) -> Vec<u8> {
        [self.auth_data.bytes().as_slice(), &self.client_data_hash].concat()
    }

    /// The AAGUID in the authenticator data; zero when there is none.
    #[must_use]
    pub fn aaguid(&self) -> [u8; 16] {
        let attested = self.auth_data.attested.as_ref();
        attested.map_or([0; 16], |attested| attested.aaguid)
    }

    /// The credential id in the authenticator data; empty when there is none.
    #[must_use]
    pub fn credential_id(&self) -> &[u8] {
        let attested = self.auth_data.attested.as_ref();
        attested.map_or(&[], |attested| &attested.credential_id)
    }
}

/// How a registration is attested.
#[derive(Clone)]
#[expect(
    clippy::large_enum_variant,
    reason = "few are made, and boxes would hide the fields"
)]
pub enum Statement {
    /// `none`: not at all.
    None,
    /// `packed`, by the credential itself or by a maker.
    Packed(Packed),
    /// `fido-u2f`.
    FidoU2f(FidoU2f),
    /// `apple`.
    Apple(Apple),
    /// `tpm`.
    Tpm(Tpm),
    /// `android-key`.
    AndroidKey(AndroidKey),
    /// `android-safetynet`.
    SafetyNet(SafetyNet),
    /// `compound`: several of the others.
    Compound(Compound),
    /// Any format and any statement.
    Other {
        /// `fmt`.
        format: String,
        /// `attStmt`.
        value: Cbor,
    },
}

impl Statement {
    /// The word in `fmt`.
    #[must_use]
    pub fn format(&self) -> &str {
        match self {
            Self::None => "none",
            Self::Packed(_) => "packed",
            Self::FidoU2f(_) => "fido-u2f",
            Self::Apple(_) => "apple",
            Self::Tpm(_) => "tpm",
            Self::AndroidKey(_) => "android-key",
            Self::SafetyNet(_) => "android-safetynet",
            Self::Compound(_) => "compound",
            Self::Other { format, .. } => format,
        }
    }

    /// The value of `attStmt`.
    #[must_use]
    pub fn value(&self, ceremony: &Ceremony<'_>) -> Cbor {
        match self {
            Self::None => Cbor::Map(Vec::new()),
            Self::Packed(packed) => packed.value(ceremony),
            Self::FidoU2f(u2f) => u2f.value(ceremony),
            Self::Apple(apple) => apple.value(ceremony),
            Self::Tpm(tpm) => tpm.value(ceremony),
            Self::AndroidKey(android) => android.value(ceremony),
            Self::SafetyNet(safetynet) => safetynet.value(ceremony),
            Self::Compound(compound) => compound.value(ceremony),
            Self::Other { value, .. } => value.clone(),
        }
    }
}

/// The value of `x5c`.
pub(super) fn x5c(chain: &AttestationChain) -> Cbor {
    Cbor::Array(chain.x5c().into_iter().map(Cbor::Bytes).collect())
}
