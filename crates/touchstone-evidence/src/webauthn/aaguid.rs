//! Decides how the model of an authenticator is written: 16 bytes, as text a UUID (RFC 9562) in lower case.

use core::fmt;
use core::str::FromStr;

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};

/// The model of an authenticator; all zero when it does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Aaguid(pub [u8; 16]);

/// The text is no UUID with its four hyphens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an AAGUID such as 01020304-0102-0102-0102-010203040506")]
pub struct ParseAaguidError;

impl Aaguid {
    /// What an authenticator sends that has no model, or hides it.
    pub const ZERO: Self = Self([0; 16]);

    /// Whether it says nothing.
    pub fn is_zero(&self) -> bool {
        *self == Self::ZERO
    }
}

/// How many bytes stand in each group of a UUID's text.
const GROUPS: [usize; 5] = [4, 2, 2, 2, 6];

/// `01020304-0102-0102-0102-010203040506`.
impl fmt::Display for Aaguid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0.as_slice();
        for (position, group) in GROUPS.into_iter().enumerate() {
            let (bytes, behind) = rest.split_at_checked(group).unwrap_or_default();
            rest = behind;
            let hyphen = if position == 0 { "" } else { "-" };
            write!(f, "{hyphen}{}", HEXLOWER.encode_display(bytes))?;
        }
        Ok(())
    }
}

/// In any case of letters.
impl FromStr for Aaguid {
    type Err = ParseAaguidError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 16];
        let mut rest = bytes.as_mut_slice();
        let mut groups = text.split('-');
        for length in GROUPS {
            let group = groups.next().ok_or(ParseAaguidError)?;
            let (here, behind) = rest.split_at_mut_checked(length).ok_or(ParseAaguidError)?;
            if group.len() != length * 2 {
                return Err(ParseAaguidError);
            }
            let decoded = HEXLOWER_PERMISSIVE.decode_mut(group.as_bytes(), here);
            decoded.map_err(|_| ParseAaguidError)?;
            rest = behind;
        }
        match groups.next() {
            None => Ok(Self(bytes)),
            Some(_) => Err(ParseAaguidError),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Aaguid;

    const TEXT: &str = "fa2b99dc-9e39-4257-8f92-4a30d23c4118";

    #[test]
    fn text_and_bytes_are_the_same_aaguid() {
        let aaguid: Aaguid = TEXT.parse().unwrap();
        assert_eq!(aaguid.0[..5], [0xfa, 0x2b, 0x99, 0xdc, 0x9e]);
        assert_eq!(aaguid.to_string(), TEXT);
        assert_eq!(TEXT.to_uppercase().parse(), Ok(aaguid));
        assert!(Aaguid::default().is_zero() && !aaguid.is_zero());
    }

    #[test]
    fn other_texts_are_none() {
        let bare = TEXT.replace('-', "");
        let long = format!("{TEXT}-");
        let words = [
            "",
            "-",
            "----",
            bare.as_str(),
            long.as_str(),
            TEXT.trim_start_matches('f'),
        ];
        let moved = "fa2b99dc9-e39-4257-8f92-4a30d23c4118";
        let signed = "+a2b99dc-9e39-4257-8f92-4a30d23c4118";
        for text in words.into_iter().chain([moved, signed, "fa2b99dé"]) {
            assert!(text.parse::<Aaguid>().is_err(), "{text}");
        }
    }
}
