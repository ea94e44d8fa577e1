//! What is in authenticator data (WebAuthn L3 6.1)? rpIdHash, flags, counter, and, when flagged, the attested
//! credential and extensions. The flags are not derived from the parts, so that they can contradict them.

use crate::cbor::Cbor;

/// User present.
pub const USER_PRESENT: u8 = 0x01;
/// User verified.
pub const USER_VERIFIED: u8 = 0x04;
/// Backup eligible.
pub const BACKUP_ELIGIBLE: u8 = 0x08;
/// Backup state: backed up now.
pub const BACKUP_STATE: u8 = 0x10;
/// Attested credential data follow.
pub const ATTESTED_DATA: u8 = 0x40;
/// Extension data follow.
pub const EXTENSION_DATA: u8 = 0x80;

/// Authenticator data before they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthData {
    /// SHA-256 of the RP id.
    pub rp_id_hash: [u8; 32],
    /// The flags, such as [`USER_PRESENT`].
    pub flags: u8,
    /// The signature counter.
    pub sign_count: u32,
    /// The attested credential; written when there, whatever the flags say.
    pub attested: Option<AttestedData>,
    /// The extensions; written when there, whatever the flags say.
    pub extensions: Option<Cbor>,
    /// Bytes behind all else.
    pub trailing: Vec<u8>,
    /// Bytes in place of all the above.
    pub raw: Option<Vec<u8>>,
}

/// Attested credential data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttestedData {
    /// The model of the authenticator.
    pub aaguid: [u8; 16],
    /// The credential id.
    pub credential_id: Vec<u8>,
    /// The length that is written before the id; `None`: its own.
    pub credential_id_bytes: Option<u16>,
    /// The credential's public key.
    pub cose_key: Cbor,
}

impl AuthData {
    /// Data without attested credential and extensions.
    #[must_use]
    pub fn new(rp_id_hash: [u8; 32], flags: u8, sign_count: u32) -> Self {
        Self {
            rp_id_hash,
            flags,
            sign_count,
            attested: None,
            extensions: None,
            trailing: Vec::new(),
            raw: None,
        }
    }

    /// Sets or clears a flag.
    pub fn set_flag(&mut self, flag: u8, value: bool) {
        match value {
            true => self.flags |= flag,
            false => self.flags &= !flag,
        }
    }

    /// Adds extension data and their flag.
    pub fn set_extensions(&mut self, extensions: Cbor) {
        self.extensions = Some(extensions);
        self.set_flag(EXTENSION_DATA, true);
    }

    /// The bytes that are signed and sent.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        if let Some(raw) = &self.raw {
            return raw.clone();
        }
        let mut out = self.rp_id_hash.to_vec();
        out.push(self.flags);
        out.extend(self.sign_count.to_be_bytes());
        if let Some(attested) = &self.attested {
            attested.write(&mut out);
        }
        if let Some(extensions) = &self.extensions {
            out.extend(extensions.encode());
        }
        out.extend(&self.trailing);
        out
    }
}

impl AttestedData {
    fn write(&self, out: &mut Vec<u8>) {
        let own_length = u16::try_from(self.credential_id.len()).unwrap_or(u16::MAX);
        let length = self.credential_id_bytes.unwrap_or(own_length);
        out.extend(self.aaguid);
        out.extend(length.to_be_bytes());
        out.extend(&self.credential_id);
        out.extend(self.cose_key.encode());
    }
}
