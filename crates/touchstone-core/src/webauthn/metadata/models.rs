//! Decides which entry is found for a model, and what changed between two sets of entries. Of each entry is kept what trust asks for, and a
//! digest of its text: the text itself, with its pictures, is in the store.

use std::collections::BTreeMap;
use std::sync::Arc;

use touchstone_evidence::mds3::Listed;
use touchstone_evidence::webauthn::Aaguid;
use touchstone_evidence::webauthn::metadata::Entry;

use super::super::session::sha256;
use crate::ports::ChangedModels;

/// An entry, and SHA-256 of its text.
#[derive(Clone, Debug)]
struct Known {
    entry: Arc<Entry>,
    digest: [u8; 32],
}

/// Entries by the models that they are about.
#[derive(Debug, Default)]
pub(in crate::webauthn) struct Models {
    entries: Vec<Arc<Entry>>,
    by_aaguid: BTreeMap<Aaguid, Known>,
    by_key_id: BTreeMap<[u8; 20], Known>,
}

/// What changed between two sets of entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::webauthn) struct Change {
    pub(in crate::webauthn) added: Vec<Aaguid>,
    pub(in crate::webauthn) changed: Vec<Aaguid>,
    pub(in crate::webauthn) removed: Vec<Aaguid>,
    /// Added, changed or removed.
    pub(in crate::webauthn) key_ids: Vec<[u8; 20]>,
}

impl Models {
    /// The entries of a BLOB.
    pub(super) fn of_blob(listed: Vec<Listed>) -> Self {
        let mut models = Self::default();
        for Listed { entry, json } in listed {
            models.insert(entry, &json);
        }
        models
    }

    /// Takes an entry. What was known of a model before stays; whether the entry is about such a one is the answer.
    pub(super) fn insert(&mut self, entry: Entry, json: &str) -> bool {
        self.take(Arc::new(entry), sha256(json.as_bytes()))
    }

    /// The same, with the digest of its text.
    pub(super) fn take(&mut self, entry: Arc<Entry>, digest: [u8; 32]) -> bool {
        let known = Known { entry, digest };
        let mut is_repeated = false;
        if let Some(aaguid) = known.entry.aaguid {
            is_repeated |= self.by_aaguid.contains_key(&aaguid);
            self.by_aaguid
                .entry(aaguid)
                .or_insert_with(|| known.clone());
        }
        for key_id in &known.entry.key_ids {
            is_repeated |= self.by_key_id.contains_key(key_id);
            self.by_key_id
                .entry(*key_id)
                .or_insert_with(|| known.clone());
        }
        self.entries.push(known.entry);
        is_repeated
    }

    /// What is known of the model.
    pub(in crate::webauthn) fn of_aaguid(&self, aaguid: &Aaguid) -> Option<Arc<Entry>> {
        let known = self.by_aaguid.get(aaguid)?;
        Some(Arc::clone(&known.entry))
    }

    /// What is known of the authenticators that attest with this key.
    pub(in crate::webauthn) fn of_key(&self, key_id: &[u8; 20]) -> Option<Arc<Entry>> {
        let known = self.by_key_id.get(key_id)?;
        Some(Arc::clone(&known.entry))
    }

    /// Whether something is known of a model that the entry is about.
    pub(in crate::webauthn) fn are_about(&self, entry: &Entry) -> bool {
        let of_model = entry.aaguid.and_then(|aaguid| self.of_aaguid(&aaguid));
        let mut key_ids = entry.key_ids.iter();
        of_model.is_some() || key_ids.any(|key_id| self.by_key_id.contains_key(key_id))
    }

    /// Every entry.
    pub(in crate::webauthn) fn entries(&self) -> &[Arc<Entry>] {
        &self.entries
    }

    /// What changed since `before`.
    pub(in crate::webauthn) fn changes_since(&self, before: &Self) -> Change {
        let mut change = Change::default();
        for (aaguid, known) in &self.by_aaguid {
            match before.by_aaguid.get(aaguid) {
                None => change.added.push(*aaguid),
                Some(old) if old.digest != known.digest => change.changed.push(*aaguid),
                Some(_) => {}
            }
        }
        let gone = before.by_aaguid.keys();
        let gone = gone.filter(|aaguid| !self.by_aaguid.contains_key(aaguid));
        change.removed.extend(gone);
        let is_new = |key_id: &[u8; 20], known: &Known, other: &Self| {
            let other = other.by_key_id.get(key_id);
            other.is_none_or(|other| other.digest != known.digest)
        };
        let new = self.by_key_id.iter();
        let new = new.filter(|(key_id, known)| is_new(key_id, known, before));
        change.key_ids.extend(new.map(|(key_id, _)| *key_id));
        let gone = before.by_key_id.keys();
        let gone = gone.filter(|key_id| !self.by_key_id.contains_key(*key_id));
        change.key_ids.extend(gone);
        change
    }
}

impl Change {
    pub(in crate::webauthn) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The models, for a walk over the credentials.
    pub(in crate::webauthn) fn models(&self) -> ChangedModels {
        let bytes = |list: &[Aaguid]| list.iter().map(|aaguid| aaguid.0).collect::<Vec<_>>();
        let [added, changed, removed] =
            [&self.added, &self.changed, &self.removed].map(|list| bytes(list));
        ChangedModels {
            aaguids: [added.as_slice(), &changed, &removed].concat(),
            key_ids: self.key_ids.clone(),
            added,
            removed,
            status_list: None,
        }
    }
}

#[cfg(test)]
mod tests;
