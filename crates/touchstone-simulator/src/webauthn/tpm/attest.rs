//! What does a TPM certify of a key? TPMS_ATTEST of a certification (TPM 2.0 Part 2, 10.12.8), every field of
//! which can be changed.

use super::public::sized;

/// `TPM_GENERATED_VALUE`.
pub const MAGIC: u32 = 0xff54_4347;
/// `TPM_ST_ATTEST_CERTIFY`.
pub const ATTEST_CERTIFY: u16 = 0x8017;

/// What the attestation identity key signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TpmAttest {
    /// Says that a TPM made the structure.
    pub magic: u32,
    /// What kind of attestation it is.
    pub kind: u16,
    /// The name of the signing key.
    pub qualified_signer: Vec<u8>,
    /// `None`: the right one, the hash over the signed bytes.
    pub extra_data: Option<Vec<u8>>,
    /// Milliseconds since the TPM was reset.
    pub clock: u64,
    /// How often it was reset.
    pub reset_count: u32,
    /// How often it was restarted.
    pub restart_count: u32,
    /// Whether the clock never went back.
    pub safe: bool,
    /// The maker's number.
    pub firmware_version: u64,
    /// The name of the certified object. `None`: the right one.
    pub name: Option<Vec<u8>>,
    /// Its name with those of its parents.
    pub qualified_name: Vec<u8>,
    /// Bytes behind the end.
    pub trailing: Vec<u8>,
}

impl Default for TpmAttest {
    /// The certification of a key that is right in every field.
    fn default() -> Self {
        Self {
            magic: MAGIC,
            kind: ATTEST_CERTIFY,
            qualified_signer: [&[0x00, 0x0b], [0x51; 32].as_slice()].concat(),
            extra_data: None,
            clock: 86_400_000,
            reset_count: 7,
            restart_count: 0,
            safe: true,
            firmware_version: 0x0002_0000_0001_0000,
            name: None,
            qualified_name: [&[0x00, 0x0b], [0xa0; 32].as_slice()].concat(),
            trailing: Vec::new(),
        }
    }
}

impl TpmAttest {
    /// The structure's bytes; what it leaves open is filled with the right values.
    #[must_use]
    pub fn encode(&self, extra_data: &[u8], name: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        out.extend(self.magic.to_be_bytes());
        out.extend(self.kind.to_be_bytes());
        sized(&mut out, &self.qualified_signer);
        sized(&mut out, self.extra_data.as_deref().unwrap_or(extra_data));
        out.extend(self.clock.to_be_bytes());
        out.extend(self.reset_count.to_be_bytes());
        out.extend(self.restart_count.to_be_bytes());
        out.push(u8::from(self.safe));
        out.extend(self.firmware_version.to_be_bytes());
        sized(&mut out, self.name.as_deref().unwrap_or(name));
        sized(&mut out, &self.qualified_name);
        out.extend_from_slice(&self.trailing);
        out
    }
}
