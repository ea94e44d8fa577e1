//! Decides whether extensions can be taken (spec webauthn.md 2.8): within their limits, the known ones of their type, the others as they are.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Map, Value};
use touchstone_core::webauthn::policy::Profile;

use super::members::Members;
use super::wrong::Wrong;

const NAME: &str = "extensions";
const MEMBERS_MAX: usize = 16;
const BYTES_MAX: usize = 4_096;
/// The object itself is the first level.
const DEPTH_MAX: usize = 4;
const SALT_BYTES: usize = 32;

const STRINGS: [&str; 2] = ["appid", "appidExclude"];
const BOOLEANS: [&str; 4] = [
    "uvm",
    "credProps",
    "enforceCredentialProtectionPolicy",
    "hmacCreateSecret",
];
const PROTECTION: &str = "credentialProtectionPolicy";
const PROTECTIONS: [&str; 3] = [
    "userVerificationOptional",
    "userVerificationOptionalWithCredentialIDList",
    "userVerificationRequired",
];
const HMAC_GET_SECRET: &str = "hmacGetSecret";

/// The member `extensions`, to be echoed.
pub(super) fn read(
    members: Members<'_>,
    profile: Profile,
) -> Result<Option<Map<String, Value>>, Wrong> {
    let Some(value) = members.get(NAME) else {
        return Ok(None);
    };
    let extensions = value.as_object().ok_or(Wrong::extension(NAME))?;
    let bytes = serde_json::to_vec(value).map_or(usize::MAX, |text| text.len());
    if extensions.len() > MEMBERS_MAX || bytes > BYTES_MAX || !is_shallow(value, DEPTH_MAX) {
        return Err(Wrong::extension(NAME));
    }
    let is = |name: &str, fits: &dyn Fn(&Value) -> bool| extensions.get(name).is_none_or(fits);
    let wrong_string = STRINGS
        .into_iter()
        .find(|name| !is(name, &Value::is_string));
    let wrong_boolean = BOOLEANS
        .into_iter()
        .find(|name| !is(name, &Value::is_boolean));
    let is_protection = |value: &Value| {
        let word = value.as_str();
        word.is_some_and(|word| PROTECTIONS.contains(&word))
    };
    let wrong_protection = Some(PROTECTION).filter(|name| !is(name, &is_protection));
    let are_salts = |value: &Value| are_salts(value, profile);
    let wrong_salts = Some(HMAC_GET_SECRET).filter(|name| !is(name, &are_salts));
    let wrong = wrong_string.or(wrong_boolean);
    match wrong.or(wrong_protection).or(wrong_salts) {
        Some(name) => Err(Wrong::extension(name)),
        None => Ok(Some(extensions.clone())),
    }
}

fn is_shallow(value: &Value, levels: usize) -> bool {
    let inner = |value: &Value| {
        let levels = levels.checked_sub(1);
        levels.is_some_and(|levels| is_shallow(value, levels))
    };
    match value {
        Value::Object(members) => levels > 0 && members.values().all(inner),
        Value::Array(elements) => levels > 0 && elements.iter().all(inner),
        _ => true,
    }
}

/// One salt, or two.
fn are_salts(value: &Value, profile: Profile) -> bool {
    let Some(salts) = value.as_object() else {
        return false;
    };
    let is_salt = |value: &Value| value.as_str().is_some_and(|text| is_salt(text, profile));
    salts.get("salt1").is_some_and(is_salt) && salts.get("salt2").is_none_or(is_salt)
}

fn is_salt(text: &str, profile: Profile) -> bool {
    let bare = match profile {
        // Padded base64url is taken too (spec webauthn.md 2.7): 32 bytes end in one `=`.
        Profile::Nevis => text.strip_suffix('=').unwrap_or(text),
        Profile::Conformance | Profile::L3 => text,
    };
    let bytes = BASE64URL_NOPAD.decode(bare.as_bytes());
    bytes.is_ok_and(|bytes| bytes.len() == SALT_BYTES)
}

#[cfg(test)]
mod tests;
