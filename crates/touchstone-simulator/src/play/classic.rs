//! How is a classic token sealed? A JWE with the app's decryption key around a JWS of Google.

use super::app::PlayApp;
use super::flaw::Flaw;
use super::keys::PlayKeys;
use crate::jose::{Jwe, base64url, es256, from_base64url, hmac_sha256, iv, jws};
use crate::key::{Hash, SigningKey, derive, sha256};

const JWS_HEADER: &str = r#"{"alg":"ES256"}"#;
const JWE_HEADER: &str = r#"{"alg":"A256KW","enc":"A256GCM"}"#;

/// The token of this payload.
pub(super) fn make(app: &PlayApp, payload: &str) -> String {
    sealed(app, JWE_HEADER, &signed(app, payload))
        .parts()
        .join(".")
}

/// The same with a flaw of JWE or JWS.
pub(super) fn make_flawed(app: &PlayApp, payload: &str, flaw: Flaw) -> String {
    let inner = match flaw {
        Flaw::PlaintextNotSigned => payload.to_owned(),
        Flaw::PlaintextTwoParts => {
            let signed = signed(app, payload);
            signed
                .rsplit_once('.')
                .map_or_else(String::new, |(two, _)| two.to_owned())
        }
        _ => flawed_jws(app, payload, flaw),
    };
    flawed_jwe(app, &inner, flaw)
}

/// What the owner of the keys reads; `None` when anything is wrong.
pub(crate) fn open(keys: &PlayKeys, text: &str) -> Option<String> {
    let inner = String::from_utf8(Jwe::open(text, &keys.decryption)?).ok()?;
    let (input, signature) = inner.rsplit_once('.')?;
    let (header, payload) = input.split_once('.')?;
    let header = from_base64url(header)?;
    let header: serde_json::Value = serde_json::from_slice(&header).ok()?;
    let right = es256(&keys.verification, input.as_bytes());
    // Signatures are deterministic, so the right one is known.
    let genuine = header == serde_json::json!({"alg": "ES256"}) && base64url(&right) == signature;
    String::from_utf8(from_base64url(payload)?)
        .ok()
        .filter(|_| genuine)
}

fn signed(app: &PlayApp, payload: &str) -> String {
    let sign = |message: &[u8]| es256(&app.keys.verification, message);
    jws(JWS_HEADER, payload.as_bytes(), sign)
}

fn sealed(app: &PlayApp, header: &str, inner: &str) -> Jwe {
    let (content_key, iv) = content_key(app, inner);
    Jwe::seal(
        header,
        &app.keys.decryption,
        &content_key,
        iv,
        inner.as_bytes(),
    )
}

/// A content key and an IV that no other plaintext has.
fn content_key(app: &PlayApp, inner: &str) -> ([u8; 32], [u8; 12]) {
    let content_key = derive(&sha256(inner.as_bytes()), "content key");
    let iv = iv(sha256(&[app.seed, content_key].concat()));
    (content_key, iv)
}

fn flawed_jws(app: &PlayApp, payload: &str, flaw: Flaw) -> String {
    let right = |message: &[u8]| es256(&app.keys.verification, message);
    let other = SigningKey::p256(&app.seed, "other key");
    let payload = payload.as_bytes();
    match flaw {
        Flaw::SignatureAlgorithmNone => jws(r#"{"alg":"none"}"#, payload, |_| Vec::new()),
        Flaw::SignatureAlgorithmHs256 => {
            let public = app.keys.verification_key();
            jws(r#"{"alg":"HS256"}"#, payload, |message| {
                hmac_sha256(&public, message)
            })
        }
        Flaw::SignatureDer => jws(JWS_HEADER, payload, |message| {
            app.keys.verification.sign(Hash::Sha256, message)
        }),
        Flaw::SignatureCritical => jws(r#"{"alg":"ES256","crit":["exp"],"exp":1}"#, payload, right),
        Flaw::SignedByOther => jws(JWS_HEADER, payload, |message| es256(&other, message)),
        Flaw::SignatureFlipped => jws(JWS_HEADER, payload, |message| {
            let mut signature = right(message);
            if let Some(last) = signature.last_mut() {
                *last ^= 1;
            }
            signature
        }),
        Flaw::SignatureHeaderNotJson => jws("ES256", payload, right),
        _ => jws(JWS_HEADER, payload, right),
    }
}

fn flawed_jwe(app: &PlayApp, inner: &str, flaw: Flaw) -> String {
    let header = match flaw {
        Flaw::AlgorithmDirect => r#"{"alg":"dir","enc":"A256GCM"}"#,
        Flaw::EncryptionA128Gcm => r#"{"alg":"A256KW","enc":"A128GCM"}"#,
        Flaw::Compressed => r#"{"alg":"A256KW","enc":"A256GCM","zip":"DEF"}"#,
        Flaw::Critical => r#"{"alg":"A256KW","enc":"A256GCM","crit":["exp"],"exp":1}"#,
        _ => JWE_HEADER,
    };
    let mut jwe = sealed(app, header, inner);
    let flip = |bytes: &mut Vec<u8>| {
        if let Some(first) = bytes.first_mut() {
            *first ^= 1;
        }
    };
    match flaw {
        Flaw::WrappedKeyShort => drop(jwe.wrapped_key.split_off(24)),
        Flaw::IvShort => drop(jwe.iv.pop()),
        Flaw::TagShort => drop(jwe.tag.pop()),
        Flaw::DecryptionKeyOther => {
            let (content_key, iv) = content_key(app, inner);
            let other = derive(&app.seed, "other decryption key");
            jwe = Jwe::seal(header, &other, &content_key, iv, inner.as_bytes());
        }
        Flaw::WrappedKeyFlipped => flip(&mut jwe.wrapped_key),
        Flaw::CiphertextFlipped => flip(&mut jwe.ciphertext),
        Flaw::TagFlipped => flip(&mut jwe.tag),
        // Not what was authenticated, though it says the same.
        Flaw::HeaderRewritten => jwe.header = r#"{"enc":"A256GCM","alg":"A256KW"}"#.to_owned(),
        _ => {}
    }
    let [header, wrapped_key, iv, ciphertext, tag] = jwe.parts();
    match flaw {
        Flaw::FourParts => [header, wrapped_key, iv, ciphertext].join("."),
        Flaw::Padded => format!("{header}=.{wrapped_key}.{iv}.{ciphertext}.{tag}"),
        _ => [header, wrapped_key, iv, ciphertext, tag].join("."),
    }
}

#[cfg(test)]
mod tests;
