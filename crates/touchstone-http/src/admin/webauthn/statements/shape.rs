//! Decides how a tenant's own statement looks: in lists without the statement itself, which can hold pictures.

use serde::Serialize;
use serde_json::Value;
use touchstone_core::AdminError;
use touchstone_core::webauthn::admin::{StatementHeadView, StatementView};

use crate::admin::audit::stored_json;

#[derive(Debug, Serialize)]
pub(super) struct StatementShape {
    aaguid: String,
    description: Option<String>,
    updated_at: String,
}

#[derive(Debug, Serialize)]
pub(super) struct WholeShape {
    #[serde(flatten)]
    head: StatementShape,
    statement: Value,
}

impl From<StatementHeadView> for StatementShape {
    fn from(view: StatementHeadView) -> Self {
        Self {
            aaguid: view.aaguid.to_string(),
            description: view.description,
            updated_at: view.updated_at.to_string(),
        }
    }
}

impl TryFrom<StatementView> for WholeShape {
    type Error = AdminError;

    fn try_from(view: StatementView) -> Result<Self, AdminError> {
        Ok(Self {
            statement: stored_json(&view.json, "a local statement")?,
            head: StatementShape::from(view.head),
        })
    }
}
