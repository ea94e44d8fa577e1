//! Decides whether authenticator data has its shape (spec mobile.md A1): rpIdHash 32, flags 1, counter 4, aaguid 16,
//! length 2, credential id 32, COSE key; more only when flag ED is set.

use super::error::{Error, Fault};
use crate::cose;
use crate::limits::KEY_ID_BYTES;

const FLAG_ATTESTED_DATA: u8 = 0x40;
const FLAG_EXTENSION_DATA: u8 = 0x80;

/// The parts of authenticator data, none of them judged.
#[derive(Clone, Debug)]
pub(super) struct AuthData {
    pub(super) rp_id_hash: [u8; 32],
    pub(super) counter: u32,
    pub(super) aaguid: [u8; 16],
    pub(super) credential_id: [u8; KEY_ID_BYTES],
    pub(super) key: cose::Key,
}

impl AuthData {
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, Error> {
        Self::read(bytes).map_err(Error::Malformed)
    }

    fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let (rp_id_hash, rest) = take::<32>(bytes)?;
        let ([flags], rest) = take::<1>(rest)?;
        if flags & FLAG_ATTESTED_DATA == 0 {
            return Err(Fault::AttestedDataMissing);
        }
        let (counter, rest) = take::<4>(rest)?;
        let (aaguid, rest) = take::<16>(rest)?;
        let (length, rest) = take::<2>(rest)?;
        if usize::from(u16::from_be_bytes(length)) != KEY_ID_BYTES {
            return Err(Fault::CredentialIdLength);
        }
        let (credential_id, rest) = take::<KEY_ID_BYTES>(rest)?;
        let (key, rest) = cose::parse_prefix(rest).map_err(Fault::CoseKey)?;
        if !rest.is_empty() && flags & FLAG_EXTENSION_DATA == 0 {
            return Err(Fault::AuthDataTrailing);
        }
        Ok(Self {
            rp_id_hash,
            counter: u32::from_be_bytes(counter),
            aaguid,
            credential_id,
            key,
        })
    }
}

fn take<const N: usize>(bytes: &[u8]) -> Result<([u8; N], &[u8]), Fault> {
    let (first, rest) = bytes
        .split_first_chunk::<N>()
        .ok_or(Fault::AuthDataTruncated)?;
    Ok((*first, rest))
}
