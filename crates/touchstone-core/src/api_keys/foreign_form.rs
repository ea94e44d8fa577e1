//! Decides how a key of each kind looks that was issued elsewhere.

use crate::ports::KeyKind;

/// The shortest and longest random part of a key that was issued elsewhere.
const FOREIGN_CHARS: std::ops::RangeInclusive<usize> = 16..=200;
/// 32 bytes in base64url: admin keys are never weaker than issued ones.
const ADMIN_CHARS: std::ops::RangeInclusive<usize> = 43..=200;
const KNOX_HEX_DIGITS: usize = 64;

impl KeyKind {
    /// What a key of this kind looks like that was issued elsewhere.
    pub(super) const fn foreign_form(self) -> &'static str {
        match self {
            Self::Mobile => "xma_ and 16 to 200 of A-Z, a-z, 0-9, _ and -",
            Self::Purchases => {
                "attesto_live_ or attesto_test_ and 16 to 200 of A-Z, a-z, 0-9, _ and -"
            }
            Self::Knox => "64 hexadecimal digits in lower case",
            Self::Webauthn => "tswa_ and 16 to 200 of A-Z, a-z, 0-9, _ and -",
            Self::Admin => "tsadm_ and 43 to 200 of A-Z, a-z, 0-9, _ and -",
        }
    }

    /// Whether `key` has that form.
    pub(super) fn has_foreign_form(self, key: &str) -> bool {
        let prefixed = |prefix: &str, chars: &std::ops::RangeInclusive<usize>| {
            key.strip_prefix(prefix).is_some_and(|rest| {
                let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
                chars.contains(&rest.len()) && rest.bytes().all(word)
            })
        };
        match self {
            Self::Mobile => prefixed("xma_", &FOREIGN_CHARS),
            Self::Purchases => {
                prefixed("attesto_live_", &FOREIGN_CHARS)
                    || prefixed("attesto_test_", &FOREIGN_CHARS)
            }
            Self::Knox => {
                let lower_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
                key.len() == KNOX_HEX_DIGITS && key.bytes().all(lower_hex)
            }
            Self::Webauthn => prefixed("tswa_", &FOREIGN_CHARS),
            Self::Admin => prefixed("tsadm_", &ADMIN_CHARS),
        }
    }
}

#[cfg(test)]
mod tests;
