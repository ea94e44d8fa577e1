//! Decides nothing: what a verified statement says, for trust (spec webauthn.md section 4.4) and for the verdict log.

use alloc::vec::Vec;

use super::super::{AttestationType, Format, FormatSetting};

/// A statement whose signatures and members hold; whether its chain leads to somebody trusted is not judged here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedStatement {
    /// The setting that it falls under; never compound.
    pub setting: FormatSetting,
    /// What it is worth.
    pub attestation_type: AttestationType,
    /// The COSE algorithm that it names for itself (`alg`), or that its format fixes; `None` for `none`, `apple` and `android-safetynet`.
    pub algorithm: Option<i64>,
    /// Its certificates in DER, leaf first; empty for `none` and self.
    pub x5c: Vec<Vec<u8>>,
    /// The leaf carries the AAGUID of the authenticator data in the extension of P9.
    pub aaguid_in_leaf: bool,
}

impl VerifiedStatement {
    /// Its format.
    pub const fn format(&self) -> Format {
        self.setting.format()
    }
}

/// What came of a whole statement: one element, or for `compound` those that hold and those that do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedStatements {
    /// The format of the whole.
    pub setting: FormatSetting,
    /// What the whole is worth.
    pub attestation_type: AttestationType,
    /// The elements that hold; never empty.
    pub elements: Vec<VerifiedStatement>,
    /// The elements of a compound statement that do not hold, under the rule that one is enough.
    pub refused: Vec<RefusedElement>,
}

/// An element of a compound statement that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefusedElement {
    /// Its position in the array, from 0.
    pub position: usize,
    /// The check that failed.
    pub check: &'static str,
    /// The reason code.
    pub reason: &'static str,
}

impl From<VerifiedStatement> for VerifiedStatements {
    fn from(element: VerifiedStatement) -> Self {
        Self {
            setting: element.setting,
            attestation_type: element.attestation_type,
            elements: Vec::from([element]),
            refused: Vec::new(),
        }
    }
}
