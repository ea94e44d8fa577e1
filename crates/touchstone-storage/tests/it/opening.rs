//! How a store is opened, and when it is not.

use touchstone_storage::{OpenError, Options, SchemaVersion, migrate, open, schema_version};
use touchstone_testkit::postgres::fresh_database;

use crate::support::Stage;

fn as_it_is() -> Options {
    Options {
        migrate: false,
        ..Options::default()
    }
}

fn error_of<T>(result: Result<T, OpenError>) -> OpenError {
    match result {
        Ok(_) => panic!("it was opened"),
        Err(error) => error,
    }
}

async fn a_newer_schema_is_refused(stage: Stage) {
    let raw = stage.raw().await;
    raw.run("INSERT INTO schema_versions (version) VALUES (999)")
        .await;
    let url = stage.url.clone();
    let folder = stage.close();
    let known = schema_version(&url).await.unwrap().known;
    for options in [Options::default(), as_it_is()] {
        let error = error_of(open(&url, &options).await);
        assert!(
            matches!(error, OpenError::NewerSchema { found: 999, known: k } if k == known),
            "{error:?}"
        );
        assert!(error.to_string().contains("999"));
    }
    assert!(matches!(
        error_of(migrate(&url).await),
        OpenError::NewerSchema { .. }
    ));
    drop(folder);
}

async fn the_version_is_told_without_opening(stage: Stage) {
    let version = schema_version(&stage.url).await.unwrap();
    let SchemaVersion { found, known } = version;
    assert_eq!(found, known);
}

async fn migrating_again_changes_nothing(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let url = stage.url.clone();
    let stage = stage.reopen().await;
    let folder = stage.close();
    let SchemaVersion { found, known } = migrate(&url).await.unwrap();
    assert_eq!(found, known);
    let store = open(&url, &as_it_is()).await.unwrap();
    assert!(store.tenant(tenant).await.unwrap().is_some());
    drop(folder);
}

for_each_engine!(
    a_newer_schema_is_refused,
    the_version_is_told_without_opening,
    migrating_again_changes_nothing,
);

#[tokio::test]
async fn an_empty_sqlite_file_is_refused_unless_it_may_be_migrated() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("t.db");
    let url = format!("sqlite:{}", file.display()).parse().unwrap();
    let before = schema_version(&url).await.unwrap();
    assert_eq!(before.found, 0);
    assert!(!file.exists(), "looking makes no file");
    let error = error_of(open(&url, &as_it_is()).await);
    assert!(
        matches!(error, OpenError::NotMigrated { found: 0, .. }),
        "{error:?}"
    );
    assert!(error.to_string().contains("touchstone migrate"));
    migrate(&url).await.unwrap();
    open(&url, &as_it_is()).await.unwrap();
}

#[tokio::test]
async fn an_empty_postgres_database_is_refused_unless_it_may_be_migrated() {
    let url = fresh_database().parse().unwrap();
    assert_eq!(schema_version(&url).await.unwrap().found, 0);
    let error = error_of(open(&url, &as_it_is()).await);
    assert!(
        matches!(error, OpenError::NotMigrated { found: 0, .. }),
        "{error:?}"
    );
    migrate(&url).await.unwrap();
    open(&url, &as_it_is()).await.unwrap();
}

#[tokio::test]
async fn nodes_that_start_at_once_migrate_once() {
    let url = fresh_database().parse().unwrap();
    let options = Options::default();
    let (one, two, three) = tokio::join!(
        open(&url, &options),
        open(&url, &options),
        open(&url, &options)
    );
    for store in [one, two, three] {
        assert_eq!(store.unwrap().health().await, Ok(()));
    }
}

#[tokio::test]
async fn a_sqlite_file_has_one_server() {
    let stage = Stage::sqlite().await;
    let error = error_of(open(&stage.url, &Options::default()).await);
    let OpenError::Locked { path } = &error else {
        panic!("{error:?}")
    };
    assert!(path.to_string_lossy().ends_with("touchstone.db.lock"));
    assert!(error.to_string().contains("held by another process"));
    assert!(matches!(
        error_of(migrate(&stage.url).await),
        OpenError::Locked { .. }
    ));
    // Looking is allowed, and the file is free again once the server is gone.
    schema_version(&stage.url).await.unwrap();
    stage.reopen().await;
}

#[tokio::test]
async fn another_path_to_the_same_file_meets_the_same_lock() {
    let stage = Stage::sqlite().await;
    let link = stage.file().with_file_name("link.db");
    std::os::unix::fs::symlink(stage.file(), &link).unwrap();
    let url = format!("sqlite:{}", link.display()).parse().unwrap();
    let error = error_of(open(&url, &Options::default()).await);
    assert!(matches!(error, OpenError::Locked { .. }), "{error:?}");
}

#[tokio::test]
async fn the_files_are_the_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let stage = Stage::sqlite().await;
    stage.tenant("acme").await;
    for entry in std::fs::read_dir(stage.file().parent().unwrap()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", entry.path().display());
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("t.db");
    std::fs::write(
        &file,
        "this is not a database, and long enough to be looked at".repeat(50),
    )
    .unwrap();
    let url = format!("sqlite:{}", file.display()).parse().unwrap();
    let error = error_of(open(&url, &Options::default()).await);
    assert!(
        matches!(error, OpenError::File { .. } | OpenError::Refused(_)),
        "{error:?}"
    );
    let missing = "sqlite:/nowhere/at/all/t.db".parse().unwrap();
    let error = error_of(open(&missing, &Options::default()).await);
    assert!(matches!(error, OpenError::File { .. }), "{error:?}");
}

#[tokio::test]
async fn an_unreachable_server_is_named_without_its_password() {
    let url = "postgres://touchstone:secret@127.0.0.1:1/t"
        .parse()
        .unwrap();
    let error = error_of(open(&url, &Options::default()).await);
    assert!(matches!(error, OpenError::Unreachable { .. }), "{error:?}");
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("127.0.0.1:1"));
    assert!(!shown.contains("secret"));
}
