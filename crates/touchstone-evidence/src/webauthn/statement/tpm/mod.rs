//! Decides whether a TPM vouches for a credential: format `tpm` (WebAuthn L3 section 8.3, spec webauthn.md section 4.3).
//! Checks run in this order; the first that fails is the reason.
//!
//! 1. X1: the members are there, and the version is 2.0;
//! 2. X2: the public area can be read;
//! 3. X3: its key is the credential's;
//! 4. X4: the certified information can be read, a TPM generated it, and it certifies an object;
//! 5. X5: its extra data is the hash over authenticator data and client data hash;
//! 6. X6: the certified name is that of the public area;
//! 7. X7: the attestation key signed it;
//! 8. X8: the attestation key is certified as one;
//! 9. X9: the TPM's manufacturer is listed, where there is a list.

mod aik;
mod algorithm;
pub mod attest;
mod credential;
mod device;
mod error;
mod fields;
pub mod pub_area;
mod verify;

pub use device::Device;
pub use error::Error;
pub use fields::Malformed;
pub(super) use verify::verify;

/// The checks of this format in the order in which they run: clause, and what it says.
pub const CHECKS: &[(&str, &str)] = &[
    ("X1", "statement of TPM version 2.0"),
    ("X2", "public area is well-formed"),
    ("X3", "public area is of the credential's key"),
    ("X4", "a TPM certifies an object"),
    ("X5", "extra data is the expected one"),
    ("X6", "certified name is that of the public area"),
    ("X7", "statement is signed with the attestation key"),
    ("X8", "attestation key is certified as one"),
    ("X9", "manufacturer is allowed"),
];

#[cfg(test)]
mod tests;
