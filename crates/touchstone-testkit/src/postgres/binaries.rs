//! Which PostgreSQL: the highest version that Debian's packages have installed.

use std::path::{Path, PathBuf};

/// Where Debian's packages put the servers: one folder per major version.
const DEBIAN_FOLDER: &str = "/usr/lib/postgresql";

/// The folder with `initdb`, `pg_ctl` and `postgres`; none when the package is not installed.
#[must_use]
pub fn binaries() -> Option<PathBuf> {
    highest_version(Path::new(DEBIAN_FOLDER))
}

fn highest_version(folder: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(folder).ok()?;
    entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            let bin = entry.path().join("bin");
            // A client package leaves a bin folder too, without the server.
            bin.join("initdb").is_file().then_some((version, bin))
        })
        .max()
        .map(|(_, bin)| bin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn install(folder: &Path, version: &str, program: &str) {
        let bin = folder.join(version).join("bin");
        std::fs::create_dir_all(&bin).unwrap();
        std::fs::write(bin.join(program), "").unwrap();
    }

    #[test]
    fn a_missing_folder_holds_no_server() {
        assert_eq!(highest_version(Path::new("/missing")), None);
    }

    #[test]
    fn a_client_without_a_server_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        install(folder.path(), "17", "psql");
        assert_eq!(highest_version(folder.path()), None);
    }

    #[test]
    fn a_folder_that_is_no_version_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        install(folder.path(), "common", "initdb");
        assert_eq!(highest_version(folder.path()), None);
    }

    #[test]
    fn versions_are_compared_as_numbers() {
        let folder = tempfile::tempdir().unwrap();
        install(folder.path(), "9", "initdb");
        install(folder.path(), "15", "initdb");
        assert_eq!(
            highest_version(folder.path()),
            Some(folder.path().join("15/bin"))
        );
    }
}
