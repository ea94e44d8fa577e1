//! Decides nothing: lists the checks of a registration in the order in which they run, for the verdict log.

use alloc::vec::Vec;

use super::super::{FormatSetting, statement};

/// The checks before those of the statement: clause, and what it says.
const CHECKS: &[(&str, &str)] = &[
    ("A1", "attestation object is one CBOR map"),
    ("A2", "fmt is present"),
    ("A3", "fmt is text"),
    ("A4", "attStmt is present"),
    ("A5", "attStmt is what its format has"),
    ("A6", "authData is present"),
    ("A7", "authData is bytes"),
    ("A8", "authData is not too short"),
    ("A9a", "attested credential data is whole"),
    ("A9b", "extension data is one CBOR map"),
    ("A9c", "nothing stands behind authData"),
    ("A9d", "rpId is the expected one"),
    ("A10", "somebody was present"),
    ("A11", "user was verified where asked for"),
    ("A12", "backup flags are consistent and allowed"),
    ("A13", "a credential was made"),
    ("A14", "credential id is that of the envelope"),
    ("K1", "credential key is a strict COSE key"),
    ("K2", "its algorithm is implemented"),
    ("K3", "its algorithm was offered"),
    ("K4", "its parameters make a key"),
];

/// The checks of a registration whose statement falls under `setting`; up to F2 when its format is unknown.
pub fn checks(setting: Option<FormatSetting>) -> Vec<(&'static str, &'static str)> {
    let of_statement = setting.map(statement::checks);
    let of_statement = of_statement.as_deref().unwrap_or(statement::COMMON_CHECKS);
    [CHECKS, of_statement].concat()
}
