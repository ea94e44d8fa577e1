//! What does a compound statement look like (WebAuthn L3 8.9)?

use super::{Ceremony, Statement};
use crate::cbor::{self, Cbor};

/// Several statements over the same credential.
#[derive(Clone)]
pub struct Compound {
    /// The statements, in the order in which they are sent.
    pub elements: Vec<Statement>,
}

impl Compound {
    pub(super) fn value(&self, ceremony: &Ceremony<'_>) -> Cbor {
        let element = |statement: &Statement| {
            cbor::map([
                ("fmt", cbor::text(statement.format())),
                ("attStmt", statement.value(ceremony)),
            ])
        };
        Cbor::Array(self.elements.iter().map(element).collect())
    }
}
