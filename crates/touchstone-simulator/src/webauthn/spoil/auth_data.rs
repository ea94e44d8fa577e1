//! What does each flaw make of authenticator data?

use super::cose_key;
use crate::cbor::{self, Cbor};
use crate::webauthn::auth_data::{
    ATTESTED_DATA, AttestedData, AuthData, BACKUP_ELIGIBLE, BACKUP_STATE, EXTENSION_DATA,
    USER_PRESENT, USER_VERIFIED,
};
use crate::webauthn::flaw::AuthDataFlaw;

/// Bytes that no credential id has.
const CREDENTIAL_ID_BYTES: usize = 1024;
/// Bytes that no extension data have.
const EXTENSION_BYTES: usize = 4097;

impl AuthDataFlaw {
    pub(super) fn spoil(self, data: &mut AuthData) {
        match self {
            Self::Short => data.raw = Some(data.bytes().into_iter().take(36).collect()),
            Self::Empty => data.raw = Some(Vec::new()),
            Self::ExtensionsMissing => data.set_flag(EXTENSION_DATA, true),
            Self::ExtensionsArray => data.set_extensions(Cbor::Array(Vec::new())),
            Self::ExtensionsTooLong => {
                let long = cbor::bytes(&[0; EXTENSION_BYTES]);
                data.set_extensions(cbor::map([("long", long)]));
            }
            Self::TrailingByte => data.trailing.push(0),
            Self::ExtensionFlagClear => {
                data.set_extensions(cbor::map([("credProtect", Cbor::Integer(1))]));
                data.set_flag(EXTENSION_DATA, false);
            }
            Self::RpIdOther => data.rp_id_hash = crate::key::sha256(b"other.example"),
            Self::UserAbsent => data.set_flag(USER_PRESENT, false),
            Self::UserUnverified => data.set_flag(USER_VERIFIED, false),
            Self::BackupStateAlone => {
                data.set_flag(BACKUP_ELIGIBLE, false);
                data.set_flag(BACKUP_STATE, true);
            }
            _ => self.spoil_attested(data),
        }
    }

    fn spoil_attested(self, data: &mut AuthData) {
        match self {
            Self::AttestedDataMissing => data.attested = None,
            Self::AttestedDataFlagClear => data.set_flag(ATTESTED_DATA, false),
            Self::NoAttestedData => {
                data.attested = None;
                data.set_flag(ATTESTED_DATA, false);
            }
            Self::CoseKeyTruncated => {
                let mut bytes = data.bytes();
                bytes.pop();
                data.raw = Some(bytes);
            }
            _ => {}
        }
        if let Some(attested) = &mut data.attested {
            self.spoil_id(attested);
            cose_key::spoil(self, &mut attested.cose_key);
        }
    }

    fn spoil_id(self, attested: &mut AttestedData) {
        match self {
            Self::CredentialIdTruncated => attested.credential_id_bytes = Some(1000),
            Self::CredentialIdTooLong => attested.credential_id = vec![7; CREDENTIAL_ID_BYTES],
            Self::CredentialIdEmpty => attested.credential_id = Vec::new(),
            Self::CredentialIdOther => {
                attested
                    .credential_id
                    .iter_mut()
                    .for_each(|byte| *byte ^= 0xff);
            }
            _ => {}
        }
    }
}
