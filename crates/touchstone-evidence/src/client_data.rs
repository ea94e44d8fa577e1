//! Decides what a device signs over: how server and device nonce become the final nonce, and how that becomes the
//! client data hash of an Apple app (spec mobile.md section 3.4).

use alloc::vec::Vec;

use crate::digest::{Sha256, sha256};

/// How an app turns the final nonce into its client data hash: two published revisions, chosen per registered app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Profile {
    /// `SHA-256(CBOR array of one byte string holding finalNonce)`, shortest form; the default.
    CborArray,
    /// `SHA-256(finalNonce)`.
    Raw,
}

impl Profile {
    /// Every profile, the default first.
    pub const ALL: [Self; 2] = [Self::CborArray, Self::Raw];

    /// The word of the setting `client_data_profile`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CborArray => "cbor_array",
            Self::Raw => "raw",
        }
    }

    /// The profile with that word, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.name() == name)
    }

    /// The client data hash over `final_nonce`.
    pub fn hash(self, final_nonce: &[u8]) -> Sha256 {
        match self {
            Self::CborArray => {
                let (head, head_length) = byte_string_head(final_nonce.len());
                sha256(&[
                    &[ARRAY_OF_ONE],
                    head.get(..head_length).unwrap_or_default(),
                    final_nonce,
                ])
            }
            Self::Raw => sha256(&[final_nonce]),
        }
    }
}

const ARRAY_OF_ONE: u8 = 0x81;

/// The head of a CBOR byte string in its shortest form, and how many bytes of it count.
fn byte_string_head(length: usize) -> ([u8; 9], usize) {
    const BYTES: u8 = 0x40;
    let mut head = [0; 9];
    let (first, used) = match length {
        0..=23 => (BYTES | u8::try_from(length).unwrap_or(0), 0),
        24..=0xff => (BYTES | 24, 1),
        0x100..=0xffff => (BYTES | 25, 2),
        0x1_0000..=0xffff_ffff => (BYTES | 26, 4),
        _ => (BYTES | 27, 8),
    };
    let wide = u64::try_from(length).unwrap_or(u64::MAX).to_be_bytes();
    let bytes = core::iter::once(first).chain(wide.into_iter().skip(8 - used));
    for (slot, byte) in head.iter_mut().zip(bytes) {
        *slot = byte;
    }
    (head, used + 1)
}

/// How device and server nonce make the final nonce: a setting of the tenant, `final_nonce`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Composition {
    /// `SHA-256(serverNonce || deviceNonce)`; the default.
    Sha256ServerDevice,
    /// `SHA-256(deviceNonce || serverNonce)`.
    Sha256DeviceServer,
    /// `serverNonce || deviceNonce`.
    ConcatServerDevice,
}

impl Composition {
    /// Every composition, the default first.
    pub const ALL: [Self; 3] = [
        Self::Sha256ServerDevice,
        Self::Sha256DeviceServer,
        Self::ConcatServerDevice,
    ];

    /// The word of the setting `final_nonce`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha256ServerDevice => "sha256_server_device",
            Self::Sha256DeviceServer => "sha256_device_server",
            Self::ConcatServerDevice => "concat_server_device",
        }
    }

    /// The composition with that word, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|composition| composition.name() == name)
    }

    /// The final nonce: the server nonce alone when the device sent none.
    pub fn final_nonce(self, server: &[u8], device: Option<&[u8]>) -> Vec<u8> {
        let Some(device) = device else {
            return server.to_vec();
        };
        match self {
            Self::Sha256ServerDevice => sha256(&[server, device]).to_vec(),
            Self::Sha256DeviceServer => sha256(&[device, server]).to_vec(),
            Self::ConcatServerDevice => [server, device].concat(),
        }
    }
}

#[cfg(test)]
mod tests;
