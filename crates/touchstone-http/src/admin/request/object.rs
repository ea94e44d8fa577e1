//! Decides what a body must be before its members are looked at: one JSON object in which no object names a member twice, nested only so
//! deep.

use touchstone_core::Issue;

use super::merge::Patch;
use crate::json::{self, JsonError};

/// How deep values may be nested; the body's object is the first level.
const NESTING_MAX: usize = 8;

/// The members of a body.
pub(super) fn read(body: &[u8]) -> Result<Patch, Vec<Issue>> {
    json::object(body, NESTING_MAX)
        .map(Patch::new)
        .map_err(|error| {
            let place = match error {
                JsonError::Malformed { line, column } => format!("line {line}, column {column}"),
                JsonError::RepeatedName => "a member is named twice".to_owned(),
            };
            let message = format!(
                "must be one JSON object without repeated members, nested at most {NESTING_MAX} \
                 deep ({place})"
            );
            vec![Issue {
                path: String::new(),
                message,
            }]
        })
}
