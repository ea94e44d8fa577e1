//! Decides how the keys that open classic Play tokens are set and cleared: both at once, never readable again.

use touchstone_evidence::play_integrity::{Keys, KeysError};
use zeroize::Zeroizing;

use super::RegisteredAndroidApp;
use super::secret::{DECRYPTION_KEY, sealed, write};
use crate::ports::{PlayKeys, Versioned};
use crate::{AdminCall, AdminError, AppId};

/// The two keys that the Play Console hands out. Not `Debug`: one is a secret.
pub struct NewPlayKeys {
    /// The AES key: 32 bytes.
    pub decryption_key: Zeroizing<Vec<u8>>,
    /// The P-256 SubjectPublicKeyInfo in DER.
    pub verification_key: Vec<u8>,
}

impl NewPlayKeys {
    fn check(&self) -> Result<(), AdminError> {
        let (path, message) = match Keys::new(&self.decryption_key, &self.verification_key) {
            Ok(_) => return Ok(()),
            Err(KeysError::DecryptionKey) => ("decryption_key", "must be 32 bytes in base64"),
            Err(KeysError::VerificationKey) => (
                "verification_key",
                "must be a P-256 SubjectPublicKeyInfo in DER, in base64",
            ),
        };
        Err(AdminError::invalid(path, message))
    }
}

/// Sets the keys, in place of any others. Takes the scope `mobile:keys`.
pub async fn set_play_keys(
    admin: &AdminCall<'_>,
    id: AppId,
    if_version: Option<u64>,
    keys: NewPlayKeys,
) -> Result<Versioned<RegisteredAndroidApp>, AdminError> {
    let action = "mobile.android_app.play_keys.set";
    write(admin, action, id, if_version, |app| {
        keys.check()?;
        app.play_keys = Some(PlayKeys {
            decryption_key: sealed(admin, app, DECRYPTION_KEY, &keys.decryption_key),
            verification_key: keys.verification_key,
        });
        Ok(())
    })
    .await
}

/// Clears the keys. Takes the scope `mobile:keys`.
pub async fn clear_play_keys(
    admin: &AdminCall<'_>,
    id: AppId,
    if_version: Option<u64>,
) -> Result<Versioned<RegisteredAndroidApp>, AdminError> {
    let action = "mobile.android_app.play_keys.clear";
    write(admin, action, id, if_version, |app| {
        app.play_keys = None;
        Ok(())
    })
    .await
}
