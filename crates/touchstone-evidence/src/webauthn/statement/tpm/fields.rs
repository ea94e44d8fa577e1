//! Decides how a TPM structure is taken apart: big-endian integers and sized buffers one behind the other (TPM 2.0
//! Library part 1 section 5.2 "Byte and bit order", part 2 section 10.4 "Sized buffers").

/// The bytes end within a field, go on behind the last, or a field holds what its type does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("TPM structure cut off, with bytes behind it, or with an unknown selector")]
pub struct Malformed;

/// What is left of a structure.
pub(super) struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (field, rest) = self.rest.split_first_chunk().ok_or(Malformed)?;
        self.rest = rest;
        Ok(*field)
    }

    /// A UINT16, such as a TPM_ALG_ID.
    pub(super) fn u16(&mut self) -> Result<u16, Malformed> {
        self.array().map(u16::from_be_bytes)
    }

    /// A UINT32.
    pub(super) fn u32(&mut self) -> Result<u32, Malformed> {
        self.array().map(u32::from_be_bytes)
    }

    /// The bytes of a TPM2B structure: as many as the UINT16 before them says.
    pub(super) fn sized(&mut self) -> Result<&'a [u8], Malformed> {
        let length = usize::from(self.u16()?);
        self.bytes(length)
    }

    /// That many bytes.
    pub(super) fn bytes(&mut self, length: usize) -> Result<&'a [u8], Malformed> {
        let (field, rest) = self.rest.split_at_checked(length).ok_or(Malformed)?;
        self.rest = rest;
        Ok(field)
    }

    /// That nothing is left.
    pub(super) const fn finish(&self) -> Result<(), Malformed> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(Malformed)
        }
    }
}
