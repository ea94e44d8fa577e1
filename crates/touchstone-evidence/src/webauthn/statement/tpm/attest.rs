//! Decides what a TPM certified: the TPMS_ATTEST in `certInfo` (TPM 2.0 Library part 2 section 10.12.12), check X4.

use super::Error;
use super::fields::{Fields, Malformed};

/// TPM_GENERATED_VALUE: a TPM signs this before nothing that came from outside (part 2 section 6.2).
const GENERATED: u32 = 0xff54_4347;
/// TPM_ST_ATTEST_CERTIFY: the name of an object is certified (part 2 section 6.9).
const ATTEST_CERTIFY: u16 = 0x8017;
/// TPMS_CLOCK_INFO: clock of 8, two counters of 4, one flag; and firmwareVersion of 8. Nothing here reads them.
const CLOCK_AND_FIRMWARE_BYTES: usize = 25;

/// A TPMS_ATTEST of type certify; everything borrows from its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attest<'a> {
    /// `qualifyingData` of the caller: here the hash over authenticator data and client data hash.
    pub extra_data: &'a [u8],
    /// The name of the certified object: nameAlg and the hash of its public area.
    pub name: &'a [u8],
}

impl<'a> Attest<'a> {
    /// Reads the structure; nothing may stand behind it.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Error> {
        let malformed = |_: Malformed| Error::CertInfoMalformed;
        let mut fields = Fields::new(bytes);
        let magic = fields.u32().map_err(malformed)?;
        if magic != GENERATED {
            return Err(Error::MagicInvalid { magic });
        }
        let kind = fields.u16().map_err(malformed)?;
        if kind != ATTEST_CERTIFY {
            return Err(Error::TypeInvalid { kind });
        }
        Self::certify(fields).map_err(malformed)
    }

    fn certify(mut fields: Fields<'a>) -> Result<Self, Malformed> {
        let _qualified_signer = fields.sized()?;
        let extra_data = fields.sized()?;
        fields.bytes(CLOCK_AND_FIRMWARE_BYTES)?;
        let name = fields.sized()?;
        let _qualified_name = fields.sized()?;
        fields.finish()?;
        Ok(Self { extra_data, name })
    }
}
