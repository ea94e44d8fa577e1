//! Decides what is told of a body that is no request.

use std::sync::Arc;

use touchstone_core::webauthn::{Rp, Webauthn};

use crate::json::JsonError;
use crate::webauthn::refused::Refused;

/// What is wrong with a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::webauthn) struct Wrong {
    pub(super) reason: &'static str,
    pub(super) field: Option<&'static str>,
}

impl Wrong {
    /// For this reason, which names its field.
    pub(super) const fn new(reason: &'static str) -> Self {
        Self {
            reason,
            field: None,
        }
    }

    /// A member that has another type or value.
    pub(super) const fn field(name: &'static str) -> Self {
        Self {
            reason: "options_field_malformed",
            field: Some(name),
        }
    }

    /// An extension that has another type or value.
    pub(super) const fn extension(name: &'static str) -> Self {
        Self {
            reason: "extension_malformed",
            field: Some(name),
        }
    }

    /// How it is answered.
    pub(in crate::webauthn) fn refused(self, webauthn: &Webauthn, rp: Option<&Arc<Rp>>) -> Refused {
        let rp = rp.map(AsRef::as_ref);
        Refused::Failed(Box::new(webauthn.refuse(rp, self.reason, self.field)))
    }
}

impl From<JsonError> for Wrong {
    fn from(error: JsonError) -> Self {
        Self::new(match error {
            JsonError::Malformed { .. } => "body_malformed",
            JsonError::RepeatedName => "body_duplicate_member",
        })
    }
}
