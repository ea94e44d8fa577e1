//! Decides how a PATCH changes an object: named members take their new value, `null` puts the default back (RFC 7396), the rest stays.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use touchstone_core::AdminError;

use super::json;

/// The members of a body. Not `Debug`: one of them can be a key.
pub(crate) struct Patch(Map<String, Value>);

impl Patch {
    pub(super) fn new(members: Map<String, Value>) -> Self {
        Self(members)
    }

    pub(super) fn into_members(self) -> Map<String, Value> {
        self.0
    }

    /// The members as this shape.
    pub(in crate::admin) fn into_shape<T: DeserializeOwned>(self) -> Result<T, AdminError> {
        json::known::<T>(&self.0).map_err(AdminError::Invalid)?;
        json::shape(self.0).map_err(AdminError::Invalid)
    }

    /// Takes this member out.
    pub(in crate::admin) fn take(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name)
    }
}

/// `current` as it is after the patch.
pub(in crate::admin) fn merged<T>(current: &T, patch: Patch) -> Result<T, AdminError>
where
    T: Serialize + DeserializeOwned,
{
    json::known::<T>(&patch.0).map_err(AdminError::Invalid)?;
    let mut members = match serde_json::to_value(current) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    };
    for (name, value) in patch.0 {
        if value.is_null() {
            members.remove(&name);
        } else {
            members.insert(name, value);
        }
    }
    json::shape(members).map_err(AdminError::Invalid)
}
