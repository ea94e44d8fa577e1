//! Decides which anchors are known without metadata (spec webauthn.md section 4.4): those that the makers of the formats
//! publish. Tpm, packed and fido-u2f have none.

use super::super::Format;
use crate::android_key::google_hardware;
use crate::x509::{Anchors, AnchorsError};

/// The built-in anchors, read once.
#[derive(Clone, Debug)]
pub struct BuiltInAnchors {
    apple: Anchors,
    android_key: Anchors,
    android_safetynet: Anchors,
}

impl BuiltInAnchors {
    /// Reads those that came with this crate.
    pub fn load() -> Result<Self, AnchorsError> {
        let apple = include_str!("../../../anchors/apple_webauthn_root_ca.pem");
        let safetynet = include_str!("../../../anchors/android_safetynet_roots.pem");
        Ok(Self {
            apple: Anchors::from_pem(apple)?,
            android_key: google_hardware()?,
            android_safetynet: Anchors::from_pem(safetynet)?,
        })
    }

    /// Puts others in the place of a format's; nothing for formats that have none.
    pub fn replace(&mut self, format: Format, with: Anchors) {
        match format {
            Format::Apple => self.apple = with,
            Format::AndroidKey => self.android_key = with,
            Format::AndroidSafetynet => self.android_safetynet = with,
            Format::None | Format::Packed | Format::Tpm | Format::FidoU2f | Format::Compound => {}
        }
    }

    /// Those of a format.
    pub const fn of(&self, format: Format) -> Option<&Anchors> {
        match format {
            Format::Apple => Some(&self.apple),
            Format::AndroidKey => Some(&self.android_key),
            Format::AndroidSafetynet => Some(&self.android_safetynet),
            Format::None | Format::Packed | Format::Tpm | Format::FidoU2f | Format::Compound => {
                None
            }
        }
    }
}
