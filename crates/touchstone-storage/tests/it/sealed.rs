//! Secrets at rest: the check value, and re-sealing under another master key while the server runs.

use touchstone_core::ports::SealedRow;

use crate::support::{NOW, Stage, change};

async fn the_first_check_value_stays(stage: Stage) {
    let store = &stage.store;
    assert_eq!(store.master_key_check().await.unwrap(), None);
    assert_eq!(
        store.put_master_key_check_if_absent(b"one").await.unwrap(),
        b"one"
    );
    assert_eq!(
        store.put_master_key_check_if_absent(b"two").await.unwrap(),
        b"one"
    );
    assert_eq!(
        store.master_key_check().await.unwrap().as_deref(),
        Some(b"one".as_slice())
    );
}

async fn a_check_value_is_replaced_only_when_it_is_what_was_read(stage: Stage) {
    let store = &stage.store;
    assert!(
        !store
            .replace_master_key_check(b"one", change(b"two".to_vec()))
            .await
            .unwrap()
    );
    store.put_master_key_check_if_absent(b"one").await.unwrap();
    assert!(
        !store
            .replace_master_key_check(b"two", change(b"three".to_vec()))
            .await
            .unwrap()
    );
    assert!(
        store
            .replace_master_key_check(b"one", change(b"two".to_vec()))
            .await
            .unwrap()
    );
    assert_eq!(
        store.master_key_check().await.unwrap().as_deref(),
        Some(b"two".as_slice())
    );
}

async fn only_values_of_another_master_key_are_listed(stage: Stage) {
    let store = &stage.store;
    let mut old = stage.make.session_key(NOW);
    old.sealed = b"mk_1old".to_vec();
    store.put_first_session_key(&old).await.unwrap();
    let mut new = stage.make.session_key(NOW.plus_s(60));
    new.sealed = b"mk_2new".to_vec();
    store.add_session_key(change(new)).await.unwrap();

    let rows = store.sealed_otherwise(b"mk_2", 10).await.unwrap();
    let wanted = SealedRow {
        entity: "session_master_key".to_owned(),
        column: "sealed".to_owned(),
        row: old.id.to_string(),
        tenant_id: None,
        sealed: old.sealed,
    };
    assert_eq!(rows, [wanted]);
    assert_eq!(store.sealed_otherwise(b"mk_3", 10).await.unwrap().len(), 2);
    assert_eq!(store.sealed_otherwise(b"mk_3", 1).await.unwrap().len(), 1);
    let longer_than_all = [b'm'; 100];
    assert_eq!(
        store
            .sealed_otherwise(&longer_than_all, 10)
            .await
            .unwrap()
            .len(),
        2
    );
}

async fn a_value_is_resealed_only_when_it_is_what_was_read(stage: Stage) {
    let store = &stage.store;
    store
        .put_first_session_key(&stage.make.session_key(NOW))
        .await
        .unwrap();
    let row = store.sealed_otherwise(b"mk_2", 1).await.unwrap().remove(0);
    let stale = SealedRow {
        sealed: b"other".to_vec(),
        ..row.clone()
    };
    assert!(!store.reseal(&stale, b"mk_2x").await.unwrap());
    let unknown = SealedRow {
        entity: "unheard_of".to_owned(),
        ..row.clone()
    };
    assert!(!store.reseal(&unknown, b"mk_2x").await.unwrap());
    assert!(store.reseal(&row, b"mk_2x").await.unwrap());
    assert!(!store.reseal(&row, b"mk_2y").await.unwrap());
    assert_eq!(store.session_keys().await.unwrap()[0].sealed, b"mk_2x");
}

for_each_engine!(
    the_first_check_value_stays,
    a_check_value_is_replaced_only_when_it_is_what_was_read,
    only_values_of_another_master_key_are_listed,
    a_value_is_resealed_only_when_it_is_what_was_read,
);
