//! Decides which members the proof of each service has (spec mobile.md T4).

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::error::Error;
use super::field::{Fields, fault};
use super::package_name::is_package_name;
use super::service::Service;
use crate::cbor::Item;
use crate::limits::{
    ANDROID_CHAIN_MAX, ANDROID_CHAIN_MIN, ANDROID_SIGNATURE_BYTES_MAX, ANDROID_SIGNATURE_BYTES_MIN,
    APPLE_ASSERTION_BYTES_MAX, APPLE_ATTESTATION_BYTES_MAX, KEY_ID_BYTES, PACKAGE_NAME_BYTES_MAX,
    PACKAGE_NAME_BYTES_MIN, TOKEN_TEXT_BYTES_MAX,
};

/// The platform's proof, by service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// Google Play Integrity.
    Gms(GmsToken<'a>),
    /// Huawei SysIntegrity.
    Hms(HmsToken<'a>),
    /// Apple App Attest.
    Apple(AppleToken<'a>),
    /// Android Key Attestation (Extension).
    AndroidKey(AndroidKeyToken<'a>),
}

impl Token<'_> {
    /// The service that made this proof.
    pub const fn service(&self) -> Service {
        match self {
            Self::Gms(_) => Service::Gms,
            Self::Hms(_) => Service::Hms,
            Self::Apple(_) => Service::Apple,
            Self::AndroidKey(_) => Service::AndroidKey,
        }
    }
}

/// A Play Integrity token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GmsToken<'a> {
    /// The token text, 1 to 32,768 bytes.
    pub token: Cow<'a, str>,
    /// The package that the device names; not authenticated.
    pub package_name: Cow<'a, str>,
    /// Which kind of request made the token.
    pub token_type: GmsTokenType,
}

/// The kind of a Play Integrity request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GmsTokenType {
    /// `classic`: bound by `nonce`.
    Classic,
    /// `standard`: bound by `requestHash`.
    Standard,
}

/// A SysIntegrity token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HmsToken<'a> {
    /// The token text, 1 to 32,768 bytes.
    pub token: Cow<'a, str>,
}

/// App Attest: an assertion in every token, an attestation when the key is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppleToken<'a> {
    /// SHA-256 of the public key's 65-byte point.
    pub key_id: [u8; KEY_ID_BYTES],
    /// The assertion, 1 to 1,024 bytes.
    pub assertion: Cow<'a, [u8]>,
    /// The attestation object, 1 to 16,384 bytes.
    pub attestation: Option<Cow<'a, [u8]>>,
    /// What the app says about its device; not authenticated.
    pub is_jailbroken: Option<bool>,
}

/// Android Key Attestation: at least one of chain and signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AndroidKeyToken<'a> {
    /// SHA-256 of the key's SubjectPublicKeyInfo.
    pub key_id: [u8; KEY_ID_BYTES],
    /// Certificates, leaf first, 2 to 7.
    pub chain: Option<Vec<Cow<'a, [u8]>>>,
    /// Proof of possession, 8 to 8,192 bytes.
    pub signature: Option<Cow<'a, [u8]>>,
}

pub(super) fn parse(document: Item<'_>, service: Service) -> Result<Token<'_>, Error> {
    let fields = Fields::of(document)?;
    Ok(match service {
        Service::Gms => Token::Gms(gms(fields)?),
        Service::Hms => Token::Hms(HmsToken {
            token: token_text(fields)?,
        }),
        Service::Apple => Token::Apple(apple(fields)?),
        Service::AndroidKey => Token::AndroidKey(android_key(fields)?),
    })
}

fn token_text(fields: Fields<'_>) -> Result<Cow<'_, str>, Error> {
    fields.text("token", 1..=TOKEN_TEXT_BYTES_MAX)
}

fn gms(fields: Fields<'_>) -> Result<GmsToken<'_>, Error> {
    let token = token_text(fields)?;
    let size = PACKAGE_NAME_BYTES_MIN..=PACKAGE_NAME_BYTES_MAX;
    let package_name = fields.text("packageName", size)?;
    if !is_package_name(&package_name) {
        return Err(fault("packageName"));
    }
    let token_type = match fields.text("tokenType", 1..=8)?.as_ref() {
        "classic" => GmsTokenType::Classic,
        "standard" => GmsTokenType::Standard,
        _ => return Err(fault("tokenType")),
    };
    Ok(GmsToken {
        token,
        package_name,
        token_type,
    })
}

fn apple(fields: Fields<'_>) -> Result<AppleToken<'_>, Error> {
    Ok(AppleToken {
        key_id: fields.array("keyId")?,
        assertion: fields.bytes("assertion", 1..=APPLE_ASSERTION_BYTES_MAX)?,
        attestation: fields.optional_bytes("attestation", 1..=APPLE_ATTESTATION_BYTES_MAX)?,
        is_jailbroken: fields.optional_boolean("isJailbroken")?,
    })
}

fn android_key(fields: Fields<'_>) -> Result<AndroidKeyToken<'_>, Error> {
    let size = ANDROID_SIGNATURE_BYTES_MIN..=ANDROID_SIGNATURE_BYTES_MAX;
    let token = AndroidKeyToken {
        key_id: fields.array("keyId")?,
        chain: fields.present("chain").map(chain).transpose()?,
        signature: fields.optional_bytes("signature", size)?,
    };
    if token.chain.is_none() && token.signature.is_none() {
        return Err(fault("chain"));
    }
    Ok(token)
}

fn chain(value: Item<'_>) -> Result<Vec<Cow<'_, [u8]>>, Error> {
    let elements = value.elements().ok_or(fault("chain"))?;
    let certificates: Option<Vec<_>> = elements.map(Item::bytes).collect();
    let count = ANDROID_CHAIN_MIN..=ANDROID_CHAIN_MAX;
    certificates
        .filter(|chain| count.contains(&chain.len()))
        .ok_or(fault("chain"))
}
