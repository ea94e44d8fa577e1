//! Decides nothing: what a format asks of its CBOR, as data.

use crate::limits::CBOR_ENTRIES_MAX;

/// Which map keys a format has; any other kind is refused wherever it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// Text only (envelope, attestation object, assertion).
    Text,
    /// Integers or text (COSE labels, RFC 9052 section 1.4).
    Labels,
}

/// In which form lengths and integers may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Any that is well-formed.
    Any,
    /// Definite lengths and shortest heads only (RFC 8949 section 4.2.1, but for the order of keys).
    Shortest,
}

/// What a format asks beyond being well-formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Which map keys there are.
    pub keys: Keys,
    /// In which form lengths and integers stand.
    pub form: Form,
    /// Entries of one map.
    pub map_entries_max: usize,
    /// Elements of one array.
    pub array_elements_max: usize,
}

/// Any form, at most 64 entries per map or array.
impl From<Keys> for Rules {
    fn from(keys: Keys) -> Self {
        Self {
            keys,
            form: Form::Any,
            map_entries_max: CBOR_ENTRIES_MAX,
            array_elements_max: CBOR_ENTRIES_MAX,
        }
    }
}

#[cfg(test)]
mod tests;
