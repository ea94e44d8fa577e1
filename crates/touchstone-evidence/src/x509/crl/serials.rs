//! Decides how serial numbers are kept: one behind the other and sorted, because a list may have hundreds of thousands.

use alloc::vec::Vec;

use super::CrlError;
use crate::limits::CERTIFICATE_SERIAL_BYTES_MAX;

/// Serial numbers without leading zero bytes: those that differ in them only are one number.
#[derive(Clone, Default)]
pub(super) struct Serials {
    bytes: Vec<u8>,
    /// Where each begins in `bytes`, and its length.
    places: Vec<(usize, usize)>,
}

impl Serials {
    pub(super) fn push(&mut self, serial: &[u8]) -> Result<(), CrlError> {
        let serial = significant(serial);
        if serial.len() > CERTIFICATE_SERIAL_BYTES_MAX {
            return Err(CrlError::BeyondLimit);
        }
        self.places.push((self.bytes.len(), serial.len()));
        self.bytes.extend_from_slice(serial);
        Ok(())
    }

    /// To be called when all are in: [`Self::contains`] searches in order.
    pub(super) fn sort(&mut self) {
        let Self { bytes, places } = self;
        places.sort_unstable_by(|one, other| at(bytes, *one).cmp(at(bytes, *other)));
    }

    pub(super) fn contains(&self, serial: &[u8]) -> bool {
        let serial = significant(serial);
        let found = self
            .places
            .binary_search_by(|place| at(&self.bytes, *place).cmp(serial));
        found.is_ok()
    }

    pub(super) const fn len(&self) -> usize {
        self.places.len()
    }
}

/// Thousands of serial numbers help nobody: only their number is shown.
impl core::fmt::Debug for Serials {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} serial numbers", self.places.len())
    }
}

fn at(bytes: &[u8], (from, length): (usize, usize)) -> &[u8] {
    bytes.get(from..from + length).unwrap_or_default()
}

fn significant(serial: &[u8]) -> &[u8] {
    let zeros = serial.iter().take_while(|byte| **byte == 0).count();
    serial.get(zeros..).unwrap_or_default()
}
