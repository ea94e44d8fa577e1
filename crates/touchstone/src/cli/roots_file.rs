//! Decides how a file of roots is replaced: whole or not at all, with the mode of the one before.

use std::fs::Permissions;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use anyhow::Context as _;

use crate::private_file::{folder, keep};

/// For a file that was not there.
const MODE: u32 = 0o644;

/// Puts `content` in place of what the file holds. What a symbolic link leads to is replaced, not the link.
pub(super) fn replace(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    let resolved = path.canonicalize();
    let path = resolved.as_deref().unwrap_or(path);
    let context = || format!("cannot replace {}", path.display());
    let permissions = match std::fs::metadata(path) {
        Ok(metadata) => metadata.permissions(),
        Err(_) => Permissions::from_mode(MODE),
    };
    let folder = folder(path);
    let mut file = tempfile::NamedTempFile::new_in(folder).with_context(context)?;
    file.write_all(content).with_context(context)?;
    file.as_file()
        .set_permissions(permissions)
        .with_context(context)?;
    file.as_file().sync_all().with_context(context)?;
    file.persist(path)
        .map_err(|error| error.error)
        .with_context(context)?;
    keep(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn the_mode_stays_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("roots.pem");
        std::fs::write(&file, "old").unwrap();
        std::fs::set_permissions(&file, Permissions::from_mode(0o640)).unwrap();
        replace(&file, b"new").unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), b"new");
        assert_eq!(mode(&file), 0o640);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_new_file_can_be_read_by_all() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("roots.pem");
        replace(&file, b"new").unwrap();
        assert_eq!(mode(&file), 0o644);
    }

    #[test]
    fn a_link_still_leads_to_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        std::fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        replace(&link, b"new").unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), b"new");
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[test]
    fn a_folder_that_is_not_there_is_told() {
        let error = replace(Path::new("no such folder/roots.pem"), b"new").unwrap_err();
        assert!(error.to_string().contains("cannot replace no such folder"));
    }
}
