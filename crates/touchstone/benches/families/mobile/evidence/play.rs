//! Play Integrity: a classic token opened with the app's keys and judged (G2 to G17).

use std::hint::black_box;

use anyhow::Context;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::key_wrap::{AES_256, AesKek, KeyWrap};
use data_encoding::BASE64URL_NOPAD;
use touchstone_core::Timestamp;
use touchstone_evidence::play_integrity::{self, Expected, Keys, Policy, TokenType};
use touchstone_evidence::signature::{PublicKey, Scheme};
use touchstone_evidence::x509::SubjectPublicKeyInfo;
use touchstone_simulator::play::{self, PlayApp};

use super::{FINAL_NONCE, NOW_MS, PACKAGE, SIGNER};
use crate::bare::Signature;
use crate::measure::report;

/// A token taken apart: nothing is left to do but cryptography.
struct Sealed {
    decryption_key: [u8; 32],
    header: String,
    wrapped_key: Vec<u8>,
    iv: [u8; 12],
    /// With the tag behind it.
    ciphertext: Vec<u8>,
    inner: Signature,
}

pub fn run() -> anyhow::Result<()> {
    let app = PlayApp::new([4; 32], PACKAGE, SIGNER);
    let payload = app.payload(play::TokenType::Classic, &FINAL_NONCE, NOW_MS);
    let token = app.text(play::TokenType::Classic, &payload);
    let keys = Keys::new(&app.keys().decryption_key(), &app.keys().verification_key())?;
    let policy = Policy::default();
    let expected = Expected {
        package_name: PACKAGE,
        signers: &[SIGNER],
        token_type: TokenType::Classic,
        final_nonce: &FINAL_NONCE,
        policy: &policy,
    };
    let now = Timestamp::from_unix_ms(NOW_MS);
    let verify = |token: &str| {
        let payload = play_integrity::open(token, &keys)?;
        play_integrity::judge(&payload, &expected, now)
    };
    verify(&token).context("the token is accepted")?;
    let sealed = Sealed::of(&app, &token)?;
    let bare = || {
        black_box(sealed.open().is_ok_and(|inner| !inner.is_empty()));
        sealed.inner.verify();
    };
    report(
        "Play classic, opened here",
        "bare unwrap, open, signature",
        bare,
        || {
            black_box(verify(black_box(&token)).is_ok());
        },
    );
    Ok(())
}

impl Sealed {
    fn of(app: &PlayApp, token: &str) -> anyhow::Result<Self> {
        let parts: Vec<&str> = token.split('.').collect();
        let [header, wrapped_key, iv, ciphertext, tag] = parts.as_slice() else {
            anyhow::bail!("five parts");
        };
        let decode = |part: &str| BASE64URL_NOPAD.decode(part.as_bytes());
        let iv = decode(iv)?.try_into();
        let spki = app.keys().verification_key();
        let key = SubjectPublicKeyInfo::from_der(&spki)?;
        let key = key.public_key().context("a key")?;
        let mut sealed = Self {
            decryption_key: app.keys().decryption_key(),
            header: (*header).to_owned(),
            wrapped_key: decode(wrapped_key)?,
            iv: iv.map_err(|_| anyhow::anyhow!("an IV has 12 bytes"))?,
            ciphertext: [decode(ciphertext)?, decode(tag)?].concat(),
            inner: Signature::new(&key, Scheme::EcdsaSha256Fixed, &[], &[])?,
        };
        sealed.inner = signature(&key, &String::from_utf8(sealed.open()?)?)?;
        Ok(sealed)
    }

    /// AES key unwrap, then AES-GCM.
    fn open(&self) -> anyhow::Result<Vec<u8>> {
        let refused = |_| anyhow::anyhow!("the token opens");
        let mut content_key = [0; 32];
        let wrapping = AesKek::new(&AES_256, &self.decryption_key).map_err(refused)?;
        wrapping
            .unwrap(&self.wrapped_key, &mut content_key)
            .map_err(refused)?;
        let content_key = UnboundKey::new(&AES_256_GCM, &content_key).map_err(refused)?;
        let nonce = Nonce::assume_unique_for_key(self.iv);
        let mut opened = self.ciphertext.clone();
        LessSafeKey::new(content_key)
            .open_in_place(nonce, Aad::from(self.header.as_bytes()), &mut opened)
            .map_err(refused)?;
        opened.truncate(opened.len() - AES_256_GCM.tag_len());
        Ok(opened)
    }
}

fn signature(key: &PublicKey<'_>, signed: &str) -> anyhow::Result<Signature> {
    let (message, signature) = signed.rsplit_once('.').context("a signature")?;
    let signature = BASE64URL_NOPAD.decode(signature.as_bytes())?;
    Signature::new(
        key,
        Scheme::EcdsaSha256Fixed,
        message.as_bytes(),
        &signature,
    )
}
