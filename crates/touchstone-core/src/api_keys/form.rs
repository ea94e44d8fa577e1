//! Decides how an issued key looks: a prefix by family and 32 random bytes (design.md section 2). Only its SHA-256 is kept.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use zeroize::Zeroizing;

use crate::Random;
use crate::ports::KeyKind;

/// A key in the clear. Shown once to who asked for it; never logged, never stored.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKeySecret(Zeroizing<String>);

impl ApiKeySecret {
    /// A key that was issued elsewhere or presented by a caller.
    pub fn from_text(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The key in the clear.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored: SHA-256 of the whole text.
    pub fn sha256(&self) -> [u8; 32] {
        sha256(self.0.as_bytes())
    }

    /// The first eight characters, to recognise it by.
    pub fn prefix(&self) -> String {
        self.0.chars().take(8).collect()
    }
}

impl fmt::Debug for ApiKeySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKeySecret(..)")
    }
}

/// A new key of this kind.
pub fn new_secret(kind: KeyKind, random: &dyn Random) -> ApiKeySecret {
    let mut bytes = Zeroizing::new([0; 32]);
    random.fill(&mut *bytes);
    let text = match kind {
        KeyKind::Knox => HEXLOWER.encode(&*bytes),
        KeyKind::Mobile => format!("xma_{}", BASE64URL_NOPAD.encode(&*bytes)),
        KeyKind::Purchases => format!("attesto_live_{}", BASE64URL_NOPAD.encode(&*bytes)),
        KeyKind::Webauthn => format!("tswa_{}", BASE64URL_NOPAD.encode(&*bytes)),
        KeyKind::Admin => format!("tsadm_{}", BASE64URL_NOPAD.encode(&*bytes)),
    };
    ApiKeySecret::from_text(text)
}

/// SHA-256 of what was presented.
pub(crate) fn sha256(presented: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(digest(&SHA256, presented).as_ref());
    out
}
