//! Decides whether an encrypted token opens under a key: JWE in compact form (RFC 7516) with A256KW and A256GCM (RFC 7518
//! sections 4.4 and 5.3), the one pair that evidence uses.

use alloc::vec::Vec;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::key_wrap::{AES_256, AesKek, KeyWrap};
use zeroize::Zeroizing;

use super::{Error as FormError, Header, compact};

const KEY_BYTES: usize = 32;
/// A key of 32 bytes under AES key wrap (RFC 3394).
const WRAPPED_KEY_BYTES: usize = KEY_BYTES + 8;
const IV_BYTES: usize = 12;
const TAG_BYTES: usize = 16;

/// An encrypted token whose shape is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jwe<'a> {
    /// The header as it came: it is authenticated in this form.
    header: &'a str,
    wrapped_key: [u8; WRAPPED_KEY_BYTES],
    iv: [u8; IV_BYTES],
    /// What is encrypted, with the tag behind it.
    sealed: Vec<u8>,
}

/// Why a text is no token that can be opened here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not five parts in base64url, or no header.
    #[error("not a JWE in compact form")]
    Form(#[source] FormError),
    /// `alg` is not A256KW.
    #[error("another key algorithm")]
    KeyAlgorithm,
    /// `enc` is not A256GCM.
    #[error("another content algorithm")]
    ContentAlgorithm,
    /// The header asks for decompression (`zip`) or declares extensions (`crit`).
    #[error("header with compression or critical extensions")]
    Extension,
    /// The wrapped key does not have 40 bytes, the IV not 12 or the tag not 16.
    #[error("wrapped key, IV or tag of another length")]
    Length,
}

/// The key does not open the token, or somebody changed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("token does not open under the key")]
pub struct OpenError;

/// Reads a token of at most `bytes_max` bytes.
pub fn parse(text: &str, bytes_max: usize) -> Result<Jwe<'_>, Error> {
    let [header_text, wrapped_key, iv, ciphertext, tag] =
        compact::split(text, bytes_max).map_err(Error::Form)?;
    let decode = |part, position| compact::decode(part, position).map_err(Error::Form);
    let header = Header::parse(&decode(header_text, 0)?).map_err(Error::Form)?;
    let (wrapped_key, iv) = (decode(wrapped_key, 1)?, decode(iv, 2)?);
    let (mut sealed, tag) = (decode(ciphertext, 3)?, decode(tag, 4)?);
    if header.text("alg") != Some("A256KW") {
        return Err(Error::KeyAlgorithm);
    }
    if header.text("enc") != Some("A256GCM") {
        return Err(Error::ContentAlgorithm);
    }
    if header.has("zip") || header.has("crit") {
        return Err(Error::Extension);
    }
    if tag.len() != TAG_BYTES {
        return Err(Error::Length);
    }
    sealed.extend(tag);
    Ok(Jwe {
        header: header_text,
        wrapped_key: wrapped_key.try_into().map_err(|_| Error::Length)?,
        iv: iv.try_into().map_err(|_| Error::Length)?,
        sealed,
    })
}

impl Jwe<'_> {
    /// What is inside, when `key` wrapped its content key and nothing was changed since.
    pub fn open(self, key: &[u8; KEY_BYTES]) -> Result<Vec<u8>, OpenError> {
        self.unseal(key).map_err(|Unspecified| OpenError)
    }

    fn unseal(self, key: &[u8; KEY_BYTES]) -> Result<Vec<u8>, Unspecified> {
        let mut content_key = Zeroizing::new([0; KEY_BYTES]);
        AesKek::new(&AES_256, key)?.unwrap(&self.wrapped_key, content_key.as_mut_slice())?;
        let content_key = UnboundKey::new(&AES_256_GCM, content_key.as_slice())?;
        let nonce = Nonce::assume_unique_for_key(self.iv);
        let header = Aad::from(self.header.as_bytes());
        let mut sealed = self.sealed;
        let opened = LessSafeKey::new(content_key).open_in_place(nonce, header, &mut sealed)?;
        let length = opened.len();
        sealed.truncate(length);
        Ok(sealed)
    }
}
