//! Decides whether a passkey ceremony is genuine: FIDO2 registrations and authentications (spec webauthn.md section 4).

mod aaguid;
pub mod assertion;
pub mod authenticator_data;
mod base64url;
pub mod client_data;
pub mod message;
pub mod metadata;
pub mod registration;
pub mod statement;
pub mod trust;
mod words;

pub use aaguid::{Aaguid, ParseAaguidError};
pub use base64url::Padding;
pub use words::{AttestationType, BackupEligible, Ceremony, Format, FormatSetting};
