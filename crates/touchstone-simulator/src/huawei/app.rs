//! What is a simulated app on a Huawei phone? Its names, its signers, and how verdicts on it are written.

use std::fmt;

use super::ca::HuaweiCa;

/// What a verdict is signed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// RSA PKCS#1 1.5 with SHA-256.
    Rs256,
    /// RSA-PSS with SHA-256.
    Ps256,
}

impl Algorithm {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
        }
    }

    pub(super) fn other(self) -> Self {
        match self {
            Self::Rs256 => Self::Ps256,
            Self::Ps256 => Self::Rs256,
        }
    }
}

/// Which names the fields of a verdict have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldNames {
    /// Android: `apkPackageName`, `apkCertificateDigestSha256`, `timestampMs`.
    Apk,
    /// HarmonyOS: `hapBundleName`, `hapCertificateSha256`, `timestamp`.
    Hap,
}

/// An app on a Huawei phone.
#[derive(Clone)]
pub struct HuaweiApp {
    pub(super) ca: HuaweiCa,
    pub(super) seed: [u8; 32],
    pub(super) package: String,
    pub(super) app_id: String,
    /// SHA-256 digests of the certificates that signed the app.
    pub signers: Vec<[u8; 32]>,
    /// What the verdict is signed with. At first RS256.
    pub algorithm: Algorithm,
    /// Which names the fields have. At first those of Android.
    pub field_names: FieldNames,
    /// Whether the digest is one text and not, as at first, a list. Further digests are left out then.
    pub digest_as_text: bool,
    /// Whether `x5c` ends with the root. At first not.
    pub root_included: bool,
    /// What Huawei found.
    pub basic_integrity: bool,
    /// What Huawei advises; `None` leaves it out.
    pub advice: Option<String>,
    /// What Huawei found in detail, such as `root`; nothing leaves it out.
    pub detail: Vec<String>,
    /// What the envelope says in `device.model`.
    pub model: String,
    /// What the envelope says in `device.version`.
    pub os_version: String,
}

impl HuaweiApp {
    /// An app on a sound phone, with the SHA-256 digest of its one signer and its Huawei app id. The seed
    /// makes what flaws put in place of the right thing.
    #[must_use]
    pub fn new(
        ca: &HuaweiCa,
        seed: [u8; 32],
        package: &str,
        signer_digest: [u8; 32],
        app_id: &str,
    ) -> Self {
        Self {
            ca: ca.clone(),
            seed,
            package: package.to_owned(),
            app_id: app_id.to_owned(),
            signers: vec![signer_digest],
            algorithm: Algorithm::Rs256,
            field_names: FieldNames::Apk,
            digest_as_text: false,
            root_included: false,
            basic_integrity: true,
            advice: None,
            detail: vec![],
            model: "Mate 70 Pro".to_owned(),
            os_version: "4.3".to_owned(),
        }
    }

    /// The app's name.
    #[must_use]
    pub fn package(&self) -> &str {
        &self.package
    }

    /// The app's number at Huawei.
    #[must_use]
    pub fn app_id(&self) -> &str {
        &self.app_id
    }
}

impl fmt::Debug for HuaweiApp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("HuaweiApp")
            .field("package", &self.package)
            .field("app_id", &self.app_id)
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}
