//! Decides how a secret gets into a file: whole or not at all, mode 0600 from its first byte, on disk before it counts.

use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;

/// Makes a file that must not exist yet; a line end follows the text.
pub(crate) fn create(path: &Path, text: &str) -> anyhow::Result<()> {
    let folder = folder(path);
    let written =
        write(folder, text).with_context(|| format!("cannot write {}", path.display()))?;
    written
        .persist_noclobber(path)
        .map_err(|error| error.error)
        .with_context(|| format!("cannot make {}", path.display()))?;
    keep(folder)
}

/// The same, in place of whatever has the name.
pub(crate) fn replace(path: &Path, text: &str) -> anyhow::Result<()> {
    let folder = folder(path);
    let written =
        write(folder, text).with_context(|| format!("cannot write {}", path.display()))?;
    written
        .persist(path)
        .map_err(|error| error.error)
        .with_context(|| format!("cannot replace {}", path.display()))?;
    keep(folder)
}

/// The folder that a file is in.
pub(crate) fn folder(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// A temporary file is made with mode 0600.
fn write(folder: &Path, text: &str) -> std::io::Result<tempfile::NamedTempFile> {
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.write_all(b"\n")?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// The name is on disk only when its folder is.
pub(crate) fn keep(folder: &Path) -> anyhow::Result<()> {
    std::fs::File::open(folder)
        .and_then(|folder| folder.sync_all())
        .with_context(|| format!("cannot write the folder {}", folder.display()))
}

/// Whether others than its owner may read the file.
#[cfg(unix)]
pub(crate) fn is_exposed(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_owner_can_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key");
        create(&file, "secret").unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "secret\n");
        assert!(!is_exposed(&file));
        replace(&file, "other").unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "other\n");
        assert!(!is_exposed(&file));
    }

    #[test]
    fn what_is_there_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key");
        std::fs::write(&file, "mine").unwrap();
        assert!(create(&file, "secret").is_err());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
