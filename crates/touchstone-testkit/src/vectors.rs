//! Where the outside vectors are: real devices' evidence and other projects' suites.

use std::path::{Path, PathBuf};

/// The variable that names another folder of vectors.
pub const VECTORS_VARIABLE: &str = "TOUCHSTONE_VECTORS";

/// There is no folder of vectors where they were looked for.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("no vectors at {}: set TOUCHSTONE_VECTORS to the folder that holds them", .0.display())]
pub struct VectorsMissing(PathBuf);

/// The folder of outside vectors: `$TOUCHSTONE_VECTORS`, else `shared/vectors` beside the
/// repository.
///
/// # Panics
/// When the folder does not exist: these vectors are required, a run without them proves nothing.
#[must_use]
pub fn vectors_dir() -> PathBuf {
    #[expect(
        clippy::panic,
        reason = "a missing requirement fails the test that has it"
    )]
    find_vectors_dir().unwrap_or_else(|missing| panic!("{missing}"))
}

/// As [`vectors_dir`], for callers that are no tests.
///
/// # Errors
/// When the folder does not exist.
pub fn find_vectors_dir() -> Result<PathBuf, VectorsMissing> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the testkit is the home of test settings"
    )]
    let named = std::env::var_os(VECTORS_VARIABLE).map(PathBuf::from);
    find(named, &beside_the_repository())
}

/// The named folder, else the usual one.
fn find(named: Option<PathBuf>, usual: &Path) -> Result<PathBuf, VectorsMissing> {
    let folder = named.unwrap_or_else(|| usual.to_path_buf());
    if folder.is_dir() {
        Ok(folder)
    } else {
        Err(VectorsMissing(folder))
    }
}

fn beside_the_repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_folder_that_is_missing_does_not_fall_back_to_the_usual_one() {
        let usual = tempfile::tempdir().unwrap();
        let named = usual.path().join("missing");
        assert_eq!(
            find(Some(named.clone()), usual.path()),
            Err(VectorsMissing(named))
        );
    }

    #[test]
    fn a_file_is_no_folder() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("vectors");
        std::fs::write(&file, "").unwrap();
        assert_eq!(find(None, &file), Err(VectorsMissing(file)));
    }

    #[test]
    fn a_named_folder_wins_over_the_usual_one() {
        let named = tempfile::tempdir().unwrap();
        let usual = tempfile::tempdir().unwrap();
        let found = find(Some(named.path().to_path_buf()), usual.path());
        assert_eq!(found, Ok(named.path().to_path_buf()));
    }
}
