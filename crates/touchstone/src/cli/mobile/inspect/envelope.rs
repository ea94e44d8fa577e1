//! Decides what is shown of an envelope and of the token in it.

use data_encoding::BASE64;
use serde_json::{Value, json};
use touchstone_evidence::mobile_token::{AndroidKeyToken, Envelope, GmsToken, Token};
use touchstone_evidence::play_integrity::Keys;

use super::checks::{Checks, ENVELOPE};
use super::{apple, chain, token};

/// Every field of an envelope that was read.
pub(super) fn facts(envelope: &Envelope<'_>, keys: Option<&Keys>, checks: &mut Checks) -> Value {
    checks.held(ENVELOPE);
    let device = &envelope.device;
    let token = match &envelope.token {
        Token::Apple(token) => apple::token_facts(token, checks),
        Token::Gms(token) => gms(token, keys, checks),
        Token::Hms(token) => token::huawei(&token.token, checks),
        Token::AndroidKey(token) => android_key(token, checks),
    };
    json!({
        "service": envelope.token.service().word(),
        "device": { "model": device.model, "version": device.version },
        "token": token,
    })
}

fn gms(token: &GmsToken<'_>, keys: Option<&Keys>, checks: &mut Checks) -> Value {
    json!({
        "package_name": token.package_name,
        "token_type": format!("{:?}", token.token_type).to_lowercase(),
        "token": token::play(&token.token, keys, checks),
    })
}

fn android_key(token: &AndroidKeyToken<'_>, checks: &mut Checks) -> Value {
    let signature = token.signature.as_ref();
    let chain = token.chain.as_ref();
    json!({
        "key_id": BASE64.encode(&token.key_id),
        "chain": chain.map(|chain| chain::inspect(chain, checks)),
        "signature": signature.map(|signature| BASE64.encode(signature)),
    })
}
