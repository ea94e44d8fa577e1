//! A storage URL is read strictly and shown without its password.

use std::path::Path;

use super::{ParseUrlError, StorageUrl};

fn refused(text: &str) -> ParseUrlError {
    text.parse::<StorageUrl>().unwrap_err()
}

#[test]
fn an_unknown_scheme_is_answered_with_the_two_that_are_known() {
    for text in ["", "touchstone.db", "mysql://host/db", "SQLITE:x", "file:x"] {
        let error = refused(text);
        assert_eq!(error, ParseUrlError::UnknownScheme, "{text}");
        assert!(error.to_string().contains("sqlite:"));
        assert!(error.to_string().contains("postgres://"));
    }
}

#[test]
fn a_sqlite_url_without_a_file_is_refused() {
    for text in ["sqlite:", "sqlite://", "sqlite::memory:", "sqlite:folder/"] {
        assert_eq!(refused(text), ParseUrlError::NoFile, "{text}");
    }
}

#[test]
fn a_sqlite_url_takes_no_parameters() {
    assert_eq!(
        refused("sqlite:a.db?mode=ro"),
        ParseUrlError::SqliteParameters
    );
}

#[test]
fn a_sqlite_url_names_a_relative_or_an_absolute_file() {
    for (text, path) in [
        ("sqlite:touchstone.db", "touchstone.db"),
        ("sqlite://touchstone.db", "touchstone.db"),
        ("sqlite:/var/lib/t.db", "/var/lib/t.db"),
        ("sqlite:///var/lib/t.db", "/var/lib/t.db"),
    ] {
        let url: StorageUrl = text.parse().unwrap();
        assert_eq!(
            url,
            StorageUrl::Sqlite(Path::new(path).to_owned()),
            "{text}"
        );
    }
}

#[test]
fn tls_is_refused_rather_than_left_out() {
    for mode in ["require", "verify-ca", "verify-full"] {
        let error = refused(&format!("postgres://u:secret@db/t?sslmode={mode}"));
        assert_eq!(error, ParseUrlError::TlsUnsupported, "{mode}");
    }
}

#[test]
fn a_postgres_url_that_cannot_be_read_does_not_show_its_password() {
    for text in [
        "postgres://u:secret@db:port/t",
        "postgres://u:secret@db/t?secret=1",
        "postgres:u:secret",
        "postgres://",
    ] {
        let error = refused(text);
        assert!(!format!("{error} {error:?}").contains("secret"), "{text}");
    }
}

#[test]
fn both_spellings_of_postgres_are_known_and_shown_without_password() {
    for scheme in ["postgres", "postgresql"] {
        let url: StorageUrl = format!("{scheme}://u:secret@db:5433/t").parse().unwrap();
        assert_eq!(format!("{url}"), "postgres://u@db:5433/t");
        assert_eq!(format!("{url:?}"), "postgres://u@db:5433/t");
    }
}
