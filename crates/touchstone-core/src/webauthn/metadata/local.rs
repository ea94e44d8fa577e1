//! Decides which statements of the operator's own are in force: every file of the folder, or the server does not start. Two that are about
//! one model would leave open which one counts.

use touchstone_evidence::webauthn::metadata::Entry;

use super::{MetadataStartError, Models};

/// Reads the files: name and JSON.
pub(super) fn read(files: &[(String, String)]) -> Result<Models, MetadataStartError> {
    let mut models = Models::default();
    for (file, json) in files {
        let refused = |cause| MetadataStartError::Statement {
            file: file.clone(),
            cause,
        };
        let entry = Entry::parse_local(json.as_bytes());
        let entry = entry.map_err(|error| refused(error.to_string()))?;
        if entry.aaguid.is_none() && entry.key_ids.is_empty() {
            return Err(refused("it names neither AAGUID nor key ids".to_owned()));
        }
        if models.insert(entry, json) {
            return Err(refused("another file is about its model".to_owned()));
        }
    }
    Ok(models)
}

#[cfg(test)]
mod tests;
