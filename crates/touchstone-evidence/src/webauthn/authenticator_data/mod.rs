//! Decides which parts authenticator data has: checks A8 and A9a to A9c (spec webauthn.md section 4.2, L3 section 6.1).
//! What they mean is judged by the ceremony.

mod error;
mod reader;

use crate::cbor::{self, Form, Keys, Rules};
use crate::limits::{
    ATTESTATION_ARRAY_ELEMENTS_MAX, ATTESTATION_MAP_ENTRIES_MAX, CREDENTIAL_ID_BYTES_MAX,
    EXTENSION_DATA_BYTES_MAX,
};
pub use error::Error;
use reader::take;

use super::Aaguid;

/// The flags of authenticator data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flags(pub u8);

impl Flags {
    /// UP: somebody was there.
    pub const fn user_present(self) -> bool {
        self.0 & 0x01 != 0
    }

    /// UV: it was the user.
    pub const fn user_verified(self) -> bool {
        self.0 & 0x04 != 0
    }

    /// BE: the credential may be copied to other devices.
    pub const fn backup_eligible(self) -> bool {
        self.0 & 0x08 != 0
    }

    /// BS: the credential has been copied.
    pub const fn backup_state(self) -> bool {
        self.0 & 0x10 != 0
    }

    /// AT: attested credential data follows.
    pub const fn attested_data(self) -> bool {
        self.0 & 0x40 != 0
    }

    /// ED: extension data follows.
    pub const fn extension_data(self) -> bool {
        self.0 & 0x80 != 0
    }
}

/// Authenticator data, none of it judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuthenticatorData<'a> {
    /// SHA-256 of the rpId.
    pub rp_id_hash: &'a [u8; 32],
    /// The flags.
    pub flags: Flags,
    /// The signature counter.
    pub sign_count: u32,
    /// What flag AT announces.
    pub attested: Option<AttestedData<'a>>,
    /// What flag ED announces: one CBOR map.
    pub extensions: Option<&'a [u8]>,
}

/// Attested credential data (L3 section 6.5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttestedData<'a> {
    /// The model of the authenticator.
    pub aaguid: Aaguid,
    /// 1 to 1,023 bytes.
    pub credential_id: &'a [u8],
    /// One well-formed CBOR item; that it is a key is K1's to say.
    pub public_key: &'a [u8],
}

/// Extension data is in the strict form of CTAP2, as all that authenticators write in CBOR but the attestation object.
const EXTENSION_RULES: Rules = Rules {
    keys: Keys::Labels,
    form: Form::Shortest,
    map_entries_max: ATTESTATION_MAP_ENTRIES_MAX,
    array_elements_max: ATTESTATION_ARRAY_ELEMENTS_MAX,
};

impl<'a> AuthenticatorData<'a> {
    /// Reads authenticator data with nothing behind it.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Error> {
        // A8
        let (rp_id_hash, rest) = take::<32>(bytes, Error::TooShort)?;
        let ([flags], rest) = take::<1>(rest, Error::TooShort)?;
        let (sign_count, rest) = take::<4>(rest, Error::TooShort)?;
        let flags = Flags(*flags);
        // A9a
        let (attested, rest) = if flags.attested_data() {
            let (attested, rest) = attested_data(rest)?;
            (Some(attested), rest)
        } else {
            (None, rest)
        };
        // A9b
        let (extensions, rest) = if flags.extension_data() {
            let (extensions, rest) = extension_data(rest)?;
            (Some(extensions), rest)
        } else {
            (None, rest)
        };
        // A9c
        if !rest.is_empty() {
            return Err(Error::TrailingBytes { bytes: rest.len() });
        }
        Ok(Self {
            rp_id_hash,
            flags,
            sign_count: u32::from_be_bytes(*sign_count),
            attested,
            extensions,
        })
    }
}

fn attested_data(bytes: &[u8]) -> Result<(AttestedData<'_>, &[u8]), Error> {
    let (aaguid, rest) = take::<16>(bytes, Error::AttestedDataTruncated)?;
    let (length, rest) = take::<2>(rest, Error::AttestedDataTruncated)?;
    let length = usize::from(u16::from_be_bytes(*length));
    if length > CREDENTIAL_ID_BYTES_MAX {
        return Err(Error::CredentialIdTooLong { bytes: length });
    }
    if length == 0 {
        return Err(Error::CredentialIdEmpty);
    }
    let (credential_id, rest) = rest
        .split_at_checked(length)
        .ok_or(Error::AttestedDataTruncated)?;
    let (public_key, rest) = cbor::skip(rest).map_err(|_| Error::AttestedDataTruncated)?;
    let attested = AttestedData {
        aaguid: Aaguid(*aaguid),
        credential_id,
        public_key,
    };
    Ok((attested, rest))
}

fn extension_data(bytes: &[u8]) -> Result<(&[u8], &[u8]), Error> {
    let (map, rest) = cbor::parse_prefix(bytes, EXTENSION_RULES)
        .map_err(|source| Error::ExtensionDataInvalid(Some(source)))?;
    let (data, _) = bytes
        .split_at_checked(bytes.len() - rest.len())
        .unwrap_or_default();
    if map.entries().is_none() || data.len() > EXTENSION_DATA_BYTES_MAX {
        return Err(Error::ExtensionDataInvalid(None));
    }
    Ok((data, rest))
}

#[cfg(test)]
mod tests;
