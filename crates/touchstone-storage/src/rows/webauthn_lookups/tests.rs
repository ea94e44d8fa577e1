//! That ceremonies read by an index that leads to what they want alone: a relying party has many users.

use rusqlite::Connection;

use super::{ASSERTION_LOOKUP, CREDENTIALS_OF_USER, SESSION_BY_CHALLENGE, SESSION_WITH_USER};
use crate::sqlite::MIGRATIONS;

/// What SQLite does for the statement, one step a line.
fn plan(sql: &str) -> Vec<String> {
    let connection = Connection::open_in_memory().unwrap();
    for migration in MIGRATIONS {
        connection.execute_batch(migration.sql).unwrap();
    }
    let mut explained = connection
        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
        .unwrap();
    let mut rows = explained.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        steps.push(row.get::<_, String>("detail").unwrap());
    }
    steps
}

#[test]
fn the_credentials_of_a_user_are_found_by_the_user() {
    let steps = plan(CREDENTIALS_OF_USER);
    let by_user = "webauthn_credentials USING INDEX webauthn_credentials_of_user \
                   (tenant_id=? AND user_ext_id=?)";
    assert!(
        steps.iter().any(|step| step.contains(by_user)),
        "{steps:#?}"
    );
    assert!(
        !steps.iter().any(|step| step.contains("TEMP B-TREE")),
        "{steps:#?}"
    );
}

#[test]
fn no_look_up_of_a_ceremony_goes_through_a_table() {
    for sql in [
        CREDENTIALS_OF_USER,
        ASSERTION_LOOKUP,
        SESSION_BY_CHALLENGE,
        SESSION_WITH_USER,
    ] {
        let steps = plan(sql);
        assert!(
            steps.iter().all(|step| !step.starts_with("SCAN")),
            "{steps:#?}"
        );
    }
}
