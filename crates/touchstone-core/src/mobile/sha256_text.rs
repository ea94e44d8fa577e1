//! Decides how an operator may write a SHA-256: hexadecimal, hexadecimal with colons (as Google's and Huawei's consoles show it) or base64url;
//! it is shown as lower-case hexadecimal.

use std::fmt;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER, HEXLOWER_PERMISSIVE};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// 32 bytes that an operator wrote: the digest of a signing certificate, or a verified boot key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256Text(pub [u8; 32]);

impl Sha256Text {
    /// Reads any of the three forms.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = match text.len() {
            64 => HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()?,
            95 => colon_hex(text)?,
            43 => BASE64URL_NOPAD.decode(text.as_bytes()).ok()?,
            44 => BASE64URL_NOPAD
                .decode(text.strip_suffix('=')?.as_bytes())
                .ok()?,
            _ => return None,
        };
        bytes.try_into().ok().map(Self)
    }
}

/// 32 pairs of digits with colons between them.
fn colon_hex(text: &str) -> Option<Vec<u8>> {
    let pairs: Vec<&str> = text.split(':').collect();
    let whole = pairs.len() == 32 && pairs.iter().all(|pair| pair.len() == 2);
    let digits = pairs.concat();
    HEXLOWER_PERMISSIVE
        .decode(digits.as_bytes())
        .ok()
        .filter(|_| whole)
}

impl fmt::Display for Sha256Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for Sha256Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sha256Text({self})")
    }
}

impl Serialize for Sha256Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sha256Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            D::Error::custom(
                "must be 32 bytes: 64 hexadecimal digits, with or without colons between the pairs, or base64url",
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Sha256Text;

    const HEX: &str = "a671f34c7d9fb0160577ff1e154bf32e6a548a4df9d33b92293a02c06609d8a4";

    #[test]
    fn three_forms_are_read_and_one_is_shown() {
        let bytes = Sha256Text::parse(HEX).unwrap();
        let pairs: Vec<String> = HEX
            .to_uppercase()
            .as_bytes()
            .chunks(2)
            .map(|pair| String::from_utf8(pair.to_vec()).unwrap())
            .collect();
        let base64url = data_encoding::BASE64URL_NOPAD.encode(&bytes.0);
        for text in [
            HEX.to_uppercase(),
            pairs.join(":"),
            base64url.clone(),
            format!("{base64url}="),
        ] {
            assert_eq!(Sha256Text::parse(&text), Some(bytes), "{text}");
        }
        assert_eq!(bytes.to_string(), HEX);
    }

    #[test]
    fn everything_else_is_refused() {
        let short = HEX.strip_suffix("a4").unwrap();
        let odd_colons = format!("{}:{}", "a".repeat(60), "a".repeat(34));
        for text in [
            "",
            short,
            &format!("{HEX}00"),
            &HEX.replace('a', "g"),
            &odd_colons,
            &":".repeat(95),
            &"=".repeat(44),
            &format!("{}+", "A".repeat(42)),
        ] {
            assert_eq!(Sha256Text::parse(text), None, "{text}");
        }
    }
}
