//! Decides whether a compound statement holds: checks O1 and O2.

use alloc::vec::Vec;

use super::{Error, element};
use crate::cbor::Item;
use crate::webauthn::statement::context::Context;
use crate::webauthn::statement::{
    self, CompoundRule, RefusedElement, VerifiedStatement, VerifiedStatements, dispatch,
};
use crate::webauthn::{AttestationType, FormatSetting};

/// Judges a statement: an array.
pub(in super::super) fn verify(
    statement: Item<'_>,
    context: &Context<'_>,
) -> Result<VerifiedStatements, statement::Error> {
    // O1
    let parsed = element::parse(statement)?;
    // O2
    let (mut elements, mut refused) = (Vec::new(), Vec::new());
    for (position, element) in parsed.iter().enumerate() {
        match dispatch::single(&element.format, element.statement, context) {
            Ok(verified) => elements.push(verified),
            Err(error) => refused.push(RefusedElement {
                position,
                check: error.check(),
                reason: error.reason(),
            }),
        }
    }
    let says_something = |element: &VerifiedStatement| element.setting != FormatSetting::None;
    let is_met = match context.policy.compound {
        CompoundRule::All => refused.is_empty(),
        CompoundRule::Any => elements.iter().any(says_something),
    };
    if !is_met {
        return Err(Error::PolicyUnmet { refused }.into());
    }
    Ok(VerifiedStatements {
        setting: FormatSetting::Compound,
        attestation_type: AttestationType::Compound,
        elements,
        refused,
    })
}
