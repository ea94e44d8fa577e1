//! Decides how a PATCH changes an object: named members take their new value, `null` puts the default back, the rest stays, and so on inside
//! of objects (RFC 7396).

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

    /// The members as this shape, whatever else there is: for documents of somebody else's making.
    pub(in crate::admin) fn into_document<T: DeserializeOwned>(self) -> Result<T, AdminError> {
        json::shape(self.0).map_err(AdminError::Invalid)
    }

    /// When this member is an object, each of its own members must be one of the shape's.
    pub(in crate::admin) fn known_inside<T: DeserializeOwned>(
        &self,
        name: &str,
    ) -> Result<(), AdminError> {
        let Some(Value::Object(members)) = self.0.get(name) else {
            return Ok(());
        };
        json::known::<T>(members).map_err(|mut issues| {
            for issue in &mut issues {
                issue.path = format!("{name}.{}", issue.path);
            }
            AdminError::Invalid(issues)
        })
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
    merge(&mut members, patch.0);
    json::shape(members).map_err(AdminError::Invalid)
}

/// As deep as the patch is nested, which its parser bounds.
fn merge(members: &mut Map<String, Value>, patch: Map<String, Value>) {
    for (name, value) in patch {
        match (members.get_mut(&name), value) {
            (_, Value::Null) => {
                members.remove(&name);
            }
            (Some(Value::Object(inside)), Value::Object(patch)) => merge(inside, patch),
            (_, value) => {
                members.insert(name, value);
            }
        }
    }
}
