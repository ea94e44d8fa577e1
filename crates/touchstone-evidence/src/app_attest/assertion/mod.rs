//! Decides whether an assertion is by a registered key over the expected client data: checks B1 and B4 to B6 (spec
//! mobile.md section 4.3), in the order that [`CHECKS`] prints. Reading comes apart from judging, because the key
//! record is found in between (B2, B3).

mod error;

use alloc::borrow::Cow;

use crate::cbor::{self, Item, Keys};
use crate::digest::{Sha256, sha256};
use crate::limits::{
    APPLE_ASSERTION_BYTES_MAX, APPLE_SIGNATURE_BYTES_MAX, APPLE_SIGNATURE_BYTES_MIN,
};
use crate::signature::{self, PublicKey, Scheme};
pub use error::{Error, Fault};

/// The checks of this format in the order in which they run: clause, and what it says. B2 and B3 stand between the
/// first two; B7 follows.
pub const CHECKS: &[(&str, &str)] = &[
    ("B1", "assertion is well-formed"),
    ("B4", "App ID is that of the key"),
    ("B5", "signature is by the key over the client data"),
    ("B6", "counter is greater than the stored one"),
];

/// rpIdHash 32, flags 1, counter 4.
const AUTHENTICATOR_DATA_BYTES: usize = 37;

/// An assertion whose shape is right. Nothing in it is authentic yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assertion<'a> {
    signature: Cow<'a, [u8]>,
    authenticator_data: [u8; AUTHENTICATOR_DATA_BYTES],
}

/// What an assertion is judged against: the key record, and the client data of this request.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'e> {
    /// SHA-256 of the App ID of the record.
    pub app_id_hash: Sha256,
    /// The client data hash, of any length.
    pub client_data_hash: &'e [u8],
    /// The key of the record: the uncompressed P-256 point.
    pub public_key: &'e [u8; 65],
    /// The stored counter; 0 for a key that was attested just now.
    pub counter_floor: u32,
}

/// What an accepted assertion proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The counter to store.
    pub counter: u32,
}

/// Reads an assertion: check B1. The flags say that credential data follows, but none does; it is not looked for.
pub fn parse(evidence: &[u8]) -> Result<Assertion<'_>, Error> {
    read(evidence).map_err(Error::Malformed)
}

fn read(evidence: &[u8]) -> Result<Assertion<'_>, Fault> {
    if evidence.len() > APPLE_ASSERTION_BYTES_MAX {
        return Err(Fault::TooLong);
    }
    let document = cbor::parse(evidence, Keys::Text).map_err(Fault::Cbor)?;
    let bytes = |member| {
        document
            .get(member)
            .and_then(Item::bytes)
            .ok_or(Fault::Member(member))
    };
    let signature = bytes("signature")?;
    if !(APPLE_SIGNATURE_BYTES_MIN..=APPLE_SIGNATURE_BYTES_MAX).contains(&signature.len()) {
        return Err(Fault::SignatureLength);
    }
    let authenticator_data = bytes("authenticatorData")?;
    let authenticator_data = authenticator_data.as_ref().try_into();
    let authenticator_data = authenticator_data.map_err(|_| Fault::AuthenticatorDataLength)?;
    Ok(Assertion {
        signature,
        authenticator_data,
    })
}

impl Assertion<'_> {
    /// The rpIdHash: SHA-256 of the App ID that the device names.
    pub fn rp_id_hash(&self) -> Sha256 {
        let mut hash = [0; 32];
        for (slot, byte) in hash.iter_mut().zip(self.authenticator_data) {
            *slot = byte;
        }
        hash
    }

    /// The counter that the device names.
    pub const fn counter(&self) -> u32 {
        let [.., a, b, c, d] = self.authenticator_data;
        u32::from_be_bytes([a, b, c, d])
    }
}

/// Judges an assertion: checks B4 to B6.
pub fn verify(assertion: &Assertion<'_>, expected: &Expected<'_>) -> Result<Verified, Error> {
    // B4
    let rp_id_hash = assertion.rp_id_hash();
    if rp_id_hash != expected.app_id_hash {
        return Err(Error::AppIdMismatch { rp_id_hash });
    }
    // B5: the message is itself a hash, so the client data is hashed twice.
    let message = sha256(&[&assertion.authenticator_data, expected.client_data_hash]);
    let key = PublicKey::P256(expected.public_key);
    signature::verify(&key, Scheme::EcdsaSha256, &message, &assertion.signature)
        .map_err(|_| Error::SignatureInvalid)?;
    // B6
    let counter = assertion.counter();
    if counter <= expected.counter_floor {
        return Err(Error::CounterReplay {
            counter,
            stored: expected.counter_floor,
        });
    }
    Ok(Verified { counter })
}

#[cfg(test)]
mod tests;
