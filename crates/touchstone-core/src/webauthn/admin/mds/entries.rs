//! Decides which entries of metadata an administrator finds: the operator's own and those of the services, as they are in force.

use data_encoding::HEXLOWER;
use touchstone_evidence::Timestamp;
use touchstone_evidence::webauthn::Aaguid;
use touchstone_evidence::webauthn::metadata::Entry;

use super::view::{MdsEntryView, certification};
use crate::ports::{Page, PageRequest};
use crate::webauthn::admin::READ;
use crate::{AdminCall, AdminError};

/// Which entries a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MdsEntryFilter {
    /// Only about this model.
    pub aaguid: Option<Aaguid>,
    /// Only with a report of this word.
    pub status: Option<String>,
    /// Only those whose newest certification in effect is this word.
    pub certification: Option<String>,
}

/// Where a list of entries goes on: behind this place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MdsEntryCursor(pub String);

/// Entries, by AAGUID upwards and then those of U2F tokens by key id, each with the preferred source first. Takes the scope `webauthn:read`.
pub fn mds_entries(
    admin: &AdminCall<'_>,
    filter: &MdsEntryFilter,
    page: PageRequest<MdsEntryCursor>,
) -> Result<Page<MdsEntryView, MdsEntryCursor>, AdminError> {
    admin.require(READ)?;
    let now = admin.now();
    let listed = admin.touchstone.webauthn.metadata.listed();
    let mut found = Vec::new();
    for (position, (source, models)) in listed.iter().enumerate() {
        for entry in models
            .entries()
            .iter()
            .filter(|entry| filter.admits(entry, now))
        {
            let cursor = MdsEntryCursor(format!("{}/{position:04}", name(entry)));
            if page.after.as_ref().is_none_or(|after| cursor > *after) {
                found.push((cursor, position, source, entry));
            }
        }
    }
    found.sort_by(|one, other| one.0.cmp(&other.0));
    let has_more = found.len() > page.limit;
    found.truncate(page.limit);
    let next = found.last().filter(|_| has_more).map(|last| last.0.clone());
    let items = found.into_iter().map(|(_, position, source, entry)| {
        let mut before = listed.iter().take(position);
        let in_force = !before.any(|(_, models)| models.are_about(entry));
        MdsEntryView::of(entry, source.as_deref(), in_force, now)
    });
    Ok(Page {
        items: items.collect(),
        next,
    })
}

impl MdsEntryFilter {
    fn admits(&self, entry: &Entry, now: Timestamp) -> bool {
        let is_of_model = self
            .aaguid
            .is_none_or(|aaguid| entry.aaguid == Some(aaguid));
        let has_status = self.status.as_ref().is_none_or(|word| {
            let mut reports = entry.status_reports.iter();
            reports.any(|report| report.status == *word)
        });
        let wanted = self.certification.as_ref();
        is_of_model
            && has_status
            && wanted.is_none_or(|word| certification(entry, now).as_ref() == Some(word))
    }
}

/// U2F tokens have no AAGUID; they stand behind all that have.
fn name(entry: &Entry) -> String {
    match (entry.aaguid, entry.key_ids.first()) {
        (Some(aaguid), _) => aaguid.to_string(),
        (None, Some(key_id)) => format!("u2f:{}", HEXLOWER.encode(key_id)),
        (None, None) => "u2f:".to_owned(),
    }
}
