//! Decides how a metadata service looks.

use serde::Serialize;
use touchstone_core::webauthn::MdsView;

use crate::admin::Answer;

#[derive(Debug, Serialize)]
struct MdsShape {
    url: String,
    state: &'static str,
    number: Option<i64>,
    next_update: Option<String>,
    fetched_at: Option<String>,
    asked_at: Option<String>,
    due_at: String,
    reason: Option<String>,
    entries: u64,
    skipped: u64,
}

impl From<MdsView> for MdsShape {
    fn from(view: MdsView) -> Self {
        Self {
            url: view.url,
            state: view.state.as_str(),
            number: view.number,
            next_update: view.next_update,
            fetched_at: view.fetched_at.map(|at| at.to_string()),
            asked_at: view.asked_at.map(|at| at.to_string()),
            due_at: view.due_at.to_string(),
            reason: view.reason,
            entries: view.entries,
            skipped: view.skipped,
        }
    }
}

/// 200 with all of them: there are never many.
pub(super) fn all(views: Vec<MdsView>) -> Answer {
    Answer::list(views.into_iter().map(MdsShape::from).collect(), None)
}
