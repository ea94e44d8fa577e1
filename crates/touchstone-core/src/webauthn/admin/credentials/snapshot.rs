//! Decides how the audit log shows a credential.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use touchstone_evidence::webauthn::Aaguid;

use crate::ports::WebauthnCredential;

pub(super) fn snapshot(credential: &WebauthnCredential) -> Value {
    json!({
        "ext_id": credential.ext_id,
        "rp": credential.rp,
        "user": credential.user_ext_id,
        "credential_id": BASE64URL_NOPAD.encode(&credential.credential_id),
        "algorithm": credential.algorithm,
        "aaguid": Aaguid(credential.aaguid).to_string(),
        "authenticator": credential.authenticator,
        "user_friendly_name": credential.user_friendly_name,
        "state": credential.state.as_str(),
        "trust": credential.trust,
    })
}
