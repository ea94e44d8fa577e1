//! Which entry is found, and what counts as a change.

use touchstone_evidence::webauthn::Aaguid;
use touchstone_evidence::webauthn::metadata::Entry;

use super::{Change, Models};

const A: Aaguid = Aaguid([1; 16]);
const B: Aaguid = Aaguid([2; 16]);
const KEY: [u8; 20] = [7; 20];

fn about(aaguid: Option<Aaguid>, key_ids: &[[u8; 20]]) -> Entry {
    Entry {
        aaguid,
        key_ids: key_ids.to_vec(),
        ..Entry::default()
    }
}

fn models(entries: &[(Entry, &str)]) -> Models {
    let mut models = Models::default();
    for (entry, json) in entries {
        models.insert(entry.clone(), json);
    }
    models
}

#[test]
fn an_entry_is_found_by_its_aaguid_and_by_its_key_ids_only() {
    let models = models(&[(about(Some(A), &[]), "a"), (about(None, &[KEY]), "u2f")]);
    assert_eq!(models.of_aaguid(&A).unwrap().aaguid, Some(A));
    assert_eq!(models.of_key(&KEY).unwrap().aaguid, None);
    assert!(models.of_aaguid(&B).is_none());
    assert!(models.of_key(&[8; 20]).is_none());
    assert_eq!(models.entries().len(), 2);
}

#[test]
fn the_first_of_two_entries_about_a_model_stays() {
    let mut models = Models::default();
    let called = |word: &str| Entry {
        description: Some(word.to_owned()),
        ..about(Some(A), &[])
    };
    assert!(!models.insert(called("first"), "first"));
    assert!(models.insert(called("second"), "second"));
    let found = models.of_aaguid(&A).unwrap();
    assert_eq!(found.description.as_deref(), Some("first"));
}

#[test]
fn the_same_texts_are_no_change_in_whatever_order() {
    let [a, b] = [(about(Some(A), &[]), "a"), (about(Some(B), &[KEY]), "b")];
    let before = models(&[a.clone(), b.clone()]);
    assert_eq!(models(&[b, a]).changes_since(&before), Change::default());
}

#[test]
fn added_changed_and_removed_models_are_told_apart() {
    let c = Aaguid([3; 16]);
    let before = models(&[(about(Some(A), &[]), "a"), (about(Some(B), &[]), "b")]);
    let after = models(&[
        (about(Some(B), &[]), "b, revoked"),
        (about(Some(c), &[]), "c"),
    ]);
    let change = after.changes_since(&before);
    assert_eq!(change.added, [c]);
    assert_eq!(change.changed, [B]);
    assert_eq!(change.removed, [A]);
    let models = change.models();
    assert_eq!(models.aaguids, [c.0, B.0, A.0]);
    assert_eq!((models.added, models.removed), (vec![c.0], vec![A.0]));
}

#[test]
fn key_ids_change_when_they_come_go_or_say_something_else() {
    let before = models(&[(about(None, &[KEY, [8; 20]]), "old")]);
    let after = models(&[(about(None, &[KEY, [9; 20]]), "new")]);
    let mut key_ids = after.changes_since(&before).key_ids;
    key_ids.sort_unstable();
    assert_eq!(key_ids, [KEY, [8; 20], [9; 20]]);
}
