//! What does Android's KeyMint say of a credential key? A KeyDescription in the leaf (spec/webauthn.md 4.3 D3 to
//! D7), every part of which can be changed.

mod flaw;

pub use flaw::AndroidKeyFlaw;

use crate::android::SecurityLevel;
use crate::android::description::{AuthorizationList, Description};
use crate::der;

const PURPOSE: u32 = 1;
const ALL_APPLICATIONS: u32 = 600;
const ORIGIN: u32 = 702;
/// A tag that no version defines.
const UNKNOWN: u32 = 9_999;
/// Purposes of a key.
pub const PURPOSE_SIGN: u8 = 2;
/// Likewise.
pub const PURPOSE_VERIFY: u8 = 3;
/// Where a key comes from: the chip itself.
pub const ORIGIN_GENERATED: u32 = 0;
/// Likewise: whoever put it in.
pub const ORIGIN_IMPORTED: u32 = 2;

/// One of the two lists of what is true of a key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyProperties {
    /// What the key may do; empty leaves it out.
    pub purposes: Vec<u8>,
    /// Where it comes from; `None` leaves it out.
    pub origin: Option<u32>,
    /// Whether every app may use it.
    pub all_applications: bool,
    /// Whether a tag stands there that nobody knows.
    pub unknown_tag: bool,
}

/// What the leaf of an Android key says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyDescription {
    /// Version of attestation and KeyMint.
    pub attestation_version: u32,
    /// Where the key lives.
    pub level: SecurityLevel,
    /// Writes the levels as INTEGER, as some phones do, in place of ENUMERATED.
    pub levels_as_integers: bool,
    /// `None`: the right one, the hash of the client data.
    pub challenge: Option<Vec<u8>>,
    /// What the operating system says.
    pub software: KeyProperties,
    /// What the trusted environment says.
    pub hardware: KeyProperties,
}

impl Default for KeyDescription {
    /// A key that the trusted execution environment made for signing.
    fn default() -> Self {
        Self {
            attestation_version: 300,
            level: SecurityLevel::Tee,
            levels_as_integers: false,
            challenge: None,
            software: KeyProperties::default(),
            hardware: KeyProperties {
                purposes: vec![PURPOSE_SIGN],
                origin: Some(ORIGIN_GENERATED),
                all_applications: false,
                unknown_tag: false,
            },
        }
    }
}

impl KeyDescription {
    /// The description, DER; `challenge` fills in for one that is left open.
    #[must_use]
    pub fn encode(&self, challenge: &[u8]) -> Vec<u8> {
        let level = self.level.number();
        let description = Description {
            attestation_version: self.attestation_version,
            attestation_level: level,
            keymint_level: level,
            challenge: self.challenge.as_deref().unwrap_or(challenge).to_vec(),
            software: self.software.list(),
            hardware: self.hardware.list(),
        };
        let mut elements = description.elements();
        if self.levels_as_integers {
            let [_, attestation, _, keymint, ..] = &mut elements;
            *attestation = der::integer(&[level]);
            *keymint = der::integer(&[level]);
        }
        der::sequence(&[&elements.concat()])
    }
}

impl KeyProperties {
    fn list(&self) -> AuthorizationList {
        let mut list = AuthorizationList::default();
        if !self.purposes.is_empty() {
            list.put_set(PURPOSE, &self.purposes);
        }
        if self.all_applications {
            list.put(ALL_APPLICATIONS, der::NULL.to_vec());
        }
        list.put_known(ORIGIN, self.origin);
        if self.unknown_tag {
            list.put(UNKNOWN, der::NULL.to_vec());
        }
        list
    }
}
