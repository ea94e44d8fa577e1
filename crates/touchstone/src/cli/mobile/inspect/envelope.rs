//! Decides what is shown of an envelope and of the token in it.

use data_encoding::BASE64;
use serde_json::{Value, json};
use touchstone_evidence::mobile_token::{AndroidKeyToken, Envelope, GmsToken, Token};
use touchstone_evidence::play_integrity::Keys;

use super::{apple, chain, part, token};

/// Every field.
pub(super) fn facts(envelope: &Envelope<'_>, keys: Option<&Keys>) -> Value {
    let device = &envelope.device;
    let token = match &envelope.token {
        Token::Apple(token) => apple::token_facts(token),
        Token::Gms(token) => gms(token, keys),
        Token::Hms(token) => part(token::huawei(&token.token)),
        Token::AndroidKey(token) => android_key(token),
    };
    json!({
        "service": envelope.token.service().word(),
        "device": { "model": device.model, "version": device.version },
        "token": token,
    })
}

fn gms(token: &GmsToken<'_>, keys: Option<&Keys>) -> Value {
    json!({
        "package_name": token.package_name,
        "token_type": format!("{:?}", token.token_type).to_lowercase(),
        "token": part(token::play(&token.token, keys)),
    })
}

fn android_key(token: &AndroidKeyToken<'_>) -> Value {
    let signature = token.signature.as_ref();
    json!({
        "key_id": BASE64.encode(&token.key_id),
        "chain": token.chain.as_ref().map(|chain| part(chain::inspect(chain))),
        "signature": signature.map(|signature| BASE64.encode(signature)),
    })
}
