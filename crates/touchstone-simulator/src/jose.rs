//! How are compact JWS and JWE made, and opened by their owner? ES256, RS256, PS256, and A256KW with A256GCM.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, Key, KeyInit, Nonce};
use aes_kw::KwAes256;
use data_encoding::BASE64URL_NOPAD;
use rsa::Pkcs1v15Sign;
use sha2::Sha256;

use crate::key::{Hash, SigningKey, sha256};

/// Bytes of a wrapped 32-byte key, of the IV and of the tag.
const WRAPPED_BYTES: usize = 40;
const IV_BYTES: usize = 12;
const TAG_BYTES: usize = 16;
const HMAC_BLOCK_BYTES: usize = 64;

/// base64url without padding (RFC 7515 2).
pub(crate) fn base64url(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

/// The bytes of base64url without padding.
pub(crate) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    BASE64URL_NOPAD.decode(text.as_bytes()).ok()
}

/// A compact JWS of a JSON header and a payload; `sign` makes the signature of the signing input.
pub(crate) fn jws(header: &str, payload: &[u8], sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let input = format!("{}.{}", base64url(header.as_bytes()), base64url(payload));
    let signature = sign(input.as_bytes());
    format!("{input}.{}", base64url(&signature))
}

/// ES256: r and s, 32 bytes each. Another key than one on P-256 gives nothing.
pub(crate) fn es256(key: &SigningKey, message: &[u8]) -> Vec<u8> {
    let der = key.sign(Hash::Sha256, message);
    let signature = p256::ecdsa::Signature::from_der(&der);
    signature.map_or_else(|_| Vec::new(), |signature| signature.to_bytes().to_vec())
}

/// RS256: RSA PKCS#1 1.5 with SHA-256.
pub(crate) fn rs256(key: &SigningKey, message: &[u8]) -> Vec<u8> {
    key.sign(Hash::Sha256, message)
}

/// PS256: RSA-PSS with SHA-256 and a salt of 32 bytes, which comes from the message. Another key than an
/// RSA key gives nothing.
pub(crate) fn ps256(key: &SigningKey, message: &[u8]) -> Vec<u8> {
    key.sign_pss(Hash::Sha256, message)
}

/// Whether `signature` is RS256 by this key.
pub(crate) fn verifies_rs256(key: &SigningKey, message: &[u8], signature: &[u8]) -> bool {
    let SigningKey::Rsa(key) = key else {
        return false;
    };
    let padding = Pkcs1v15Sign::new::<Sha256>();
    let public = key.to_public_key();
    public.verify(padding, &sha256(message), signature).is_ok()
}

/// HMAC-SHA256 (RFC 2104): what a forger makes of a public key that is taken for a secret.
pub(crate) fn hmac_sha256(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut block = match key.len() {
        0..=HMAC_BLOCK_BYTES => key.to_vec(),
        _ => sha256(key).to_vec(),
    };
    block.resize(HMAC_BLOCK_BYTES, 0);
    let pad = |with: u8| -> Vec<u8> { block.iter().map(|byte| byte ^ with).collect() };
    let inner = sha256(&[pad(0x36).as_slice(), message].concat());
    sha256(&[pad(0x5c).as_slice(), &inner].concat()).to_vec()
}

/// A compact JWE before its parts are joined.
pub(crate) struct Jwe {
    pub(crate) header: String,
    pub(crate) wrapped_key: Vec<u8>,
    pub(crate) iv: Vec<u8>,
    pub(crate) ciphertext: Vec<u8>,
    pub(crate) tag: Vec<u8>,
}

impl Jwe {
    /// `plaintext` under a content key that is wrapped under `key`; the header is authenticated too.
    pub(crate) fn seal(
        header: &str,
        key: &[u8; 32],
        content_key: &[u8; 32],
        iv: [u8; IV_BYTES],
        plaintext: &[u8],
    ) -> Self {
        let aad = base64url(header.as_bytes());
        let mut ciphertext = seal(content_key, iv, aad.as_bytes(), plaintext);
        let tag = ciphertext.split_off(ciphertext.len().saturating_sub(TAG_BYTES));
        Self {
            header: header.to_owned(),
            wrapped_key: wrap(key, content_key),
            iv: iv.to_vec(),
            ciphertext,
            tag,
        }
    }

    /// The five parts.
    pub(crate) fn parts(&self) -> [String; 5] {
        let header = self.header.as_bytes();
        let parts = [
            header,
            &self.wrapped_key,
            &self.iv,
            &self.ciphertext,
            &self.tag,
        ];
        parts.map(base64url)
    }

    /// What the owner of the key reads; `None` when anything is wrong.
    pub(crate) fn open(text: &str, key: &[u8; 32]) -> Option<Vec<u8>> {
        let parts: Vec<&str> = text.split('.').collect();
        let [header, wrapped_key, iv, ciphertext, tag] = parts.as_slice() else {
            return None;
        };
        let fields: serde_json::Value = serde_json::from_slice(&from_base64url(header)?).ok()?;
        let field = |name| fields.get(name).and_then(serde_json::Value::as_str);
        let named = (field("alg"), field("enc")) == (Some("A256KW"), Some("A256GCM"));
        let plain = fields.as_object().is_some_and(|fields| fields.len() == 2);
        let content_key = unwrap(key, &from_base64url(wrapped_key)?).filter(|_| named && plain)?;
        let iv: [u8; IV_BYTES] = from_base64url(iv)?.try_into().ok()?;
        let sealed = [from_base64url(ciphertext)?, from_base64url(tag)?].concat();
        open(&content_key, iv, header.as_bytes(), &sealed)
    }
}

/// AES-256-GCM: the ciphertext and behind it the tag.
#[expect(clippy::expect_used, reason = "encryption fails beyond 64 GiB only")]
pub(crate) fn seal(key: &[u8; 32], iv: [u8; IV_BYTES], aad: &[u8], plaintext: &[u8]) -> Vec<u8> {
    let cipher = Aes256Gcm::new(&Key::<Aes256Gcm>::from(*key));
    let payload = Payload {
        msg: plaintext,
        aad,
    };
    let sealed = cipher.encrypt(&Nonce::from(iv), payload);
    sealed.expect("a message of less than 64 GiB")
}

/// The plaintext of what [`seal`] made.
pub(crate) fn open(
    key: &[u8; 32],
    iv: [u8; IV_BYTES],
    aad: &[u8],
    sealed: &[u8],
) -> Option<Vec<u8>> {
    let cipher = Aes256Gcm::new(&Key::<Aes256Gcm>::from(*key));
    cipher
        .decrypt(&Nonce::from(iv), Payload { msg: sealed, aad })
        .ok()
}

/// The IV that follows from a digest.
pub(crate) fn iv(digest: [u8; 32]) -> [u8; IV_BYTES] {
    let mut iv = [0; IV_BYTES];
    iv.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    iv
}

/// RFC 3394: a 32-byte key under another one.
#[expect(
    clippy::expect_used,
    reason = "both sizes are what the algorithm asks for"
)]
fn wrap(key: &[u8; 32], content_key: &[u8; 32]) -> Vec<u8> {
    let mut wrapped = vec![0; WRAPPED_BYTES];
    let kek = KwAes256::new(key.into());
    kek.wrap_key(content_key, &mut wrapped)
        .expect("32 bytes into 40");
    wrapped
}

fn unwrap(key: &[u8; 32], wrapped: &[u8]) -> Option<[u8; 32]> {
    let mut content_key = [0; 32];
    let kek = KwAes256::new(key.into());
    let opened = kek.unwrap_key(wrapped, &mut content_key).ok()?.len();
    (opened == content_key.len()).then_some(content_key)
}

#[cfg(test)]
mod tests;
