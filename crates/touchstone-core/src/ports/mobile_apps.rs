//! Decides what is kept of a registered app (spec mobile.md 5.1).

use std::fmt;

use touchstone_evidence::Timestamp;

use crate::{AppId, TenantId};

/// A registered Apple app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppleApp {
    /// Its identifier.
    pub id: AppId,
    /// The tenant.
    pub tenant_id: TenantId,
    /// The App ID, unique in the tenant: `TEAMID.bundle.id`.
    pub apple_app_id: String,
    /// The app's policy, as JSON.
    pub policy: String,
    /// The team's sealed DeviceCheck key; the place is entity `apple_app`, column `devicecheck_key`, row = the app's identifier.
    pub devicecheck_key: Option<Sealed>,
    /// Whether stored receipts are exchanged: the policy says so and the DeviceCheck key is there. Kept beside the policy so that the
    /// store can find them.
    pub refreshes_receipts: bool,
    /// A disabled app is as one that is not registered.
    pub enabled: bool,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When it was last written.
    pub updated_at: Timestamp,
}

/// A registered Android app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AndroidApp {
    /// Its identifier.
    pub id: AppId,
    /// The tenant.
    pub tenant_id: TenantId,
    /// The package name, unique in the tenant.
    pub package_name: String,
    /// The app's policy, as JSON: signers, services and what each service asks.
    pub policy: String,
    /// The keys that open classic Play tokens on this server.
    pub play_keys: Option<PlayKeys>,
    /// The sealed service account; the place is entity `android_app`, column `service_account`, row = the app's identifier.
    pub service_account: Option<Sealed>,
    /// A disabled app is as one that is not registered.
    pub enabled: bool,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When it was last written.
    pub updated_at: Timestamp,
}

/// What opens a classic Play token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlayKeys {
    /// The sealed AES key; the place is entity `android_app`, column `play_decryption_key`, row = the app's identifier.
    pub decryption_key: Sealed,
    /// The P-256 SubjectPublicKeyInfo in DER.
    pub verification_key: Vec<u8>,
}

/// A value that only the master key opens.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(pub Vec<u8>);

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealed").finish_non_exhaustive()
    }
}
