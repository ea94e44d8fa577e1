//! Decides how a credential and the evidence of its registration are read.

use touchstone_core::ports::{
    CredentialAsked, CredentialEvidence, CredentialState, StoreError, WebauthnCredential,
};

use super::{Fields, corrupt};

macro_rules! webauthn_credential_columns {
    () => {
        webauthn_credential_columns!("")
    };
    ($of:literal) => {
        concat!(
            $of,
            "ext_id, ",
            $of,
            "tenant_id, ",
            $of,
            "rp, ",
            $of,
            "user_ext_id, ",
            $of,
            "credential_id, ",
            $of,
            "public_key, ",
            $of,
            "algorithm, ",
            $of,
            "sign_count, ",
            $of,
            "counter_anomaly_at, ",
            $of,
            "uv_initialized, ",
            $of,
            "backup_eligible, ",
            $of,
            "backup_state, ",
            $of,
            "transports, ",
            $of,
            "attachment, ",
            $of,
            "aaguid, ",
            $of,
            "certificate_key_id, ",
            $of,
            "format, ",
            $of,
            "attestation_type, ",
            $of,
            "authenticator, ",
            $of,
            "resident_key, ",
            $of,
            "asked_attestation, ",
            $of,
            "asked_resident_key, ",
            $of,
            "asked_user_verification, ",
            $of,
            "user_friendly_name, ",
            $of,
            "user_agent, ",
            $of,
            "last_user_agent, ",
            $of,
            "state, ",
            $of,
            "trust, ",
            $of,
            "created_at, ",
            $of,
            "last_used_at, ",
            $of,
            "verdict_id",
        )
    };
}
pub(crate) use webauthn_credential_columns;

pub(crate) fn webauthn_credential(
    fields: &mut Fields<'_>,
) -> Result<WebauthnCredential, StoreError> {
    Ok(WebauthnCredential {
        ext_id: fields.parsed("webauthn_credentials.ext_id")?,
        tenant_id: fields.parsed("webauthn_credentials.tenant_id")?,
        rp: fields.parsed("webauthn_credentials.rp")?,
        user_ext_id: fields.text("webauthn_credentials.user_ext_id")?,
        credential_id: fields.blob("webauthn_credentials.credential_id")?,
        public_key: fields.blob("webauthn_credentials.public_key")?,
        algorithm: fields.number("webauthn_credentials.algorithm")?,
        sign_count: fields.number("webauthn_credentials.sign_count")?,
        counter_anomaly_at: fields.optional_time("webauthn_credentials.counter_anomaly_at")?,
        uv_initialized: fields.flag("webauthn_credentials.uv_initialized")?,
        backup_eligible: fields.optional_flag("webauthn_credentials.backup_eligible")?,
        backup_state: fields.flag("webauthn_credentials.backup_state")?,
        transports: fields.words("webauthn_credentials.transports")?,
        attachment: fields.optional_text("webauthn_credentials.attachment")?,
        aaguid: fields.bytes("webauthn_credentials.aaguid")?,
        certificate_key_id: fields.optional_bytes("webauthn_credentials.certificate_key_id")?,
        format: fields.text("webauthn_credentials.format")?,
        attestation_type: fields.text("webauthn_credentials.attestation_type")?,
        authenticator: fields.text("webauthn_credentials.authenticator")?,
        resident_key: fields.optional_flag("webauthn_credentials.resident_key")?,
        asked: CredentialAsked {
            attestation: fields.text("webauthn_credentials.asked_attestation")?,
            resident_key: fields.text("webauthn_credentials.asked_resident_key")?,
            user_verification: fields.text("webauthn_credentials.asked_user_verification")?,
        },
        user_friendly_name: fields.optional_text("webauthn_credentials.user_friendly_name")?,
        user_agent: fields.optional_text("webauthn_credentials.user_agent")?,
        last_user_agent: fields.optional_text("webauthn_credentials.last_user_agent")?,
        state: credential_state(fields)?,
        trust: fields.text("webauthn_credentials.trust")?,
        created_at: fields.time("webauthn_credentials.created_at")?,
        last_used_at: fields.optional_time("webauthn_credentials.last_used_at")?,
        verdict_id: fields.optional_parsed("webauthn_credentials.verdict_id")?,
    })
}

/// Reads `state`.
pub(crate) fn credential_state(fields: &mut Fields<'_>) -> Result<CredentialState, StoreError> {
    let word = fields.text("webauthn_credentials.state")?;
    CredentialState::from_word(&word).ok_or(corrupt("webauthn_credentials.state"))
}

/// Reads `x5c, elements, attestation_object, client_data`.
pub(crate) fn credential_evidence(
    fields: &mut Fields<'_>,
) -> Result<CredentialEvidence, StoreError> {
    Ok(CredentialEvidence {
        x5c: certificates(&fields.blob("webauthn_evidence.x5c")?)?,
        elements: positions(&fields.text("webauthn_evidence.elements")?)?,
        attestation_object: fields.blob("webauthn_evidence.attestation_object")?,
        client_data: fields.blob("webauthn_evidence.client_data")?,
    })
}

/// Positions as one column: a JSON array.
pub(crate) fn positions_json(positions: &[usize]) -> String {
    serde_json::Value::from(positions).to_string()
}

/// What [`positions_json`] wrote.
pub(crate) fn positions(json: &str) -> Result<Vec<usize>, StoreError> {
    serde_json::from_str(json).map_err(|_| corrupt("webauthn_evidence.elements"))
}

/// Certificates as one column: each behind its length in four bytes, the most significant first.
pub(crate) fn certificates_blob(x5c: &[Vec<u8>]) -> Result<Vec<u8>, StoreError> {
    let mut blob = Vec::new();
    for der in x5c {
        let length = u32::try_from(der.len()).map_err(|_| corrupt("webauthn_evidence.x5c"))?;
        blob.extend_from_slice(&length.to_be_bytes());
        blob.extend_from_slice(der);
    }
    Ok(blob)
}

/// What [`certificates_blob`] wrote.
pub(crate) fn certificates(mut blob: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
    const WHAT: &str = "webauthn_evidence.x5c";
    let mut x5c = Vec::new();
    while let Some((length, rest)) = blob.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| corrupt(WHAT))?;
        let (der, rest) = rest.split_at_checked(length).ok_or(corrupt(WHAT))?;
        x5c.push(der.to_vec());
        blob = rest;
    }
    if blob.is_empty() {
        Ok(x5c)
    } else {
        Err(corrupt(WHAT))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificates_come_back_as_they_went() {
        for x5c in [
            vec![],
            vec![vec![]],
            vec![vec![1, 2, 3], vec![], vec![0; 300]],
        ] {
            let blob = certificates_blob(&x5c).unwrap();
            assert_eq!(certificates(&blob).unwrap(), x5c);
        }
    }

    #[test]
    fn certificates_that_are_cut_or_followed_by_something_are_corrupt() {
        let blob = certificates_blob(&[vec![1, 2, 3], vec![4]]).unwrap();
        for end in [1, 3, 5, 8, 11] {
            assert!(certificates(blob.get(..end).unwrap()).is_err(), "{end}");
        }
        assert!(certificates(&[&blob[..], &[0]].concat()).is_err());
    }
}
