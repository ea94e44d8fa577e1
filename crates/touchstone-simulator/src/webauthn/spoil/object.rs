//! What does each flaw make of an attestation object?

use crate::cbor::{self, Cbor};
use crate::webauthn::flaw::ObjectFlaw;

/// One level more than a reader takes, the object itself included.
const DEPTH: usize = 8;

impl ObjectFlaw {
    pub(super) fn spoil(self, object: &mut Cbor) {
        let encoded = object.encode();
        let format = object.get("fmt").cloned().unwrap_or(Cbor::Null);
        match self {
            Self::NotMap => *object = Cbor::Array(vec![object.clone()]),
            Self::TrailingByte => *object = Cbor::Raw([encoded.as_slice(), &[0]].concat()),
            Self::Truncated => {
                let kept = encoded.len().saturating_sub(1);
                *object = Cbor::Raw(encoded.into_iter().take(kept).collect());
            }
            Self::FormatTwice => push(object, cbor::text("fmt"), format),
            Self::IntegerKey => push(object, Cbor::Integer(1), Cbor::Null),
            Self::Tagged => *object = Cbor::Tag(55_799, Box::new(object.clone())),
            Self::TooDeep => {
                let nest = |inner, _level| Cbor::Array(vec![inner]);
                let nested = (1..DEPTH).fold(Cbor::Array(Vec::new()), nest);
                push(object, cbor::text("deep"), nested);
            }
            Self::FormatMissing => object.remove("fmt"),
            Self::FormatNumber => object.put("fmt", Cbor::Integer(1469)),
            Self::StatementMissing => object.remove("attStmt"),
            Self::StatementText => object.put("attStmt", cbor::text("attStmt")),
            Self::AuthDataMissing => object.remove("authData"),
            Self::AuthDataText => object.put("authData", cbor::text("authData")),
            Self::FormatOther => rename(object, "fido-u3f"),
            Self::FormatUpperCase => {
                if let Cbor::Text(text) = format {
                    rename(object, &text.to_uppercase());
                }
            }
        }
    }
}

/// The statement of every format but compound is a map.
fn rename(object: &mut Cbor, format: &str) {
    object.put("fmt", cbor::text(format));
    if let Some(Cbor::Array(_)) = object.get("attStmt") {
        object.put("attStmt", Cbor::Map(Vec::new()));
    }
}

fn push(object: &mut Cbor, key: Cbor, value: Cbor) {
    if let Cbor::Map(entries) = object {
        entries.push((key, value));
    }
}
